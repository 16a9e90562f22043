// Properties that only the finished graph decides: deadlock, what holds at the end, always possible, liveness.
//
// A search that a limit ended has not seen where its last states lead, so it decides none of these: they stay
// inconclusive. Which reductions keep them, the table of soundness says (reduction/soundness.ts).

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import {
  isPending,
  type Properties,
  type PropertyDefinition,
} from '../language/claims/property.ts';
import { lostGoals } from './always-possible.ts';
import { wrongEnds } from './at-end.ts';
import type { DeadlockFinder } from './deadlock.ts';
import { unfulfilled } from './liveness.ts';

export function decideOnGraph(
  graph: ExploredGraph,
  properties: Properties,
  deadlock: DeadlockFinder | undefined,
): Finding[] {
  return [
    ...(deadlock?.first(graph) ?? []),
    ...wrongEnds(graph, properties),
    ...lostGoals(graph, properties),
    ...unfulfilled(graph, properties),
  ];
}

/** The properties that a deadlock breaks. */
export function deadlocksOf(properties: Properties): string[] {
  return Object.keys(properties).filter((name) => properties[name].kind === 'deadlock');
}

/** Whether any property is decided by bits that flow backward. */
export function needsSuccessors(properties: Properties): boolean {
  return has(properties, ({ kind }) => kind === 'deadlock' || kind === 'always-possible');
}

/** Words a state that the properties need beside what the search keeps: see bench/ for what they really take. */
export function graphWords(properties: Properties): number {
  const goals = Object.values(properties).filter(({ kind }) => kind === 'always-possible').length;
  const cycles = has(properties, (one) => one.kind === 'liveness' && !isPending(one));
  return Math.ceil(goals / 32) + (cycles ? 6 : 0);
}

function has(properties: Properties, wanted: (one: PropertyDefinition) => boolean): boolean {
  return Object.values(properties).some(wanted);
}
