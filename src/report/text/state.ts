// States as text: one line for each cell, and where each process stands.

import type { Map as ImmutableMap } from 'immutable';
import type { ShownState, TraceState } from '../../trace/trace.ts';
import { orderedEntries, showState } from './show-value.ts';
import { printable, spaced, unbroken } from './width.ts';

/**
 * `zonelist = [{zone: Movable, idx: 1}, {zone: none, idx: 0}]`; `wrap()` keeps the records in one
 * piece.
 */
export function cellTexts(cells: ImmutableMap<string, ShownState>): string[] {
  return orderedEntries(cells).map(([name, value]) => {
    const shown = showState(value).replace(/\{[^{}]*\}/g, unbroken);
    return `${printable(name)} = ${shown}`;
  });
}

/** `alloc_pages0 at nopage (i: 1, zone: none)`; processes that stand alike share a line. */
export function standingTexts(processes: TraceState['processes']): string[] {
  const names = new Map<string, string[]>();
  for (const [name, process] of orderedEntries(processes)) {
    const standing = standingOf(process);
    names.set(standing, [...(names.get(standing) ?? []), printable(name)]);
  }
  return [...names].map(([standing, who]) => `${who.join(', ')} ${standing}`);
}

/** A state in a few lines, as the node of a graph. */
export function stateLabel({ cells, processes }: TraceState): string {
  return [...cellTexts(cells), ...standingTexts(processes)].map(spaced).join('\n');
}

function standingOf(process: ImmutableMap<string, ShownState>): string {
  const place = `at ${showState(process.get('at') ?? null)}`;
  const locals = orderedEntries(process)
    .filter(([local]) => local !== 'at')
    .map(([local, value]) => unbroken(`${printable(local)}: ${showState(value)}`));
  return locals.length === 0 ? place : `${place} (${locals.join(', ')})`;
}
