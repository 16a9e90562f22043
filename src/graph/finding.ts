// Where a property was decided in an explored graph: numbers of states, which counterexample/ makes runs of.

import type { ModelError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { ExploredGraph } from './explored-graph.ts';
import type { Hop } from './neighbours.ts';

/** A property decided in a state, or on a transition out of one. */
export interface Finding {
  readonly property: string;
  readonly message: string;
  readonly state: number;
  /** The graph whose states these are, where it is not that of the search: see unfold.ts. */
  readonly graph?: ExploredGraph;
  /** The transition out of `state` that violates the property. */
  readonly step?: { readonly instance: number; readonly choice: number };
  /** A run that never ends; `state` is where it begins to repeat itself. */
  readonly lasso?: Lasso;
  /** Processes whose waiting the message goes on to explain. */
  readonly waiting?: readonly number[];
  /** False where a shorter run may show as much. */
  readonly minimal?: false;
}

export interface Lasso {
  /** The states from an initial one to where the cycle begins. */
  readonly stem: readonly number[];
  /** Back to the last state of the stem. */
  readonly cycle: readonly Hop[];
  /** What is wrong with a run that goes round it forever. */
  readonly wrong: string;
  /** Bits of the instances that weak fairness was required of. */
  readonly weak: Int32Array;
}

export interface SearchResult {
  readonly states: number;
  readonly transitions: number;
  /** Breadth-first: levels below the initial states. Depth-first: the longest path held. */
  readonly depth: number;
  readonly findings: ReadonlyMap<string, Finding>;
  readonly limit?: LimitReached;
  /** Where the limit is that the model went wrong: how, with the run that led there. */
  readonly error?: ModelError;
  /** How many states were found and not expanded. */
  readonly frontier: number;
  /** How many states are beyond the constraint of the model. */
  readonly beyond: number;
  /** Where the graph is not that of all states: what only a finished graph decides is open. */
  readonly forgotten?: true;
  /** Of a lossy store: the probability, at most, that a new state was taken for a known one. */
  readonly omission?: number;
}
