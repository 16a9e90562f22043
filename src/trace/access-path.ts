// From an access to what it touches in a state: which elements an index by a local means there, which slots that are,
// and what people call them.

import type { Access } from '../compile/access/access.ts';
import { indexValue } from '../compile/access/index-value.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import { decodeValue } from '../compile/layout/values.ts';
import { indexName } from './show-state.ts';

export type AccessPath = Access['path'];

/** The path of an access by code of a frame, with its indices replaced by what they are in a state. */
export function pathIn(
  state: Int32Array,
  instance: InstancePlan,
  frame: string,
  path: AccessPath,
): AccessPath {
  const localValue = (name: string): unknown => {
    const slot = instance.frames[frame][name];
    if (slot?.type !== 'scalar') return undefined;
    return decodeValue(slot.domain, readField(state, slot.field));
  };
  return path.map((step) => {
    const value = step.type === 'field' ? undefined : indexValue(step, instance, localValue);
    return value === undefined ? step : { type: 'constant', value };
  });
}

/** A part of a cell, and what people call it. */
export interface Place {
  readonly slot: Slot;
  readonly name: string;
}

/** The places of a cell that a path reaches: all elements where an index is not known. */
export function placesAt(layout: Layout, cell: string, path: AccessPath): Place[] {
  return placesBelow(layout, layout.named[cell], cell, path);
}

function placesBelow(
  layout: Layout,
  slot: Slot | undefined,
  name: string,
  path: AccessPath,
): Place[] {
  if (slot === undefined) return [];
  const [step, ...rest] = path;
  if (step === undefined) return [{ slot, name }];
  if (slot.type === 'record') {
    if (step.type !== 'field') return [];
    return placesBelow(layout, slot.fields[step.name], `${name}.${step.name}`, rest);
  }
  if (slot.type !== 'array') return [{ slot, name }];
  return slot.elements.flatMap((element, k) => {
    if (step.type === 'constant' && step.value !== k) return [];
    return placesBelow(layout, element, `${name}[${indexName(layout, slot, k)}]`, rest);
  });
}

/** `zones[Movable].lock` for all that a path reaches; an index that is not known is left out. */
export function pathName(layout: Layout, cell: string, path: AccessPath): string {
  let slot: Slot | undefined = layout.named[cell];
  let name = cell;
  for (const step of path) {
    if (step.type === 'field') {
      name += `.${step.name}`;
      slot = slot?.type === 'record' ? slot.fields[step.name] : undefined;
      continue;
    }
    if (step.type === 'constant') {
      name += `[${slot?.type === 'array' ? indexName(layout, slot, step.value) : step.value}]`;
    }
    slot = slot?.type === 'array' ? slot.elements[0] : undefined;
  }
  return name;
}
