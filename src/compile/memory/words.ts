// Words of memory: the scalars of a system that a memory model may let one context see before another does. The fields of a
// primitive are none, unless it says that they are: a lock is what its methods make of it.
//
// What must stay true: a word is known by its name, which is the same in each layout of a system.

import type { RecordSlot, ScalarSlot, Slot } from '../layout/slot.ts';

export interface Word {
  /** As messages call it: `pages[2].state`. */
  readonly name: string;
  /** As a step writes it, after the name of the cell: `flag.value`. */
  readonly text: string;
  readonly slot: ScalarSlot;
}

/** The words of some cells. */
export function wordsOf(cells: Readonly<Record<string, Slot>>): Word[] {
  return Object.entries(cells).flatMap(([name, slot]) =>
    slot.type === 'scalar' ? [{ name, text: `${name}.value`, slot }] : below(slot, name),
  );
}

function below(slot: Slot, name: string): Word[] {
  switch (slot.type) {
    case 'scalar':
      return [{ name, text: name, slot }];
    case 'array':
      return slot.elements.flatMap((element, k) => below(element, `${name}[${k}]`));
    case 'record':
      return Object.entries(slot.fields)
        .filter(([field]) => isOfWords(slot, field))
        .flatMap(([field, inner]) => below(inner, `${name}.${field}`));
    case 'set':
    case 'list':
      return [];
  }
}

function isOfWords({ methods, words, plainWords }: RecordSlot, field: string): boolean {
  return methods === undefined || words === true || plainWords?.includes(field) === true;
}
