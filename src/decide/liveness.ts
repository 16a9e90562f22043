// Liveness: for each property its obligation regions, the fair cycles in them, and a short run into one and round it.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding, Lasso } from '../graph/finding.ts';
import type { Hop } from '../graph/neighbours.ts';
import { unfold } from '../graph/unfold.ts';
import type { LivenessDefinition, Properties } from '../language/claims/property.ts';
import { Component } from './component.ts';
import { Duties } from './duties.ts';
import { FairCycles } from './fair-cycle.ts';
import { type FairnessSets, fairnessSets, withRecurring } from './fairness.ts';
import { fairCycle } from './lasso.ts';
import { type Obligation, obligationsOf } from './obligations.ts';
import { waySettling } from './settled.ts';
import { lengthOf, ShortestLasso } from './shortest-lasso.ts';
import { Stems } from './stem.ts';

export function unfulfilled(graph: ExploredGraph, properties: Properties): Finding[] {
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'liveness' || !('claim' in definition)) return [];
    const found = breach(graph, property, definition);
    return found ? [{ property, ...found }] : [];
  });
}

/** The run into a fair component and, where it could be made, round it. */
type Breach = Pick<Finding, 'state' | 'message' | 'minimal' | 'lasso' | 'graph'> & {
  readonly steps: number;
};

/** The shortest lasso of all obligation regions. */
function breach(
  graph: ExploredGraph,
  name: string,
  definition: LivenessDefinition,
): Omit<Breach, 'steps'> | undefined {
  const { system } = graph.stepper;
  const asked = fairnessSets(system, definition.fairness);
  const all = obligationsOf(system, name, definition).flatMap((obligation) => {
    const fairness = obligation.recurs
      ? withRecurring(asked, system.layout.instances.length)
      : asked;
    return breachOf(graph, obligation, fairness) ?? [];
  });
  if (all.length === 0) return undefined;
  const { steps: _, ...best } = all.reduce((one, other) => (other.steps < one.steps ? other : one));
  // One that might be shorter than it is might be the shortest of all.
  return all.some(({ minimal }) => minimal === false) ? { ...best, minimal: false } : best;
}

/** A graph with its fair components, in which a run does not do what it owes. */
interface Unfair {
  readonly graph: ExploredGraph;
  readonly obligation: Obligation;
  readonly fairness: FairnessSets;
  /** Whether a state is in the obligation region. */
  inside(state: number): boolean;
  /** The number of the fair component that a state lies in. */
  component(state: number): number | undefined;
}

function breachOf(
  graph: ExploredGraph,
  obligation: Obligation,
  fairness: FairnessSets,
): Breach | undefined {
  const cycles = new FairCycles(graph, obligation, fairness);
  if (!cycles.run()) return undefined;
  const unfair: Unfair = {
    graph,
    obligation,
    fairness,
    inside: (state) => cycles.isInside(state),
    component: (state) => (cycles.isFair(state) ? cycles.status[state] : undefined),
  };
  return graph.quotient ? unfoldedLasso(unfair) : shortestLasso(unfair);
}

/** By the shortest way into a component, so that with its cycle another may be shorter. */
function unfoldedLasso(unfair: Unfair): Breach {
  const { graph, component } = unfair;
  const stems = stemsOf(unfair);
  const entry = stems.nearest();
  const number = component(entry.state);
  const isIn = (state: number): boolean => component(state) === number;
  const { graph: real, way, representatives, isWhole } = unfold(graph, stems.wayTo(entry), isIn);
  const minimal = false as const;
  if (!isWhole) {
    const message = `${unfair.obligation.wrong}: from here a fair run goes on for ever. There is not memory enough to show how.`;
    return { graph: real, state: way[way.length - 1], steps: way.length, message, minimal };
  }
  const { obligation, fairness } = unfair;
  const isInside = (state: number): boolean => isIn(representatives[state]);
  const stem = [
    ...way,
    ...waySettling(real, { contains: isInside, ...leaving(obligation) }, way[way.length - 1]),
  ];
  const cycle = cycleFrom({ graph: real, obligation, fairness }, isInside, stem[stem.length - 1]);
  return { ...breachBy({ stem, cycle }, unfair), graph: real, minimal };
}

type Owing = Pick<Unfair, 'graph' | 'obligation' | 'fairness'>;

/** A fair cycle through a state of a component. */
function cycleFrom(owing: Owing, contains: (state: number) => boolean, entry: number): Hop[] {
  const { graph, obligation, fairness } = owing;
  const around = new Component({
    graph,
    contains,
    recurring: recurringIn(graph, obligation, fairness),
    mayPause: (k) => hasBit(fairness.weak, k),
    ...leaving(obligation),
  });
  return fairCycle(graph, around, fairness, entry);
}

/** What to say of it is put together where the run is shown: counterexample/lasso-explanation.ts. */
function breachBy(
  round: Pick<Lasso, 'stem' | 'cycle'>,
  { obligation, fairness }: Omit<Owing, 'graph'>,
): Breach {
  const lasso = { ...round, wrong: obligation.wrong, weak: fairness.weak };
  return { state: round.stem[round.stem.length - 1], steps: lengthOf(lasso), lasso, message: '' };
}

function stemsOf({ graph, obligation, inside, component }: Unfair): Stems {
  const begins = (state: number): boolean => beginsAt(graph, obligation, state);
  return new Stems(graph, { begins, inside, component, ...leaving(obligation) });
}

function leaving({ starving }: Obligation): { readonly starving?: number } {
  return starving === undefined ? {} : { starving };
}

function shortestLasso(unfair: Unfair): Breach {
  const { graph, obligation, fairness, component } = unfair;
  const stems = stemsOf(unfair);
  const entry = stems.nearest();
  const contains = (state: number): boolean => component(state) === component(entry.state);
  const known = { stem: stems.wayTo(entry), cycle: cycleFrom(unfair, contains, entry.state) };
  const { isProved, ...round } = new ShortestLasso({
    graph,
    recurring: recurringIn(graph, obligation, fairness),
    ...leaving(obligation),
    begins: (state) => beginsAt(graph, obligation, state),
    component,
    stems,
    duties: new Duties(fairness, graph.stepper.system.layout.instances.length),
    contains: (state) => component(state) !== undefined,
  }).shortest(known);
  return { ...breachBy(round, unfair), ...(isProved ? {} : { minimal: false as const }) };
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
