// A strategy of search: it fills a graph and finds on the way what single states and transitions decide. The list of them
// is strategies.ts; sequential.ts is the one that shows how.
//
// What must stay true: a search that ends without a limit, and has not decided everything, has expanded every reachable
// state; numbers of states are given so that each but an initial one comes after its predecessor (graph/).

import type { LimitReached } from '../base/limits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { Ahead } from './rounds/ahead.ts';

export interface Strategy {
  /** What it knows at its end; where it keeps no graph, only what shows that the model went wrong. */
  readonly graph: ExploredGraph;
  /** Whether that is all that it has explored. */
  readonly keepsGraph: boolean;
  /** How many states were found. */
  readonly states: number;
  /** Bytes in use; and those that it would have needed at once for more states. */
  readonly memoryBytes: number;
  readonly memoryToGrow: number;
  /** Threads, where they do not search in rounds. */
  readonly workers?: number;
  /** Of a lossy store: the probability, at most, that a new state was taken for a known one. */
  readonly omission?: number | undefined;
  /** The first of each property that is decided, by its name. */
  readonly findings: Map<string, Finding>;
  readonly transitions: number;
  readonly depth: number;
  /** Rounds of several threads, where there may be any. */
  readonly ahead: Ahead | undefined;
  /** How many states are found and not expanded. */
  readonly frontier: number;
  /** How many states were taken and not expanded, since they are beyond the constraint of the model. */
  readonly beyond: number;
  /** The state that a property was evaluated on when it threw; -1 where none did. */
  readonly asked: number;
  /** The state whose transitions were visited last; -1 before the first. */
  readonly current: number;
  /** The limit that ended the search, if one did. */
  run(): LimitReached | undefined;
  /** Saves where it stood last, where snapshots are taken. */
  save?(): void;
  /** Tells the watching thread how far the search is (base/progress.ts). */
  report(): void;
}
