// What the loop of a search is given: a graph to fill, and the order in which to go through it. Which graph that is decides what
// is kept of the states (stored.ts, marked.ts).

import type { Finding } from '../graph/finding.ts';
import type { SearchGraph } from '../graph/search-graph.ts';
import type { GraphParts } from '../graph/stored-graph.ts';
import type { Frontier } from './frontier.ts';
import type { Ahead } from './rounds/ahead.ts';

/** What a search begins with: an empty graph, and the order in which it goes through it. */
export interface BegunSearch<Graph extends SearchGraph> {
  readonly graph: Graph;
  readonly order: Frontier;
  /** Stretches of the frontier that other threads help to expand. */
  readonly ahead?: Ahead | undefined;
  /** What the recorder keeps. */
  readonly recorded?: Int32Array;
}

export type BeginSearch<Graph extends SearchGraph> = (
  parts: Omit<GraphParts, 'keepsSuccessors' | 'extraWords'> & {
    readonly findings: ReadonlyMap<string, Finding>;
  },
) => BegunSearch<Graph>;
