// Decisions of a random model, read off a list of numbers. Every decision takes the next number
// modulo its options, and zero once the list is exhausted. So option 0 must always be the plainest,
// and a shorter list of smaller numbers is a plainer model: that is how fast-check shrinks it.

import fc from 'fast-check';

export type Seeds = readonly number[];

/** Long enough that most decisions are not the plainest; numbers shrink to zero one by one. */
export const seeds = (length: number): fc.Arbitrary<Seeds> =>
  fc.array(fc.nat(9999), { minLength: length / 2, maxLength: length, size: 'max' });

export class Draw {
  readonly #seeds: Seeds;
  #next = 0;

  constructor(seeds: Seeds) {
    this.#seeds = seeds;
  }

  /** One of 0 .. options-1. */
  below(options: number): number {
    const seed = this.#seeds[this.#next++] ?? 0;
    return seed % options;
  }

  of<T>(options: readonly T[]): T {
    return options[this.below(options.length)];
  }

  /** True once in `n`, and never when the list is exhausted. */
  once(n: number): boolean {
    return this.below(n) === n - 1;
  }
}

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
