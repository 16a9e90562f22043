// What counts as progress: a transition that changes cells or processes. Deadlock and fairness speak of it, and neither
// may depend on who is watching, so what only observers remember does not count.

import { type Field, fieldBits } from '../compile/layout/field.ts';
import type { Layout } from '../compile/layout/layout.ts';
import { fieldsOf } from '../compile/layout/slot.ts';

/** States in the order of their numbers. */
interface StateTable {
  readonly arena: Int32Array;
  readonly words: number;
}

/**
 * Whether a state, given by its number, differs in cells or processes from one that is in no set yet, such as one that is
 * still to become a representative.
 */
export function progressTest(
  layout: Layout,
): (table: StateTable, from: number, to: Int32Array) => boolean {
  const masks = progressMasks(layout);
  return ({ arena, words }, from, to) => {
    for (let w = 0; w < words; w++) {
      if ((arena[from * words + w] ^ to[w]) & masks[w]) return true;
    }
    return false;
  };
}

/** For each word of a state the bits whose change is progress. */
export function progressMasks(layout: Layout): Int32Array {
  return withoutFields(layout.words, memoryOf(layout));
}

function memoryOf({ observers }: Layout): Field[] {
  return Object.values(observers).flatMap((slots) => Object.values(slots).flatMap(fieldsOf));
}

/** For each word of a state a mask of all bits but those of some fields. */
function withoutFields(words: number, fields: readonly Field[]): Int32Array {
  return fieldBits(fields, words).map((taken) => ~taken);
}
