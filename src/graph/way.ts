// The way on which a search has come to a state.

import type { ExploredGraph } from './explored-graph.ts';

/** The numbers of the states on it, the initial one first. */
export function wayTo(
  { predecessors }: Pick<ExploredGraph, 'predecessors'>,
  state: number,
): number[] {
  const way: number[] = [];
  for (let at = state; at >= 0; at = predecessors[at]) way.push(at);
  return way.reverse();
}
