// Values, states and changes as text, the same in every report.

import type { ParameterValues } from '../../language/define-model.ts';
import { MEMORY_MODELS } from '../../language/memory-model.ts';
import { is, isCollection, List, Map, OrderedSet } from '../../trace/immutable.ts';
import type { Change, ShownState, ShownValue } from '../../trace/trace.ts';
import { printable } from './width.ts';

export function showValue(value: ShownValue): string {
  return value === null ? 'none' : printable(String(value));
}

/** `[Movable, none]`, `{zone: Movable, idx: 1}`, `{CPU0, CPU1}`; `[{owner: none} x3]` for what would only be said again. */
export function showState(value: ShownState): string {
  if (List.isList(value)) return `[${runsOf(value.toArray()).map(showRun).join(', ')}]`;
  if (OrderedSet.isOrderedSet(value)) return `{${value.toArray().map(showValue).join(', ')}}`;
  if (Map.isMap(value)) {
    const members = [...value].map(([k, v]) => `${printable(k)}: ${showState(v)}`);
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
  const isLong = isCollection(value) || (value === null && times > 2);
  return times > 1 && isLong ? `${shown} x${times}` : Array(times).fill(shown).join(', ');
}

/** `1 -> 0`. */
export function showTransition({ before, after }: Pick<Change, 'before' | 'after'>): string {
  return `${showValue(before)} -> ${showValue(after)}`;
}

/** The value of a parameter; of a memory model that is not set, the one that there is then. */
export function parameterAt(values: ParameterValues, name: string): ParameterValues[string] {
  return values[name] ?? (name === 'memory-model' ? MEMORY_MODELS[0] : '');
}

export function showParameters(values: ParameterValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${printable(name)}=${printable(String(value))}`)
    .join(' ');
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
