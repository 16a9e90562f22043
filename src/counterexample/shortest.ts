// Shortest counterexamples after a search under partial-order reduction, which finds a violation but not by the shortest
// run: it is looked for once more without that reduction, among the runs that are shorter than the one at hand.
//
// A run that is found is a shortest one only if the second search has seen all shorter ones. It may take a multiple of
// the states of the first; beyond that the run at hand is shown, and said to be perhaps not the shortest.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding, SearchResult } from '../graph/finding.ts';
import { pathTo } from './path.ts';

/** A finding, the graph that can tell how it comes about, and whether no run is shorter. */
export interface Shown {
  readonly graph: ExploredGraph;
  readonly finding: Finding;
  readonly minimal: boolean;
}

/** A graph, and what was found in it. */
export type Searched = Pick<SearchResult, 'findings' | 'limit'> & { readonly graph: ExploredGraph };

/** Searches for some of the properties, without partial-order reduction. */
export type SearchAgain = (
  properties: readonly string[],
  limits: { readonly maxDepth: number; readonly maxStates: number },
) => Searched;

/** How many states the second search may take: as many times those of the first, or at least so many. */
const TIMES = 4;
const FEW = 200_000;

export function shortestRuns(
  { graph, findings }: Searched,
  again: SearchAgain,
): Map<string, Shown> {
  const minimal = !graph.expansion?.reduced;
  const shown = new Map<string, Shown>();
  for (const [name, finding] of findings) shown.set(name, { graph, finding, minimal });
  if (minimal || shown.size === 0) return shown;
  const second = again([...shown.keys()], {
    // Who is stuck beside others that move is known only when the whole graph is.
    maxDepth: isStuck(shown) ? Number.POSITIVE_INFINITY : longest(shown) - 1,
    maxStates: Math.max(FEW, TIMES * graph.visited.count),
  });
  const { limit } = second;
  for (const [name, one] of shown) {
    const finding = second.findings.get(name);
    if (finding) shown.set(name, { graph: second.graph, finding, minimal: true });
    else shown.set(name, { ...one, minimal: limit === undefined || limit === 'depth' });
  }
  return shown;
}

function isStuck(shown: ReadonlyMap<string, Shown>): boolean {
  return [...shown.values()].some(({ finding }) => finding.waiting !== undefined);
}

function longest(shown: ReadonlyMap<string, Shown>): number {
  const lengths = [...shown.values()].map(
    ({ graph, finding }) => pathTo(graph, finding).steps.length,
  );
  return Math.max(...lengths);
}
