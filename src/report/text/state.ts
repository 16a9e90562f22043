// States as text: one line for each cell, and where each process stands.

import { HISTORIES } from '../../language/memory-model.ts';
import { Map as ImmutableMap, List } from '../../trace/immutable.ts';
import type { ShownMembers, ShownState, Trace, TraceState } from '../../trace/trace.ts';
import { showState } from './show-value.ts';
import { printable, unbroken, wrap } from './width.ts';

/**
 * `zonelist = [{zone: Movable, idx: 1}, {zone: none, idx: 0}]`; `wrap()` keeps the records in one
 * piece.
 */
export function cellTexts(cells: ShownMembers): string[] {
  return [...cells]
    .filter(([name]) => name !== HISTORIES)
    .map(([name, value]) => {
      const shown = showState(value).replace(/\{[^{}]*\}/g, unbroken);
      return `${printable(name)} = ${shown}`;
    });
}

/** What a run begins with: cells, but for what primitives always begin with, and locals where they begin with a choice. */
export function startTexts({
  initial,
  atRest = [],
  begun = [],
}: Pick<Trace, 'initial' | 'atRest' | 'begun'>): string[] {
  const choosing = initial.processes.filter((_, name) => begun.includes(name));
  return [...cellTexts(members(initial.cells, '', new Set(atRest))), ...locationTexts(choosing)];
}

function members(all: ShownMembers, prefix: string, hidden: ReadonlySet<string>): ShownMembers {
  return all
    .filterNot((_, name) => hidden.has(prefix + name))
    .map((value, name) => without(value, prefix + name, hidden));
}

function without(value: ShownState, path: string, hidden: ReadonlySet<string>): ShownState {
  if (List.isList(value)) return value.map((item) => without(item as ShownState, path, hidden));
  if (!ImmutableMap.isMap(value)) return value;
  return members(value as ShownMembers, `${path}.`, hidden);
}

/** `alloc_pages0 at nopage (i: 1, zone: none)`; processes that stand alike share a line. */
export function locationTexts(processes: TraceState['processes']): string[] {
  const names = new Map<string, string[]>();
  for (const [name, process] of processes) {
    const location = locationOf(process);
    names.set(location, [...(names.get(location) ?? []), printable(name)]);
  }
  return [...names].map(([location, who]) => `${who.join(', ')} ${location}`);
}

/** Wider boxes nobody sees as a whole. */
const LABEL_WIDTH = 120;

/** A state in a few lines, as the node of a graph. */
export function stateLabel({ cells, processes }: TraceState): string {
  const texts = [...cellTexts(cells), ...locationTexts(processes)];
  return texts.flatMap((text) => wrap(text, LABEL_WIDTH, 2)).join('\n');
}

function locationOf(process: ShownMembers): string {
  const place = `at ${showState(process.get('at') ?? null)}`;
  const locals = [...process]
    .filter(([local]) => local !== 'at')
    .map(([local, value]) => unbroken(`${printable(local)}: ${showState(value)}`));
  return locals.length === 0 ? place : `${place} (${locals.join(', ')})`;
}
