// The transitions of a numbered state, one at a time, for what looks at few states: the building of counterexamples.

import { hasBit, setBit, wordsFor } from './bits.ts';
import type { Explorer } from './explore.ts';

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
  const { layout } = search.stepper.system;
  const hops: Hop[] = [];
  const bits = new Int32Array(wordsFor(layout.instances.length));
  const fails = (instance: number): void => setBit(bits, instance);
  visitSuccessors(search, from, hop, fails);
  return { hops, enabled: (instance) => hasBit(bits, instance) };

  function hop(instance: number, to: number): void {
    const changes = search.changes(from, to);
    if (changes) setBit(bits, instance);
    hops.push({ instance, to, changes });
  }
}

/** Calls back for each transition to another state, and for each step whose assertion fails. */
export function visitSuccessors(
  search: Explorer,
  from: number,
  visit: (instance: number, to: number) => void,
  fails: (instance: number) => void = () => {},
): void {
  const { stepper, visited } = search;
  const { state } = stepper.system;
  visited.load(from, state);
  stepper.expand({
    moved: (instance) => {
      const to = search.numberOf(state);
      if (to !== from) visit(instance, to);
    },
    stayed: () => {},
    objected: (property, _message, instance) => {
      if (property === 'assertions') fails(instance);
    },
  });
}
