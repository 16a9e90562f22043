// Shortest counterexamples after a search under partial-order reduction, which finds a violation but not by the shortest
// run: it is looked for once more without that reduction, among the runs that are shorter than the one at hand.
//
// A run that is found is a shortest one only if the second search has seen all shorter ones. It may take a multiple of
// the states of the first; beyond that the run at hand is shown, and said to be perhaps not the shortest.
//
// Both evaluate a property on the same states. One that says no where it has said yes remembers something, and a run to
// that state would show nothing.

import { ModelError } from '../base/errors.ts';
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
export type Searched = Pick<SearchResult, 'findings' | 'limit' | 'states'> & {
  readonly graph: ExploredGraph;
};

/** Searches for some of the properties, with less reduction. */
export type SearchAgain = (
  properties: readonly string[],
  limits: { readonly maxDepth: number; readonly maxStates: number },
) => Searched;

/** How many states the second search may take: as many times those of the first, or at least so many. */
const TIMES = 4;
const FEW = 200_000;

export function mostStatesAgain(states: number): number {
  return Math.max(FEW, TIMES * states);
}

export function shortestRuns(
  { graph, findings, states }: Searched,
  again: SearchAgain,
): Map<string, Shown> {
  const minimal = !graph.expansion?.reduced;
  const shown = new Map<string, Shown>();
  for (const [name, finding] of findings) {
    shown.set(name, { graph: finding.graph ?? graph, finding, minimal });
  }
  if (minimal || shown.size === 0) return shown;
  const second = again([...shown.keys()], {
    // Which process is deadlocked beside others that move is known only when the whole graph is.
    maxDepth: isDeadlocked(shown) ? Number.POSITIVE_INFINITY : longest(shown) - 1,
    maxStates: mostStatesAgain(states),
  });
  const { limit } = second;
  for (const [name, one] of shown) {
    const finding = second.findings.get(name);
    if (finding && isContradicted(one, { graph: second.graph, finding })) {
      throw new ModelError(REMEMBERS, { property: name });
    }
    if (finding) shown.set(name, { graph: second.graph, finding, minimal: true });
    else shown.set(name, { ...one, minimal: limit === undefined || limit === 'depth' });
  }
  return shown;
}

/**
 * Runs that never end, shown in a part of a graph of orbits, are looked for once more among all states: which instance steps
 * is known there without looking for it, so the shortest is found in all parts.
 */
export function shortestLoops(
  shown: Map<string, Shown>,
  { visited }: ExploredGraph,
  again: SearchAgain,
): void {
  const names = [...shown.entries()]
    .filter(([, { finding }]) => finding.graph && finding.minimal === false)
    .map(([name]) => name);
  if (names.length === 0) return;
  const second = again(names, {
    maxDepth: Number.POSITIVE_INFINITY,
    maxStates: mostStatesAgain(visited.count),
  });
  for (const name of names) {
    const finding = second.findings.get(name);
    if (finding) shown.set(name, { graph: second.graph, finding, minimal: true });
  }
}

const REMEMBERS =
  'did not say the same when it was asked again in the same state. It may use only what its pattern names: no clock, no chance, nothing that a closure remembers';

/** Whether the first search has evaluated a state property on the very state, and gone on. */
function isContradicted(first: Pick<Shown, 'graph' | 'finding'>, second: typeof first): boolean {
  const isOfState = ({ step, lasso, waiting }: Finding): boolean => !step && !lasso && !waiting;
  if (!isOfState(first.finding) || !isOfState(second.finding)) return false;
  const before = first.graph.visited.find(second.graph.stateAt(second.finding.state));
  return before >= 0 && before < first.finding.state;
}

function isDeadlocked(shown: ReadonlyMap<string, Shown>): boolean {
  return [...shown.values()].some(({ finding }) => finding.waiting !== undefined);
}

function longest(shown: ReadonlyMap<string, Shown>): number {
  const lengths = [...shown.values()].map(
    ({ graph, finding }) => pathTo(graph, finding).steps.length,
  );
  return Math.max(...lengths);
}
