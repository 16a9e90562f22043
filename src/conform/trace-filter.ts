// What of a kernel has to be traced for a model: the functions and events that its map names, the functions that its steps name in
// `at`, and whoever takes a lock of the model.

import type { Layout } from '../compile/layout/layout.ts';
import type { Cells } from '../language/cell.ts';
import { kernelFunctions } from './kernel-functions.ts';
import type { EventPattern } from './map/pattern.ts';
import type { VariantMap } from './map/trace-map.ts';
import { PROBES, type Probe } from './probes.ts';

export interface TraceFilter {
  readonly functions: readonly string[];
  readonly probes: readonly Probe[];
  readonly mutexes: readonly string[];
  /** Events of the map that are none of these: tracepoints of the kernel, or probes of the author's own. */
  readonly otherEvents: readonly string[];
}

export function traceFilter(map: VariantMap, { processes }: Layout, cells: Cells): TraceFilter {
  const patterns = patternsOf(map);
  const events = new Set(patterns.filter(({ isFunction }) => !isFunction).map(({ name }) => name));
  const functions = new Set([
    ...patterns.filter(({ isFunction }) => isFunction).map(({ name }) => name),
    ...processes.flatMap((one) => [...kernelFunctions(one)]),
  ]);
  const known = new Set(PROBES.map(({ name }) => name));
  return {
    functions: [...functions].sort(),
    // All of them: the report tells of locks that the map does not name.
    probes: PROBES,
    mutexes: mutexesOf(patterns, cells),
    otherEvents: [...events].filter((name) => !known.has(name)).sort(),
  };
}

function patternsOf({ window, processes }: VariantMap): EventPattern[] {
  return [
    ...Object.values(window),
    ...processes.flatMap(({ each, until, with: between, rules, beside }) => [
      ...each,
      ...until,
      ...between,
      ...rules.flatMap(({ events }) => events),
      ...beside.map(({ event }) => event),
    ]),
  ];
}

/** Those that the map names, and those of the model that are named as a variable of the kernel is. */
function mutexesOf(patterns: readonly EventPattern[], cells: Cells): string[] {
  const named = patterns
    .filter(({ name }) => PROBES.some((one) => one.ofMutexes && one.name === name))
    .flatMap(({ fields }) => fields.lock ?? []);
  const own = Object.entries(cells).flatMap(([name, { shape }]) =>
    shape.type === 'record' && shape.lock?.type === 'mutex' ? [shape.lock.class ?? name] : [],
  );
  return [...new Set([...named, ...own])].filter((name) => /^\w+$/.test(name)).sort();
}
