// What a reduction may change of the transitions that a search follows: which state is stored for one that is found, and
// which transitions of a state are visited. What must stay true of either is said where it is implemented, in reduction/.

import type { Stepper } from './stepper.ts';
import type { Visitor } from './transitions.ts';

/** One state is the representative of many. */
export interface Quotient {
  /** Replaces a state by its representative. */
  canonicalize(state: Int32Array): void;
  /** The same; writes for each instance which one it is in the representative, itself where none is moved. */
  renaming(state: Int32Array, instances: Int32Array): void;
}

/** Visits some of the transitions of a state in the place of all. */
export interface Expansion {
  /** How many states were expanded in part, or skipped. */
  readonly reduced: number;
  /** Visits transitions of the working state; false if some were pruned. */
  expand(visitor: Visitor): boolean;
  /** Visits all of them, and prunes nothing. */
  expandWholly(visitor: Visitor): true;
  /** As `expand`, for a state that was expanded before; each transition leads to a state that was stored. */
  expandAgain(visitor: Visitor): boolean;
  /**
   * The steps that are merged into the transition which begins with the step of an instance from one state to another and
   * its label there: `taken` is called for each further step while the working state is the state that it made.
   */
  follow(
    source: Int32Array,
    instance: number,
    next: { readonly state: Int32Array; readonly label: number },
    taken: (from: number, to: number) => void,
  ): void;
}

/** The states that a search has stored so far. */
export interface Known {
  readonly count: number;
  /** Whether a state, given by its place in a longer vector, is among them, or its representative is. */
  has(states: Int32Array, from: number): boolean;
}

/** Where it is not told what is known, it tries every state. */
export type MakeExpansion = (stepper: Stepper, known?: Known) => Expansion;
