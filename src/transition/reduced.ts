// What a reduction may change of the transitions that a search follows: which state is stored for one that is found, and
// which transitions of a state are visited. What must stay true of either is said where it is implemented, in reduction/.

import type { Stepper } from './stepper.ts';
import type { Visitor } from './transitions.ts';

/** One state is the representative of many. */
export interface Quotient {
  /** Whether an instance of a state may be another one in the representative. */
  readonly moves: boolean;
  /** Replaces a state by its representative. */
  canonicalize(state: Int32Array): void;
  /** The same; writes for each instance which one it is in the representative, itself where none is moved. */
  renaming(state: Int32Array, instances: Int32Array): void;
}

/**
 * Where it depends on the states before how the next is expanded: what can be said before they are, so that several may be
 * expanded at once.
 */
export interface Foresight {
  /** So many of the next states will be expanded wholly, or all of them tried unless too few of them are pruned. */
  readonly next: { readonly states: number; readonly wholly: boolean };
  /** Of states that were tried, how many would have been; `pruned` says whether the k-th was. */
  holdsFor(states: number, pruned: (k: number) => boolean): number;
  /** So many states have been expanded elsewhere, as it was said; that has reduced so much. */
  expanded(states: number, pruned: (k: number) => boolean, reduced: number): void;
}

/** Visits some of the transitions of a state in the place of all. */
export interface Expansion {
  readonly foresight: Foresight;
  /** How many states were expanded in part, or skipped. */
  readonly reduced: number;
  /** What its next decisions depend on, as data. */
  saved(): readonly number[];
  restore(saved: readonly number[]): void;
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
