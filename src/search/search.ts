// What a search is given and what it finds, as plain data: for the explorer and for all that works on its graph.

import type { LimitReached } from '../outcome.ts';
import type { Canonicalizer } from '../reduction/canonical.ts';
import type { StubbornSets } from '../reduction/partial-order/stubborn.ts';
import type { Lasso } from './lasso.ts';
import type { Progress } from './progress.ts';
import type { StepWatch } from './stepper.ts';

export interface SearchOptions {
  readonly order: 'bfs' | 'dfs';
  readonly maxStates: number;
  readonly maxDepth: number;
  readonly memoryBytes: number;
  readonly progress: Progress;
  /** Whether the assertions of steps are among what is to be decided; they are where steps make any. */
  readonly assertions?: boolean;
  /** Go on when every property is decided. */
  readonly exhaustive?: boolean;
  /** One state stands for all that differ only in which interchangeable id is which: see orbit-path.ts. */
  readonly symmetry?: Canonicalizer;
  /** Of steps whose order does not matter, one order is enough: see partial-order.ts. */
  readonly partialOrder?: StubbornSets;
  /** Called now and then where the search may be ended: what it throws ends it. */
  readonly onBeat?: () => void;
  /** Looks at every step that is taken, and at every attempt. */
  readonly watch?: StepWatch;
}

/** Where a property was decided: in a state, or on a transition out of one. */
export interface Finding {
  readonly property: string;
  readonly message: string;
  readonly state: number;
  /** The transition out of `state` that was objected to. */
  readonly step?: { readonly instance: number; readonly choice: number };
  /** A run that never ends; `state` is where it begins to repeat itself. */
  readonly lasso?: Lasso;
  /** Processes whose waiting the message goes on to explain. */
  readonly waiting?: readonly number[];
  /** False where a shorter run may show as much. */
  readonly minimal?: false;
}

/** The property that every `assert` in a step belongs to. */
export const ASSERTIONS = {
  kind: 'assertion',
  about: 'every assertion in a step is true',
} as const;

export interface SearchResult {
  readonly transitions: number;
  readonly depth: number;
  readonly findings: ReadonlyMap<string, Finding>;
  readonly limit?: LimitReached;
  readonly frontier: number;
}
