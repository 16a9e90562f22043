// Liveness: for each claim its regions, the fair cycles in them, and the shortest way into one as a lasso.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { LivenessDefinition, Properties } from '../language/claims/property.ts';
import { Component } from './component.ts';
import { FairCycles } from './fair-cycle.ts';
import { type FairnessSets, fairnessSets } from './fairness.ts';
import { fairCycle } from './lasso.ts';
import { type Region, regionsOf } from './region.ts';
import { shortestStem } from './stem.ts';

export function unfulfilled(graph: ExploredGraph, properties: Properties): Finding[] {
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'liveness' || !('claim' in definition)) return [];
    const found = breach(graph, property, definition);
    return found ? [{ property, ...found }] : [];
  });
}

type Breach = Pick<Finding, 'state' | 'message' | 'lasso'>;

/** The lasso with the shortest stem of all regions. */
function breach(
  graph: ExploredGraph,
  name: string,
  definition: LivenessDefinition,
): Breach | undefined {
  const { system } = graph.stepper;
  const fairness = fairnessSets(system, definition.fairness);
  let best: Breach | undefined;
  for (const region of regionsOf(system, name, definition)) {
    const found = lassoIn(graph, region, fairness);
    const length = (one: Breach | undefined): number =>
      one?.lasso?.stem.length ?? Number.POSITIVE_INFINITY;
    if (length(found) < length(best)) best = found;
  }
  return best;
}

function lassoIn(graph: ExploredGraph, region: Region, fairness: FairnessSets): Breach | undefined {
  const cycles = new FairCycles(graph, region, fairness);
  if (!cycles.run()) return undefined;
  const { starving } = region;
  const stem = shortestStem(graph, {
    begins: (state) => beginsAt(graph, region, state),
    inside: (state) => cycles.isInside(state),
    fair: (state) => cycles.isFair(state),
    ...(starving === undefined ? {} : { starving }),
  });
  const entry = stem[stem.length - 1];
  const component = new Component({
    graph,
    contains: (state) => cycles.status[state] === cycles.status[entry],
    mayPause: (k) => hasBit(fairness.weak, k),
    ...(starving === undefined ? {} : { starving }),
  });
  const cycle = fairCycle(graph, component, fairness, entry);
  // What to say of it is put together where the run is shown: counterexample/lasso-story.ts.
  const lasso = { stem, cycle, wrong: region.wrong, weak: fairness.weak };
  return { state: entry, lasso, message: '' };
}

function beginsAt(graph: ExploredGraph, { begins }: Region, state: number): boolean {
  if (begins === 'initially') return graph.predecessors[state] < 0;
  graph.visited.load(state, graph.stepper.system.state);
  return begins();
}
