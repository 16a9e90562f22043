// Liveness: for each property its obligation regions, the fair cycles in them, and a short run into one and round it.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding, Lasso } from '../graph/finding.ts';
import type { LivenessDefinition, Properties } from '../language/claims/property.ts';
import { Component } from './component.ts';
import { Duties } from './duties.ts';
import { FairCycles } from './fair-cycle.ts';
import { type FairnessSets, fairnessSets, withRecurring } from './fairness.ts';
import { fairCycle } from './lasso.ts';
import { type Obligation, obligationsOf } from './obligations.ts';
import { lengthOf, ShortestLasso } from './shortest-lasso.ts';
import { Stems } from './stem.ts';

export function unfulfilled(graph: ExploredGraph, properties: Properties): Finding[] {
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'liveness' || !('claim' in definition)) return [];
    const found = breach(graph, property, definition);
    return found ? [{ property, ...found }] : [];
  });
}

type Breach = Pick<Finding, 'state' | 'message' | 'minimal'> & { readonly lasso: Lasso };

/** The shortest lasso of all obligation regions. */
function breach(
  graph: ExploredGraph,
  name: string,
  definition: LivenessDefinition,
): Breach | undefined {
  const { system } = graph.stepper;
  const asked = fairnessSets(system, definition.fairness);
  const all = obligationsOf(system, name, definition).flatMap((obligation) => {
    const fairness = obligation.recurs
      ? withRecurring(asked, system.layout.instances.length)
      : asked;
    return lassoIn(graph, obligation, fairness) ?? [];
  });
  if (all.length === 0) return undefined;
  const best = all.reduce((one, other) =>
    lengthOf(other.lasso) < lengthOf(one.lasso) ? other : one,
  );
  // One that might be shorter than it is might be the shortest of all.
  return all.some(({ minimal }) => minimal === false) ? { ...best, minimal: false } : best;
}

function lassoIn(
  graph: ExploredGraph,
  obligation: Obligation,
  fairness: FairnessSets,
): Breach | undefined {
  const cycles = new FairCycles(graph, obligation, fairness);
  if (!cycles.run()) return undefined;
  const component = (state: number): number | undefined =>
    cycles.isFair(state) ? cycles.status[state] : undefined;
  const { starving } = obligation;
  const leaving = starving === undefined ? {} : { starving };
  const begins = (state: number): boolean => beginsAt(graph, obligation, state);
  const inside = (state: number): boolean => cycles.isInside(state);
  const stems = new Stems(graph, { begins, inside, component, ...leaving });
  const recurring = recurringIn(graph, obligation, fairness);
  const part = { graph, recurring, ...leaving };
  const entry = stems.nearest();
  const around = new Component({
    ...part,
    contains: (state) => cycles.status[state] === cycles.status[entry.state],
    mayPause: (k) => hasBit(fairness.weak, k),
  });
  const known = {
    stem: stems.wayTo(entry),
    cycle: fairCycle(graph, around, fairness, entry.state),
  };
  const { isProved, ...round } = new ShortestLasso({
    ...part,
    begins,
    component,
    stems,
    duties: new Duties(fairness, graph.stepper.system.layout.instances.length),
    contains: (state) => cycles.isFair(state),
  }).shortest(known);
  // What to say of it is put together where the run is shown: counterexample/lasso-explanation.ts.
  const lasso = { ...round, wrong: obligation.wrong, weak: fairness.weak };
  const state = round.stem[round.stem.length - 1];
  return { state, lasso, message: '', ...(isProved ? {} : { minimal: false as const }) };
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
