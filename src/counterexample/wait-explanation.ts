// The end of a deadlock's trace in words: each deadlocked process with what it waits for, who holds that and since which
// step, the circle in which they wait for each other, if there is one, and who moves without changing that.

import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { namedAt } from '../compile/layout/named.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Resource, Role } from './resource.ts';
import type { Path } from './run.ts';
import { isHold, isWaiter, type Wait, waitOf } from './wait-for.ts';

export function waitExplanation(
  system: CompiledSystem,
  path: Path,
  waiting: readonly number[],
): string[] {
  const { instances } = system.layout;
  const states = [path.initial, ...path.steps.map(({ state }) => state)];
  const waits = waiting.map((k) => waitOf(system, states, instances[k]));
  const names = instances.map(({ name }) => name);
  return [...waits.map((wait) => waitWords(wait, states, names)), ...circleWords(waits, names)];
}

/** The words of a deadlock, which no process that can still move is going to undo. */
export function deadlockExplanation(
  system: CompiledSystem,
  path: Path,
  waiting: readonly number[],
): string[] {
  const last = path.steps[path.steps.length - 1]?.state ?? path.initial;
  const others = system.layout.instances.filter(
    ({ index, label, process }) =>
      !waiting.includes(index) && readField(last, label) !== process.flat.done,
  );
  const happens =
    others.length === 0
      ? 'Nothing that can still happen'
      : `Nothing that ${others.map(({ name }) => name).join(', ')} can still do`;
  return [...waitExplanation(system, path, waiting), `${happens} changes that.`];
}

/** `zone_lock, held by cpu_down since step 3`, where it is known who is in the way. */
export function waitsFor(
  system: CompiledSystem,
  states: readonly Int32Array[],
  instance: InstancePlan,
): string | undefined {
  const names = system.layout.instances.map(({ name }) => name);
  const known = waitOf(system, states, instance).resources.filter(({ roles }) => roles.length > 0);
  if (known.length === 0) return undefined;
  return known.map((resource) => resourceWords(resource, states, names)).join('; for ');
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
  { name, roles }: Resource,
  states: readonly Int32Array[],
  names: readonly string[],
): string {
  const who = roles.flatMap((role) =>
    role.instances.map((k) => roleWords(role.name, names[k], since(role, k, states))),
  );
  return [name, ...who].join(', ');
}

function roleWords(role: string, name: string, since: string): string {
  if (isHold(role)) return `held by ${name} ${since}`;
  if (isWaiter(role)) return `behind ${name}, which waits ${since}`;
  return `whose ${role} is ${name} ${since}`;
}

function since({ places }: Role, instance: number, states: readonly Int32Array[]): string {
  const before = states.findLastIndex(
    (state) => !places.some((place) => namedAt(place, state) === instance),
  );
  return before < 0 ? 'from the start' : `since step ${before + 1}`;
}

function circleWords(waits: readonly Wait[], names: readonly string[]): string[] {
  const circle = findCircle(waits);
  if (circle.length === 0) return [];
  return [`They wait in a circle: ${circle.map((k) => names[k]).join(' -> ')}.`];
}

/** A shortest way from a waiting process over those it waits for back to itself. */
function findCircle(waits: readonly Wait[]): number[] {
  const holders = new Map(
    waits.map(({ instance, resources }) => [
      instance.index,
      resources.flatMap(({ roles }) => roles.flatMap(({ instances }) => instances)),
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
