// Values, states and changes as text, the same in every report.

import { is, isOrdered, List, Map } from 'immutable';
import type { ParameterValues } from '../../language/define-model.ts';
import type { Change, ShownState, ShownValue } from '../../trace/trace.ts';
import { printable } from './width.ts';

/**
 * Maps up to this size keep the order in which they were filled; larger ones the order of their
 * hashes.
 */
const ORDERED_UP_TO = 8;

export function showValue(value: ShownValue): string {
  return value === null ? 'none' : printable(String(value));
}

/** `[Movable, none]`, `{zone: Movable, idx: 1}`; `[{owner: none} x3]` for what would only be said again. */
export function showState(value: ShownState): string {
  if (List.isList(value)) return `[${runsOf(value.toArray()).map(showRun).join(', ')}]`;
  if (Map.isMap(value)) {
    const members = orderedEntries(value).map(([k, v]) => `${printable(k)}: ${showState(v)}`);
    return `{${members.join(', ')}}`;
  }
  return showValue(value as ShownValue);
}

interface Run {
  readonly value: ShownState;
  readonly times: number;
}

/** Neighbours that are equal, taken together. */
function runsOf(items: readonly ShownState[]): Run[] {
  const runs: Run[] = [];
  for (const value of items) {
    const last = runs.at(-1);
    if (last && is(last.value, value)) runs[runs.length - 1] = { value, times: last.times + 1 };
    else runs.push({ value, times: 1 });
  }
  return runs;
}

/** Values stay one by one, for they are short, and `0 x3` is no clearer than three zeros. */
function showRun({ value, times }: Run): string {
  const shown = showState(value);
  const isLong = Map.isMap(value) || List.isList(value) || (value === null && times > 2);
  return times > 1 && isLong ? `${shown} x${times}` : Array(times).fill(shown).join(', ');
}

/** `1 -> 0`. */
export function showTransition({ before, after }: Change): string {
  return `${showValue(before)} -> ${showValue(after)}`;
}

export function showParameters(values: ParameterValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${printable(name)}=${printable(String(value))}`)
    .join(' ');
}

/** The members as declared where the map knows that order, else by name. */
export function orderedEntries<V>(map: Map<string, V>): (readonly [string, V])[] {
  const entries = [...map];
  if (map.size <= ORDERED_UP_TO || isOrdered(map)) return entries;
  return entries.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
