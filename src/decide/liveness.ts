// Liveness: for each property its obligation regions, the fair cycles in them, and the shortest way into one as a lasso.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { LivenessDefinition, Properties } from '../language/claims/property.ts';
import { Component } from './component.ts';
import { FairCycles } from './fair-cycle.ts';
import { type FairnessSets, fairnessSets, withRecurring } from './fairness.ts';
import { fairCycle } from './lasso.ts';
import { type Obligation, obligationsOf } from './obligations.ts';
import { shortestStem } from './stem.ts';

export function unfulfilled(graph: ExploredGraph, properties: Properties): Finding[] {
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'liveness' || !('claim' in definition)) return [];
    const found = breach(graph, property, definition);
    return found ? [{ property, ...found }] : [];
  });
}

type Breach = Pick<Finding, 'state' | 'message' | 'lasso'>;

/** The lasso with the shortest stem of all obligation regions. */
function breach(
  graph: ExploredGraph,
  name: string,
  definition: LivenessDefinition,
): Breach | undefined {
  const { system } = graph.stepper;
  const asked = fairnessSets(system, definition.fairness);
  let best: Breach | undefined;
  for (const obligation of obligationsOf(system, name, definition)) {
    const fairness = obligation.recurs
      ? withRecurring(asked, system.layout.instances.length)
      : asked;
    const found = lassoIn(graph, obligation, fairness);
    const length = (one: Breach | undefined): number =>
      one?.lasso?.stem.length ?? Number.POSITIVE_INFINITY;
    if (length(found) < length(best)) best = found;
  }
  return best;
}

function lassoIn(
  graph: ExploredGraph,
  obligation: Obligation,
  fairness: FairnessSets,
): Breach | undefined {
  const cycles = new FairCycles(graph, obligation, fairness);
  if (!cycles.run()) return undefined;
  const { starving } = obligation;
  const stem = shortestStem(graph, {
    begins: (state) => beginsAt(graph, obligation, state),
    inside: (state) => cycles.isInside(state),
    fair: (state) => cycles.isFair(state),
    ...(starving === undefined ? {} : { starving }),
  });
  const entry = stem[stem.length - 1];
  const component = new Component({
    graph,
    contains: (state) => cycles.status[state] === cycles.status[entry],
    mayPause: (k) => hasBit(fairness.weak, k),
    recurring: recurringIn(graph, obligation, fairness),
    ...(starving === undefined ? {} : { starving }),
  });
  const cycle = fairCycle(graph, component, fairness, entry);
  // What to say of it is put together where the run is shown: counterexample/lasso-explanation.ts.
  const lasso = { stem, cycle, wrong: obligation.wrong, weak: fairness.weak };
  return { state: entry, lasso, message: '' };
}

function recurringIn(
  { visited, stepper }: ExploredGraph,
  { recurs }: Obligation,
  { recurring: bit }: FairnessSets,
) {
  if (!recurs || bit === undefined) return undefined;
  const isAt = (state: number): boolean => {
    visited.load(state, stepper.system.state);
    return recurs();
  };
  return { bit, isAt };
}

function beginsAt(graph: ExploredGraph, { begins }: Obligation, state: number): boolean {
  if (begins === 'initially') return graph.predecessors[state] < 0;
  graph.visited.load(state, graph.stepper.system.state);
  return begins();
}
