// The future of an instance in one situation: what its next step and all that may follow touch, and how much less that
// is while others keep it from going past some gates.

import { NOTHING, type Touched, union } from './field-set.ts';
import type { LabelGraph } from './label-graph.ts';

/** A step that may come. */
export interface FutureStep {
  readonly touched: Touched;
  /** Who has to let it past, as bits of keepers. */
  readonly gates: number;
}

export class Future {
  readonly #graph: LabelGraph;
  readonly #code: number;
  readonly #steps: ReadonlyMap<number, FutureStep>;
  readonly #gates: number;
  readonly #known = new Map<number, Touched>();

  constructor(graph: LabelGraph, code: number, stepAt: (code: number) => FutureStep) {
    this.#graph = graph;
    this.#code = code;
    this.#steps = new Map(graph.reach(code).map((next) => [next, stepAt(next)]));
    this.#gates = [...this.#steps.values()].reduce((bits, { gates }) => bits | gates, 0);
  }

  /** Those of some keepers that make a difference. */
  relevant(keepers: number): number {
    return keepers & this.#gates;
  }

  /** What may be touched without going past a gate of any of these keepers. */
  touched(keepers: number): Touched {
    let touched = this.#known.get(keepers);
    if (!touched) {
      touched = this.#within(keepers);
      this.#known.set(keepers, touched);
    }
    return touched;
  }

  #within(keepers: number): Touched {
    const isOpen = (code: number): boolean =>
      ((this.#steps.get(code) as FutureStep).gates & keepers) === 0;
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
