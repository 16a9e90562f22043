// What a strategy of search is given.

import type { Progress } from '../base/progress.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import type { MakeExpansion, Quotient } from '../transition/reduced.ts';
import type { StepWatch } from '../transition/transitions.ts';
import type { Team } from './rounds/team.ts';
import type { Snapshots } from './saver.ts';

/** What the caller of a search chooses. */
export interface SearchLimits {
  readonly maxStates: number;
  readonly maxDepth: number;
  readonly memoryBytes: number;
  readonly progress: Progress;
  /** Called now and then where the search may be ended: what it throws ends it. */
  readonly onBeat?: (() => void) | undefined;
  /** Called when a property was decided against. */
  readonly onFinding?: (() => void) | undefined;
  /** Go on when every property is decided. */
  readonly exhaustive?: boolean;
}

export interface ExploreOptions extends SearchLimits {
  /** What is to be decided, by name; the search is over once nothing is left, unless nothing was given. */
  readonly properties: readonly string[];
  /** Whether the assertions of steps are to be decided, too. */
  readonly assertions: boolean;
  readonly quotient?: Quotient | undefined;
  readonly expansion?: MakeExpansion | undefined;
  /** Of a lossy store: which states it omits. */
  readonly seed?: number | undefined;
  /** Sees every step that is taken, and every attempt. */
  readonly watch?: StepWatch | undefined;
  readonly recorder?: StateRecorder | undefined;
  readonly keepsSuccessors: boolean;
  /** Other threads that search along, where the order of search allows it. */
  readonly team?: Team | undefined;
  /** Where it is saved now and then, and what was saved is gone on with; not of a lossy store. */
  readonly snapshots?: Snapshots | undefined;
  /** Words a state that the decisions on the finished graph need. */
  readonly extraWords: number;
}
