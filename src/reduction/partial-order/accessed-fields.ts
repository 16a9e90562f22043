// The fields that an access reaches, where the state tells which element an index names.

import type { Access, IndexAccess } from '../../compile/access/access.ts';
import type { Field } from '../../compile/layout/field.ts';
import { fieldsOf, type Slot } from '../../compile/layout/slot.ts';

/** The element that an index names; undefined where that is not known. */
export type ElementOf = (index: IndexAccess) => number | undefined;

export function accessedFields(slot: Slot, path: Access['path'], elementOf: ElementOf): Field[] {
  const [first, ...rest] = path;
  if (first === undefined) return fieldsOf(slot);
  switch (slot.type) {
    case 'array': {
      const known = first.type === 'field' ? undefined : elementOf(first);
      // An index outside the array is an error of the step, wherever the step is taken.
      const elements = known === undefined ? slot.elements : slot.elements.slice(known, known + 1);
      return elements.flatMap((element) => accessedFields(element, rest, elementOf));
    }
    case 'record': {
      const inner = first.type === 'field' ? slot.fields[first.name] : undefined;
      return inner ? accessedFields(inner, rest, elementOf) : fieldsOf(slot);
    }
    default:
      return fieldsOf(slot);
  }
}
