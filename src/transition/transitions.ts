// The seam between what makes transitions and what explores them. A strategy of search, a graph, an audit need no more
// than this of a model: who acts, where a run begins, and every transition out of a state.
//
// It is crossed once a state: `expand` is generated code that visits all transitions of the working state, so that a
// layer (a reduction, later a memory model) costs no call a transition beyond the visitor's own.

import type { Run } from '../compile/program/step-code.ts';

/** What makes transitions: an instance of a process. */
export interface Agent {
  readonly index: number;
  readonly name: string;
}

export interface Transitions {
  /** The working state: expanded, and while a visitor is called the state that the transition made. */
  readonly state: Int32Array;
  readonly agents: readonly Agent[];
  /** All initial states, some perhaps more than once; each is made in the working state. */
  initial(): Iterable<Int32Array>;
  /**
   * Visits every transition out of the working state, or only those of the agents whose bits are set in `wanted`; leaves
   * the working state as it was.
   */
  readonly expand: (visitor: Visitor, wanted?: number) => void;
}

/** Called for each transition while the working state is the state that it made. */
export interface Visitor {
  /** A transition; `choice` is the rank of its choices among those of the step. */
  moved(instance: number, from: number, to: number, choice: number): void;
  /** A step that does not move in this state, or an instance that is done. */
  stayed(instance: number, from: number): void;
  /**
   * An assertion failed on a transition: of an observer, or, and then there is no state that it made, of the step itself
   * (`ownAssertion`).
   */
  violated(
    property: string,
    message: string,
    instance: number,
    choice: number,
    ownAssertion: boolean,
  ): void;
}

/** Sees every execution of a step, those that are blocked included: see lock-order/. */
export interface StepWatch {
  /** The run of an instance's step from a label, watched; the run itself where there is nothing to see. */
  around(instance: number, from: number, run: Run): Run;
  /** The transitions of a state of the graph come next. */
  enter(state: number): void;
}
