// Leaves: the scalars, sets and lists below a slot, each with the place in the view that shows it. Code is generated
// leaf by leaf, and an access path is resolved to the leaves that it can reach.

import type { Access } from '../access/access.ts';
import { indexValue, type Who } from '../access/index-value.ts';
import type { Slots } from '../layout/layout.ts';
import type { ListSlot, ScalarSlot, SetSlot, Slot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';

export interface Leaf {
  readonly slot: ScalarSlot | SetSlot | ListSlot;
  /** Where a scalar stands: `container[key]`. */
  readonly container: View;
  readonly key: string | number;
  /** The view of a set or list. */
  readonly view: View;
  /** As messages call it: `pages[2].state`. */
  readonly name: string;
}

export type AccessPath = Access['path'];

/** The leaves of a cell that an access path can reach; `own` is the process that runs the code. */
export function cellLeaves(
  slot: Slot,
  view: View,
  name: string,
  path: AccessPath = [],
  own?: Who,
): Leaf[] {
  if (slot.type === 'scalar')
    return [{ slot, container: view, key: 'value', view: undefined, name }];
  return below(slot, view, undefined, '', name, path, own);
}

/** The leaves of a field of a record view, such as a local of `me`. */
export function fieldLeaves(
  slot: Slot,
  record: View,
  field: string,
  name: string,
  path: AccessPath = [],
  own?: Who,
): Leaf[] {
  return below(
    slot,
    slot.type === 'scalar' ? undefined : record[field],
    record,
    field,
    name,
    path,
    own,
  );
}

export function recordLeaves(slots: Slots, view: View, name: string): Leaf[] {
  return Object.entries(slots).flatMap(([field, slot]) =>
    fieldLeaves(slot, view, field, `${name}.${field}`),
  );
}

/** A leaf is known by its slot: two accesses to one place are one leaf. */
export function unique(leaves: readonly Leaf[]): Leaf[] {
  return [...new Map(leaves.map((leaf) => [leaf.slot, leaf])).values()];
}

function below(
  slot: Slot,
  view: View,
  container: View,
  key: string | number,
  name: string,
  path: AccessPath,
  own: Who | undefined,
): Leaf[] {
  const [first, ...rest] = path;
  switch (slot.type) {
    case 'scalar':
    case 'set':
    case 'list':
      return [{ slot, container, key, view, name }];
    case 'array':
      return slot.elements.flatMap((element, k) =>
        reaches(first, k, own)
          ? below(element, nested(element, view, k), view, k, `${name}[${k}]`, rest, own)
          : [],
      );
    case 'record':
      return Object.entries(slot.fields).flatMap(([field, inner]) =>
        first === undefined || (first.type === 'field' && first.name === field)
          ? below(inner, nested(inner, view, field), view, field, `${name}.${field}`, rest, own)
          : [],
      );
  }
}

/** Whether an index can be `k`. A local's value varies with the state, so every element is within its reach. */
function reaches(index: AccessPath[number] | undefined, k: number, own: Who | undefined): boolean {
  if (index === undefined || index.type === 'field') return true;
  const value = indexValue(index, own, () => undefined);
  return value === undefined || value === k;
}

function nested(slot: Slot, view: View, key: string | number): View {
  return slot.type === 'scalar' ? undefined : view[key];
}
