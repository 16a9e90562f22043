// The end of a deadlock's trace in words: each stuck process with what it waits for, who holds that and since which
// step, and the circle in which they wait for each other, if there is one.

import type { CompiledSystem } from '../model/compile.ts';
import type { Path } from './path.ts';
import { type Holder, isHold, processIn, type Resource, type Wait, waitOf } from './wait-for.ts';

export function waitStory(
  system: CompiledSystem,
  path: Path,
  waiting: readonly number[],
): string[] {
  const { instances } = system.layout;
  const states = [path.initial, ...path.steps.map(({ state }) => state)];
  const last = states[states.length - 1];
  const waits = waiting.map((k) => waitOf(system, last, instances[k]));
  const names = instances.map(({ name }) => name);
  return [...waits.map((wait) => waitWords(wait, states, names)), ...circleWords(waits, names)];
}

/** `drain_all waits at lock_hotplug for cpu_hotplug_lock, held by cpu_down since step 3.` */
function waitWords(
  { instance, label, resources }: Wait,
  states: readonly Int32Array[],
  names: readonly string[],
): string {
  const what = resources.map((resource) => resourceWords(resource, states, names));
  return `${instance.name} waits at ${label}${what.length > 0 ? ` for ${what.join('; for ')}` : ''}.`;
}

function resourceWords(
  { name, holders }: Resource,
  states: readonly Int32Array[],
  names: readonly string[],
): string {
  const who = holders.map((holder) => {
    const role = isHold(holder.field) ? 'held by' : `${holder.field}:`;
    return `${role} ${names[holder.instance]} ${since(holder, states)}`;
  });
  return [name, ...who].join(', ');
}

function since({ slots, instance }: Holder, states: readonly Int32Array[]): string {
  const before = states.findLastIndex(
    (state) => !slots.some((slot) => processIn(slot, state) === instance),
  );
  return before < 0 ? 'from the start' : `since step ${before + 1}`;
}

function circleWords(waits: readonly Wait[], names: readonly string[]): string[] {
  const circle = findCircle(waits);
  if (circle.length === 0) return [];
  return [`They wait in a circle: ${circle.map((k) => names[k]).join(' -> ')}.`];
}

/** A shortest way from a waiting process over holders back to itself. */
function findCircle(waits: readonly Wait[]): number[] {
  const holders = new Map(
    waits.map(({ instance, resources }) => [
      instance.index,
      resources.flatMap((resource) => resource.holders.map((holder) => holder.instance)),
    ]),
  );
  for (const start of holders.keys()) {
    const ways = [[start]];
    const seen = new Set<number>();
    for (const way of ways) {
      for (const next of holders.get(way[way.length - 1]) ?? []) {
        if (next === start) return [...way, start];
        if (seen.has(next)) continue;
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return [];
}
