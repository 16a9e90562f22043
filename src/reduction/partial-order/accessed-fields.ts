// The fields that an access reaches, where the state tells which element an index names.
//
// The ends of a list (compile/access/list-ends.ts) are told apart by two of its fields, its length for the back and its
// first element for the front. Sound only if whoever uses the list as a whole uses both.

import type { Access, IndexAccess, ListEnd } from '../../compile/access/access.ts';
import type { Field } from '../../compile/layout/field.ts';
import { fieldsOf, type Slot } from '../../compile/layout/slot.ts';

/** The element that an index names; undefined where that is not known. */
export type ElementOf = (index: IndexAccess) => number | undefined;

export function accessedFields(slot: Slot, path: Access['path'], elementOf: ElementOf): Field[] {
  return accessedSlots(slot, path, elementOf).flatMap(fieldsOf);
}

/** Of an access to an end of a list; all fields where the elements, having one value only, have no bits. */
export function endFields(
  slot: Slot,
  path: Access['path'],
  elementOf: ElementOf,
  end: ListEnd,
): Field[] {
  return accessedSlots(slot, path, elementOf).flatMap((list) => {
    const front = list.type === 'list' ? list.items[0] : undefined;
    if (list.type !== 'list' || front === undefined || front.bits === 0) return fieldsOf(list);
    return [end === 'front' ? front : list.length];
  });
}

/** The lengths of the lists that an access reaches. */
export function lengthFields(slot: Slot, path: Access['path'], elementOf: ElementOf): Field[] {
  return accessedSlots(slot, path, elementOf).flatMap(lengthsIn);
}

function lengthsIn(slot: Slot): Field[] {
  switch (slot.type) {
    case 'list':
      return [slot.length];
    case 'array':
      return slot.elements.flatMap(lengthsIn);
    case 'record':
      return Object.values(slot.fields).flatMap(lengthsIn);
    default:
      return [];
  }
}

function accessedSlots(slot: Slot, path: Access['path'], elementOf: ElementOf): Slot[] {
  const [first, ...rest] = path;
  if (first === undefined) return [slot];
  switch (slot.type) {
    case 'array': {
      const known = first.type === 'field' ? undefined : elementOf(first);
      // An index outside the array is an error of the step, wherever the step is taken.
      const elements = known === undefined ? slot.elements : slot.elements.slice(known, known + 1);
      return elements.flatMap((element) => accessedSlots(element, rest, elementOf));
    }
    case 'record': {
      const inner = first.type === 'field' ? slot.fields[first.name] : undefined;
      return inner ? accessedSlots(inner, rest, elementOf) : [slot];
    }
    default:
      return [slot];
  }
}
