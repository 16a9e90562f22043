// An explored graph, as those see it who decide properties on it and rebuild runs from it. A strategy of search fills one
// (explore/) and is not known here: numbers of states, predecessors and what may be generated again are all there is.
//
// What must stay true: numbers are given in an order in which every state but an initial one comes after its predecessor;
// breadth-first that is the order of depth.

import type { VisitedSet } from '../store/visited-set.ts';
import type { Expansion, Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import type { SampledSuccessors } from './sampled-successors.ts';

export interface ExploredGraph {
  readonly stepper: Stepper;
  /** The states, by number. */
  readonly visited: VisitedSet;
  /** The state from which each state was first reached; initial states have -1. */
  readonly predecessors: Int32Array;
  /** Two successors of each state, where they were kept. */
  readonly successors: SampledSuccessors | undefined;
  /** Each state is the representative of all that this takes to it. */
  readonly quotient: Quotient | undefined;
  readonly expansion: Expansion | undefined;

  stateAt(index: number): Int32Array;
  /** A real initial state whose representative has a number. */
  initialAt(index: number): Int32Array;
  /** The number of the working state, or of another that was reached. */
  numberOf(state: Int32Array): number;
  /** Whether a step from a state to the working one is progress: observers' memories do not count. */
  progresses(from: number): boolean;
  /** Visits transitions of the working state, which was reached before, to states that were reached, too. */
  expandAgain(visitor: Visitor): void;
  /** Bytes that the search was given and has not used. */
  readonly memoryLeft: number;
  /** Called now and then by long work on the graph; throws a StopSignal where the answer is not wanted any more. */
  beat(): void;
}
