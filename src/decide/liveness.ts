// Liveness: for each property its obligation regions, the fair cycles in them, and the shortest way into one as a lasso.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import { unfold } from '../graph/unfold.ts';
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

type Breach = Pick<Finding, 'state' | 'message' | 'lasso' | 'graph'>;

/** A way into a fair component. */
interface WayIn {
  readonly stem: readonly number[];
  readonly subject: Subject;
}

/** The lasso with the shortest stem of all obligation regions. */
function breach(
  graph: ExploredGraph,
  name: string,
  definition: LivenessDefinition,
): Breach | undefined {
  const { system } = graph.stepper;
  const asked = fairnessSets(system, definition.fairness);
  let best: WayIn | undefined;
  for (const obligation of obligationsOf(system, name, definition)) {
    const fairness = obligation.recurs
      ? withRecurring(asked, system.layout.instances.length)
      : asked;
    const found = wayIn(graph, obligation, fairness);
    if (found && (!best || found.stem.length < best.stem.length)) best = found;
  }
  return best && lassoOf(best);
}

function wayIn(
  graph: ExploredGraph,
  obligation: Obligation,
  fairness: FairnessSets,
): WayIn | undefined {
  const cycles = new FairCycles(graph, obligation, fairness);
  if (!cycles.run()) return undefined;
  const { starving } = obligation;
  const stem = shortestStem(graph, {
    begins: (state) => beginsAt(graph, obligation, state),
    inside: (state) => cycles.isInside(state),
    fair: (state) => cycles.isFair(state),
    ...(starving === undefined ? {} : { starving }),
  });
  const component = cycles.status[stem[stem.length - 1]];
  const contains = (state: number): boolean => cycles.status[state] === component;
  return { stem, subject: { graph, contains, obligation, fairness } };
}

function lassoOf({ stem, subject }: WayIn): Breach {
  const { graph, contains, obligation } = subject;
  if (!graph.quotient) return lassoRound(subject, stem);
  const { graph: real, way, representatives, isWhole } = unfold(graph, stem, contains);
  if (isWhole) {
    const isIn = (state: number): boolean => contains(representatives[state]);
    return { graph: real, ...lassoRound({ ...subject, graph: real, contains: isIn }, way) };
  }
  const message = `${obligation.wrong}: from here a fair run goes on for ever. There is not memory enough to show how.`;
  return { graph: real, state: way[way.length - 1], message };
}

interface Subject {
  readonly graph: ExploredGraph;
  /** Whether a state is in the fair component. */
  readonly contains: (state: number) => boolean;
  readonly obligation: Obligation;
  readonly fairness: FairnessSets;
}

/** A cycle of a fair component, behind a way into it. */
function lassoRound(
  { graph, contains, obligation, fairness }: Subject,
  stem: readonly number[],
): Breach {
  const entry = stem[stem.length - 1];
  const { starving, wrong } = obligation;
  const component = new Component({
    graph,
    contains,
    mayPause: (k) => hasBit(fairness.weak, k),
    recurring: recurringIn(graph, obligation, fairness),
    ...(starving === undefined ? {} : { starving }),
  });
  const cycle = fairCycle(graph, component, fairness, entry);
  // What to say of it is put together where the run is shown: counterexample/lasso-explanation.ts.
  return { state: entry, lasso: { stem, cycle, wrong, weak: fairness.weak }, message: '' };
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
