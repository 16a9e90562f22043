// What a cycle has to have to be fair, and to break the claim, as bits that are collected on the way round. What must stay
// true: a cycle has what isOwed() (lasso.ts) asks of it exactly if the bits of its states and hops together are enough.
//
//   weak fairness      a bit for each process: it steps, or is not enabled in a state;
//   strong fairness    two: it is enabled in a state, it steps. The first asks for the second;
//   a beginning        one: a state in which a run begins to owe, where the way to the cycle had none.

import { hasBit } from '../base/bits.ts';
import type { Hop, Neighbours } from '../graph/neighbours.ts';
import type { FairnessSets } from './fairness.ts';

export const BEGINNING = 1;

export class Duties {
  /** How many bits there are. */
  readonly width: number;
  readonly #weak: readonly Duty[];
  readonly #strong: readonly (Duty & { readonly enabled: number })[];

  constructor({ weak, strong, recurring }: FairnessSets, instances: number) {
    let width = 1;
    const bit = (): number => 2 ** width++;
    const all = [...Array(instances).keys(), ...(recurring === undefined ? [] : [recurring])];
    this.#weak = all.filter((k) => hasBit(weak, k)).map((instance) => ({ instance, met: bit() }));
    this.#strong = all
      .filter((k) => hasBit(strong, k))
      .map((instance) => ({ instance, met: bit(), enabled: bit() }));
    this.width = width;
  }

  inState({ enabled }: Neighbours): number {
    let bits = 0;
    for (const { instance, met } of this.#weak) if (!enabled(instance)) bits |= met;
    for (const one of this.#strong) if (enabled(one.instance)) bits |= one.enabled;
    return bits;
  }

  inHop({ instance, changes }: Hop): number {
    if (!changes) return 0;
    const isIts = (one: Duty): boolean => one.instance === instance;
    return (this.#weak.find(isIts) ?? this.#strong.find(isIts))?.met ?? 0;
  }

  areMet(bits: number): boolean {
    return (
      (bits & BEGINNING) !== 0 &&
      this.#weak.every(({ met }) => (bits & met) !== 0) &&
      this.#strong.every(({ met, enabled }) => (bits & met) !== 0 || (bits & enabled) === 0)
    );
  }
}

interface Duty {
  readonly instance: number;
  readonly met: number;
}
