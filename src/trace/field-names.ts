// Every field of the state vector under the name that an author knows: `free[Movable]`, `task0.seen`. Two systems made of one
// definition have equal layouts and different field objects, so a field is known by its place.

import type { Field } from '../compile/layout/field.ts';
import { placeOf, readField } from '../compile/layout/field.ts';
import type { Layout } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import { indexName } from './show-state.ts';

export interface NamedField {
  readonly field: Field;
  readonly name: string;
}

export class FieldNames {
  readonly #named = new Map<number, NamedField>();

  constructor(layout: Layout) {
    const { cells, instances, observers } = layout;
    const add = (name: string, slot: Slot): void => {
      for (const named of namesBelow(layout, slot, name)) this.#add(named);
    };
    for (const [name, slot] of Object.entries(cells)) add(name, slot);
    for (const { name, label, frames } of instances) {
      this.#add({ field: label, name: `${name}'s label` });
      for (const slots of Object.values(frames)) {
        for (const [local, slot] of Object.entries(slots)) add(`${name}.${local}`, slot);
      }
    }
    for (const [name, slots] of Object.entries(observers)) {
      for (const [own, slot] of Object.entries(slots)) add(`${name}'s ${own}`, slot);
    }
  }

  /** The field at the same place in the layout that was named. */
  at(field: Field): NamedField {
    const named = this.#named.get(placeOf(field));
    if (!named) throw new Error(`no field at word ${field.word}, bit ${field.shift}`);
    return named;
  }

  namesOf(fields: Iterable<Field>): string[] {
    return [...new Set([...fields].map((field) => this.at(field).name))].sort();
  }

  /** The fields in which two states differ. */
  differing(one: Int32Array, other: Int32Array): Field[] {
    return [...this.#named.values()]
      .map(({ field }) => field)
      .filter((field) => readField(one, field) !== readField(other, field));
  }

  #add(named: NamedField): void {
    if (named.field.bits > 0) this.#named.set(placeOf(named.field), named);
  }
}

/** A set or a list is one thing, as it is to the access analysis. */
function namesBelow(layout: Layout, slot: Slot, name: string): NamedField[] {
  switch (slot.type) {
    case 'scalar':
    case 'set':
      return [{ field: slot.field, name }];
    case 'list':
      return [slot.length, ...slot.items].map((field) => ({ field, name }));
    case 'array':
      return slot.elements.flatMap((element, k) =>
        namesBelow(layout, element, `${name}[${indexName(layout, slot, k)}]`),
      );
    case 'record':
      return Object.entries(slot.fields).flatMap(([field, inner]) =>
        namesBelow(layout, inner, `${name}.${field}`),
      );
  }
}
