// What makes the ids of a kind unlike where a run begins, in words that tell an author where to look.

import { readField } from '../compile/layout/field.ts';
import type { Layout, Slots } from '../compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';

export const UNLIKE = 'its ids are not all alike in the initial states';

/** `moved` is the one initial state with two ids exchanged. */
export function unlikeBeginning(layout: Layout, state: Int32Array, moved: Int32Array): string {
  const differs = (slot: Slot): boolean =>
    fieldsOf(slot).some((field) => readField(state, field) !== readField(moved, field));
  for (const [name, slot] of namedSlots(layout)) {
    if (differs(slot)) return `${UNLIKE}: ${reasonOf(name, slot)}`;
  }
  return UNLIKE;
}

function namedSlots({ cells, instances, observers }: Layout): [string, Slot][] {
  const within = (owner: string, slots: Slots): [string, Slot][] =>
    Object.entries(slots).map(([name, slot]) => [`${owner}.${name}`, slot]);
  return [
    ...Object.entries(cells),
    ...instances.flatMap(({ process, frames }) =>
      Object.values(frames).flatMap((locals) => within(process.name, locals)),
    ),
    ...Object.entries(observers).flatMap(([name, slots]) => within(name, slots)),
  ];
}

function reasonOf(name: string, slot: Slot): string {
  return slot.type === 'scalar'
    ? `'${name}' begins with one of them, where orNone() begins with none`
    : `'${name}' does not begin alike for all`;
}
