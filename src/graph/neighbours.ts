// The transitions of a numbered state, one at a time, for what looks at few states: the building of counterexamples.

import { hasBit, setBit, wordsFor } from '../base/bits.ts';
import type { ExploredGraph } from './explored-graph.ts';

/** A transition to another state. */
export interface Hop {
  readonly instance: number;
  readonly to: number;
  /** Whether it changes cells or processes; otherwise nobody took a step, an observer only noted something. */
  readonly changes: boolean;
}

export interface Neighbours {
  readonly hops: readonly Hop[];
  /** Whether an instance has a transition that changes something, one whose assertion fails included. */
  enabled(instance: number): boolean;
}

export function neighboursOf(graph: ExploredGraph, from: number): Neighbours {
  const { stepper, visited } = graph;
  const { state, layout } = stepper.system;
  const hops: Hop[] = [];
  const bits = new Int32Array(wordsFor(layout.instances.length));
  visited.load(from, state);
  stepper.expand({
    moved: (instance) => {
      // What changes within an orbit is progress, too, so it is tested before the state becomes a representative.
      const changes = graph.progresses(from);
      if (changes) setBit(bits, instance);
      graph.quotient?.canonicalize(state);
      const to = graph.numberOf(state);
      if (to !== from) hops.push({ instance, to, changes });
    },
    stayed: () => {},
    violated: (_property, _message, instance, _choice, ownAssertion) => {
      if (ownAssertion) setBit(bits, instance);
    },
  });
  return { hops, enabled: (instance) => hasBit(bits, instance) };
}
