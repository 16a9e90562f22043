// Decisions of the generator of step bodies: fast, and the same for the same seed and number, so that
// one body of a million can be made again alone.

export class Random {
  #state: number;

  constructor(seed: number, number: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
    for (let k = 0; k < 4; k++) this.#next();
  }

  /** One of 0 .. options-1. */
  below(options: number): number {
    return Math.floor((this.#next() / 2 ** 32) * options);
  }

  of<T>(options: readonly T[]): T {
    return options[this.below(options.length)];
  }

  percent(chance: number): boolean {
    return this.#next() < chance * (2 ** 32 / 100);
  }

  /** Takes one of several ways, each as often as its weight says. */
  weighted<T>(ways: readonly (readonly [weight: number, way: () => T])[]): T {
    let at = this.below(ways.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, way] of ways) {
      if (at < weight) return way();
      at -= weight;
    }
    throw new Error('no way has any weight');
  }

  /** mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return (x ^ (x >>> 14)) >>> 0;
  }
}
