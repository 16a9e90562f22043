// The records of a system by the names that messages give them: what of its primitives a memory model has to know.

import type { RecordSlot, Slot } from '../layout/slot.ts';

export interface NamedRecord {
  /** `zone_lock[0]`. */
  readonly name: string;
  readonly slot: RecordSlot;
}

/** All of them, each before those within it. */
export function recordsOf(cells: Readonly<Record<string, Slot>>): NamedRecord[] {
  return Object.entries(cells).flatMap(([name, slot]) => below(slot, name));
}

/** The names of the cells that have a record of some sort. */
export function cellsWith(
  cells: Readonly<Record<string, Slot>>,
  isOne: (record: NamedRecord) => boolean,
): string[] {
  return Object.keys(cells).filter((name) => recordsOf({ [name]: cells[name] }).some(isOne));
}

function below(slot: Slot, name: string): NamedRecord[] {
  if (slot.type === 'array') {
    return slot.elements.flatMap((element, k) => below(element, `${name}[${k}]`));
  }
  if (slot.type !== 'record') return [];
  const fields = Object.entries(slot.fields);
  return [{ name, slot }, ...fields.flatMap(([field, one]) => below(one, `${name}.${field}`))];
}
