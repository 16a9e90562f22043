// The transitions of a numbered state, one at a time, for what looks at few states: the building of counterexamples.

import { hasBit, setBit, wordsFor } from '../base/bits.ts';
import type { Explorer } from '../explore/sequential.ts';

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

export function neighboursOf(search: Explorer, from: number): Neighbours {
  const { stepper, visited } = search;
  const { state, layout } = stepper.system;
  const hops: Hop[] = [];
  const bits = new Int32Array(wordsFor(layout.instances.length));
  visited.load(from, state);
  stepper.expand({
    moved: (instance) => {
      const to = search.numberOf(state);
      if (to === from) return;
      const changes = search.changes(from, to);
      if (changes) setBit(bits, instance);
      hops.push({ instance, to, changes });
    },
    stayed: () => {},
    objected: (property, _message, instance) => {
      if (property === 'assertions') setBit(bits, instance);
    },
  });
  return { hops, enabled: (instance) => hasBit(bits, instance) };
}
