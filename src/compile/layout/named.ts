// Where a state names processes: a field whose value is one (the owner of a lock), or the element that a process has in
// an array over processes, which names it as long as it is not the first value of its domain (how often it reads).

import type { Field } from './field.ts';
import { readField } from './field.ts';
import type { Slot } from './slot.ts';

/** A field that may name a process. */
export interface NamingPlace {
  readonly field: Field;
  /** The code of instance 0, where the field's value is the process. */
  readonly first?: number;
  /** Whose element it is, where the field is an element of an array over processes. */
  readonly instance?: number;
}

/** The places of a lock's holders: a scalar, an array of scalars, or an array over processes; none in anything else. */
export function namingPlaces(slot: Slot): NamingPlace[] {
  if (slot.type === 'array' && slot.processes) {
    return slot.elements.flatMap((element, instance) =>
      element.type === 'scalar' ? [{ field: element.field, instance }] : [],
    );
  }
  if (slot.type === 'array') return slot.elements.flatMap(namingPlaces);
  if (slot.type !== 'scalar') return [];
  const { domain, field } = slot;
  if (domain.type === 'process') return [{ field, first: 0 }];
  return domain.type === 'orNone' && domain.inner.type === 'process' ? [{ field, first: 1 }] : [];
}

/** The instance that a place names in a state; -1 where it names none. */
export function namedAt({ field, first, instance }: NamingPlace, state: Int32Array): number {
  const code = readField(state, field);
  if (instance !== undefined) return code === 0 ? -1 : instance;
  return code - (first as number);
}

/** How often a place names an instance: the elements of processes count. */
export function timesNamed(place: NamingPlace, state: Int32Array, instance: number): number {
  const code = readField(state, place.field);
  if (place.instance !== undefined) return place.instance === instance ? code : 0;
  return code - (place.first as number) === instance ? 1 : 0;
}
