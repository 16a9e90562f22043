// A graph as a strategy of search fills it: in the order in which states are found, each transition told. What it keeps of
// them is its own affair; a finished one that others look at is explored-graph.ts.

import type { StateStore } from '../store/state-store.ts';
import type { Expansion, Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { SampledSuccessors } from './sampled-successors.ts';

export interface SearchGraph {
  readonly stepper: Stepper;
  /** States by number; one that is expanded already need not be there in full. */
  readonly visited: StateStore;
  readonly successors: SampledSuccessors | undefined;
  readonly quotient: Quotient | undefined;
  readonly expansion: Expansion | undefined;
  /** Adds an initial state; its number if it is new, or less than 0. */
  addInitial(initial: Int32Array): number;
  /** A step of an instance from a state has led to a new one with a number, or to a known one, less than 0. */
  arrived(index: number, parent: number, instance: number): void;
  /** A state that is not expanded yet, or just was. */
  stateAt(index: number): Int32Array;
  /** Whether a step from the state that is being expanded to the working one is progress. */
  progresses(from: number): boolean;
  readonly memoryBytes: number;
  /** Bytes in use while there is more room made for states. */
  readonly memoryToGrow: number;
}
