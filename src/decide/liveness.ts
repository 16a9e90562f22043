// Liveness: for each claim its regions, the fair cycles in them, and the shortest way into one as a lasso.

import { hasBit } from '../base/bits.ts';
import { waitsFor } from '../counterexample/wait-story.ts';
import type { Finding } from '../explore/options.ts';
import type { Explorer } from '../explore/sequential.ts';
import { readField } from '../model/layout/field.ts';
import type { InstancePlan } from '../model/layout/layout.ts';
import type { LivenessDefinition, Properties } from '../property/property.ts';
import { standsAtEnd } from '../transition/end-location.ts';
import { Component } from './component.ts';
import { FairCycles } from './fair-cycle.ts';
import { type FairnessSets, fairnessSets } from './fairness.ts';
import { fairCycle, type Lasso } from './lasso.ts';
import { type Region, regionsOf } from './region.ts';
import { shortestStem } from './stem.ts';

export function unfulfilled(search: Explorer, properties: Properties): Finding[] {
  return Object.entries(properties).flatMap(([property, definition]) => {
    if (definition.kind !== 'liveness' || !('claim' in definition)) return [];
    const found = breach(search, property, definition);
    return found ? [{ property, ...found }] : [];
  });
}

type Breach = Pick<Finding, 'state' | 'message' | 'lasso'>;

/** The lasso with the shortest stem of all regions. */
function breach(
  search: Explorer,
  name: string,
  definition: LivenessDefinition,
): Breach | undefined {
  const { system } = search.stepper;
  const fairness = fairnessSets(system, definition.fairness);
  let best: Breach | undefined;
  for (const region of regionsOf(system, name, definition)) {
    const found = lassoIn(search, region, fairness);
    const length = (one: Breach | undefined): number =>
      one?.lasso?.stem.length ?? Number.POSITIVE_INFINITY;
    if (length(found) < length(best)) best = found;
  }
  return best;
}

function lassoIn(search: Explorer, region: Region, fairness: FairnessSets): Breach | undefined {
  const cycles = new FairCycles(search, region, fairness);
  if (!cycles.run()) return undefined;
  const { starving } = region;
  const stem = shortestStem(search, {
    begins: (state) => beginsAt(search, region, state),
    inside: (state) => cycles.isInside(state),
    fair: (state) => cycles.isFair(state),
    ...(starving === undefined ? {} : { starving }),
  });
  const entry = stem[stem.length - 1];
  const component = new Component({
    search,
    contains: (state) => cycles.status[state] === cycles.status[entry],
    mayPause: (k) => hasBit(fairness.weak, k),
    ...(starving === undefined ? {} : { starving }),
  });
  const cycle = fairCycle(search, component, fairness, entry);
  const lasso = { stem, cycle };
  return { state: entry, lasso, message: lassoWords(search, region, component, fairness, lasso) };
}

function beginsAt(search: Explorer, { begins }: Region, state: number): boolean {
  if (begins === 'initially') return search.predecessors[state] < 0;
  search.visited.load(state, search.stepper.system.state);
  return begins();
}

/** What repeats, and what keeps each process that takes no part in it from moving. */
function lassoWords(
  search: Explorer,
  region: Region,
  component: Component,
  fairness: FairnessSets,
  { stem, cycle }: Lasso,
): string {
  const { instances } = search.stepper.system.layout;
  const first = stem.length;
  const repeats =
    cycle.length === 0
      ? 'The run may stop here for ever'
      : `Steps ${first} to ${first + cycle.length - 1} repeat for ever`;
  const entry = stem[stem.length - 1];
  const states = [entry, ...cycle.map(({ to }) => to)];
  const vector = search.stateAt(entry);
  const idle = instances.filter(
    ({ index }) => !cycle.some(({ instance, changes }) => changes && instance === index),
  );
  const lines = idle.flatMap((instance) => {
    const label = readField(vector, instance.label);
    if (label === instance.process.flat.done) return [];
    const at = instance.process.labelNames[label];
    const times = states.filter((state) => component.neighbours(state).enabled(instance.index));
    if (times.length === 0 && standsAtEnd(instance, label)) return [];
    return [`${instance.name} stays at ${at}: ${reason(times.length, states.length, instance)}.`];
  });
  return [`${repeats}, and ${region.wrong}.`, ...lines].join('\n');

  function reason(enabled: number, all: number, instance: InstancePlan): string {
    if (enabled === 0) {
      const run = stem.map((state) => search.stateAt(state));
      const what = waitsFor(search.stepper.system, run, instance);
      return what === undefined ? 'nothing lets it go on' : `it waits for ${what}`;
    }
    const asked = hasBit(fairness.weak, instance.index)
      ? 'weak fairness does not make it'
      : 'nothing makes it';
    return enabled === all
      ? `it could always move, and ${asked}`
      : `it can move only now and then, and ${asked}`;
  }
}
