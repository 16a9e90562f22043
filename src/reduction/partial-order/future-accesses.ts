// The future of an instance in one process state: what its next step and all that may follow touch, and how much less
// that is while others keep it from going past some guards.

import { type AccessSet, NOTHING, union } from './field-set.ts';
import type { LabelGraph } from './label-graph.ts';

/** A step that may come. */
export interface FutureStep {
  readonly touched: AccessSet;
  /** Who has to let it past, as bits of owners. */
  readonly guards: number;
}

export class FutureAccesses {
  readonly #graph: LabelGraph;
  readonly #code: number;
  readonly #steps: ReadonlyMap<number, FutureStep>;
  readonly #guards: number;
  readonly #known = new Map<number, AccessSet>();

  constructor(graph: LabelGraph, code: number, stepAt: (code: number) => FutureStep) {
    this.#graph = graph;
    this.#code = code;
    this.#steps = new Map(graph.reach(code).map((next) => [next, stepAt(next)]));
    this.#guards = [...this.#steps.values()].reduce((bits, { guards }) => bits | guards, 0);
  }

  /** Those of some owners that make a difference. */
  relevant(owners: number): number {
    return owners & this.#guards;
  }

  /** What may be touched without going past a guard of any of these owners. */
  touched(owners: number): AccessSet {
    let touched = this.#known.get(owners);
    if (!touched) {
      touched = this.#within(owners);
      this.#known.set(owners, touched);
    }
    return touched;
  }

  #within(owners: number): AccessSet {
    const isOpen = (code: number): boolean =>
      ((this.#steps.get(code) as FutureStep).guards & owners) === 0;
    if (!isOpen(this.#code)) return NOTHING;
    const found = [this.#code];
    const seen = new Set(found);
    for (let k = 0; k < found.length; k++) {
      for (const next of this.#graph.after(found[k])) {
        if (seen.has(next) || !isOpen(next)) continue;
        seen.add(next);
        found.push(next);
      }
    }
    return union(found.map((code) => (this.#steps.get(code) as FutureStep).touched));
  }
}
