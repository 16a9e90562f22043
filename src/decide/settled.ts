// The way from a state of a part of a graph to where that part is strongly connected and left by no step within it.
//
// Representatives that a run goes round may stand for states which it passes but once, with what locals held before the first
// round. So the states that a strongly connected part of representatives stands for need not be strongly connected. Those from
// which all that is reached can be reached again are, and each of their representatives' steps is a step of theirs:
// every representative of the part is among theirs.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import { neighboursOf } from '../graph/neighbours.ts';

/** Some states, and who takes no step among them. */
interface Part {
  readonly contains: (state: number) => boolean;
  readonly starving?: number;
}

/** The states after the first, up to one from which all that is reached within the part leads back; often none. */
export function waySettling(graph: ExploredGraph, part: Part, from: number): number[] {
  const way: number[] = [];
  for (let at = from; ; ) {
    const reached = reachedFrom(graph, part, at);
    const leadsBack = leadingTo(reached, at);
    // What was found last is farthest.
    const lost = [...reached.keys()].findLast((state) => !leadsBack.has(state));
    if (lost === undefined) return way;
    way.push(...wayBetween(reached, at, lost));
    at = lost;
  }
}

/** By state the states within the part that a step leads to it from, the one that found it first. */
type Reached = ReadonlyMap<number, readonly number[]>;

function reachedFrom(graph: ExploredGraph, { contains, starving }: Part, from: number): Reached {
  const reached = new Map<number, number[]>([[from, []]]);
  let looked = 0;
  for (const state of reached.keys()) {
    if (looked++ % 1024 === 0) graph.beat();
    for (const { instance, to } of neighboursOf(graph, state).hops) {
      if (instance === starving || !contains(to)) continue;
      const before = reached.get(to);
      if (before) before.push(state);
      else reached.set(to, [state]);
    }
  }
  return reached;
}

function leadingTo(reached: Reached, at: number): ReadonlySet<number> {
  const found = new Set([at]);
  for (const state of found) for (const before of reached.get(state) ?? []) found.add(before);
  return found;
}

function wayBetween(reached: Reached, from: number, to: number): number[] {
  const way: number[] = [];
  for (let state = to; state !== from; [state] = reached.get(state) as number[]) way.unshift(state);
  return way;
}
