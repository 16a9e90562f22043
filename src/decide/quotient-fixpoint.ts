// Backward flow (backward-fixpoint.ts) where one state stands for its orbit. A bit of a state speaks of
// an instance as the representative names it; the successor's representative may name it otherwise,
// so bits are mapped back along the permutation that made the successor the representative. Which
// permutation that was is not kept, so there are no sweeps over stored edges: open states are
// expanded until a round changes nothing.
//
// Sound whichever permutation is found, where several lead to the representative: each is an
// automorphism of the graph, so each bit that flows is backed by a real run; and every real run is
// followed by some bits, step by step.

import { hasBit, setBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { Visitor } from '../transition/transitions.ts';

/** Lets bits of instances flow; returns the states that lack some for good, first found first. */
export function quotientFixpoint(
  graph: ExploredGraph,
  quotient: Quotient,
  bits: Int32Array,
  all: Int32Array,
): number[] {
  const { visited, stepper } = graph;
  const { state, layout } = stepper.system;
  const words = all.length;
  const moved = new Int32Array(layout.instances.length);
  const isOpen = (one: number): boolean => all.some((word, w) => bits[one * words + w] !== word);
  let index = -1;
  let changed = true;
  const visitor: Visitor = {
    moved: () => {
      quotient.renaming(state, moved);
      const from = graph.numberOf(state) * words;
      for (let k = 0; k < moved.length; k++) {
        if (!hasBit(bits, moved[k], from) || hasBit(bits, k, index * words)) continue;
        setBit(bits, k, index * words);
        changed = true;
      }
    },
    stayed: () => {},
    violated: () => {},
  };
  let rest = Array.from({ length: visited.count }, (_, k) => k).filter(isOpen);
  while (changed && rest.length > 0) {
    changed = false;
    for (let k = rest.length - 1; k >= 0; k--) {
      if (k % 1024 === 0) graph.beat();
      index = rest[k];
      visited.load(index, state);
      graph.expandAgain(visitor);
    }
    if (changed) rest = rest.filter(isOpen);
  }
  return rest;
}
