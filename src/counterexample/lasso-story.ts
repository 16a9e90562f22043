// The end of a run that never ends, in words: what repeats, and what keeps each process that takes no part in it from
// moving.

import { hasBit } from '../base/bits.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Lasso } from '../graph/finding.ts';
import { type Neighbours, neighboursOf } from '../graph/neighbours.ts';
import { standsAtEnd } from '../transition/end-location.ts';
import { waitsFor } from './wait-story.ts';

export function lassoStory(graph: ExploredGraph, lasso: Lasso): string {
  const { stem, cycle, wrong } = lasso;
  const { instances } = graph.stepper.system.layout;
  const first = stem.length;
  const repeats =
    cycle.length === 0
      ? 'The run may stop here for ever'
      : `Steps ${first} to ${first + cycle.length - 1} repeat for ever`;
  const entry = stem[stem.length - 1];
  const states = [entry, ...cycle.map(({ to }) => to)];
  const vector = graph.stateAt(entry);
  const neighbours = new Map<number, Neighbours>();
  for (const state of states) {
    if (!neighbours.has(state)) neighbours.set(state, neighboursOf(graph, state));
  }
  const idle = instances.filter(
    ({ index }) => !cycle.some(({ instance, changes }) => changes && instance === index),
  );
  const lines = idle.flatMap((instance) => {
    const label = readField(vector, instance.label);
    if (label === instance.process.flat.done) return [];
    const at = instance.process.labelNames[label];
    const times = states.filter((state) => neighbours.get(state)?.enabled(instance.index));
    if (times.length === 0 && standsAtEnd(instance, label)) return [];
    const why = reason(graph, lasso, instance, { enabled: times.length, all: states.length });
    return [`${instance.name} stays at ${at}: ${why}.`];
  });
  return [`${repeats}, and ${wrong}.`, ...lines].join('\n');
}

/** Why an instance does not move that is enabled in so many of the states. */
function reason(
  graph: ExploredGraph,
  { stem, weak }: Lasso,
  instance: InstancePlan,
  { enabled, all }: { enabled: number; all: number },
): string {
  if (enabled === 0) {
    const run = stem.map((state) => graph.stateAt(state));
    const what = waitsFor(graph.stepper.system, run, instance);
    return what === undefined ? 'nothing lets it go on' : `it waits for ${what}`;
  }
  const asked = hasBit(weak, instance.index)
    ? 'weak fairness does not make it'
    : 'nothing makes it';
  return enabled === all
    ? `it could always move, and ${asked}`
    : `it can move only now and then, and ${asked}`;
}
