// Whether two states are one and the same, however they were made: a file keeps no order of the members that an object has,
// and one that is older does not say which lists are sets.

import { List, Map, OrderedSet } from './immutable.ts';
import type { ShownState, TraceState } from './trace.ts';

/** The same cells and processes, whatever observes them. */
export function sameShown(one: TraceState, other: TraceState): boolean {
  return same(one.cells, other.cells) && same(one.processes, other.processes);
}

type Parts = ShownState | TraceState['processes'];

function same(one: Parts, other: Parts): boolean {
  if (one === other) return true;
  if (Map.isMap(one)) {
    if (!Map.isMap(other) || one.size !== other.size) return false;
    const others = other as Map<string, ShownState>;
    return one.every((value, name) => others.has(name) && same(value, others.get(name) ?? null));
  }
  const [ones, others] = [itemsOf(one), itemsOf(other)];
  if (!ones || !others || ones.length !== others.length) return false;
  return ones.every((item, k) => same(item, others[k]));
}

function itemsOf(value: Parts): readonly ShownState[] | undefined {
  return List.isList(value) || OrderedSet.isOrderedSet(value)
    ? (value.toArray() as ShownState[])
    : undefined;
}
