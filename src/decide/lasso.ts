// Lassos: a run that never ends, as a stem and a cycle that repeats forever. What must stay true of the very cycle
// that is shown, not only of the component it lies in: it is fair to every process, and every hop is a transition
// between two different states. A cycle without a hop stays where it is: no process to which fairness is owed can move.
//
// The cycle is put together from shortest ways: to whatever meets something that is still due, then back. What strong
// fairness asks depends on the states that the cycle has, so it is asked of the cycle, again and again, until nothing
// is missing; each round adds a process's step for good. Short, but not the shortest, which shortest-lasso.ts looks for
// from here.

import { hasBit } from '../base/bits.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Hop } from '../graph/neighbours.ts';
import type { Component } from './component.ts';
import type { FairnessSets } from './fairness.ts';

/** A fair cycle through a state of a component that has one. */
export function fairCycle(
  graph: ExploredGraph,
  component: Component,
  fairness: FairnessSets,
  entry: number,
): Hop[] {
  const { recurring } = fairness;
  const instances = [
    ...graph.stepper.system.layout.instances.map(({ index }) => index),
    ...(recurring === undefined ? [] : [recurring]),
  ];
  const owing = instances.filter((k) => hasBit(fairness.weak, k));
  let cycle: Hop[] = [];
  let due = new Set(owing.filter((k) => component.neighbours(entry).enabled(k)));
  for (;;) {
    cycle = extend(component, entry, cycle, due);
    due = new Set(instances.filter((k) => isOwed(component, fairness, entry, cycle, k)));
    if (due.size === 0) return cycle;
  }
}

/** The cycle, with ways added that give each process due its step, or (weak fairness) a state where it has none. */
function extend(
  component: Component,
  entry: number,
  cycle: readonly Hop[],
  due: Set<number>,
): Hop[] {
  const longer = [...cycle];
  let at = entry;
  while (due.size > 0) {
    const way = component.wayToMeet(at, due);
    longer.push(...way);
    at = way.at(-1)?.to ?? at;
    const { enabled } = component.neighbours(at);
    for (const k of [...due]) {
      const met = component.mayPause(k) && !enabled(k);
      if (met || way.some(({ instance, changes }) => changes && instance === k)) due.delete(k);
    }
  }
  return [...longer, ...component.wayTo(at, entry)];
}

/** Whether the cycle, forever, would be unfair to a process. */
function isOwed(
  component: Component,
  { weak, strong }: FairnessSets,
  entry: number,
  cycle: readonly Hop[],
  instance: number,
): boolean {
  if (cycle.some((hop) => hop.changes && hop.instance === instance)) return false;
  const states = cycle.length === 0 ? [entry] : cycle.map(({ to }) => to);
  const enabled = (state: number): boolean => component.neighbours(state).enabled(instance);
  if (hasBit(weak, instance)) return states.every(enabled);
  return hasBit(strong, instance) && states.some(enabled);
}
