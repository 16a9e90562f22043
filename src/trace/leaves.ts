// The values of a state, one by one, under the paths that changes have: `free[Movable]`.

import type { Layout, Slots } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import { indexName, type StateDecoder } from './show-state.ts';
import type { ShownValue } from './trace.ts';

/** A value of the state, by the path that changes have. */
export type Leaf = readonly [path: string, value: ShownValue];

export function leavesOf(
  layout: Layout,
  decoder: StateDecoder,
  state: Int32Array,
  slots: Slots,
  prefix = '',
): Leaf[] {
  const below = (slot: Slot, path: string): Leaf[] => {
    switch (slot.type) {
      case 'array':
        return slot.elements.flatMap((element, k) =>
          below(element, `${path}[${indexName(layout, slot, k)}]`),
        );
      case 'record':
        return Object.entries(slot.fields).flatMap(([name, field]) =>
          below(field, `${path}.${name}`),
        );
      default:
        return [[path, decoder.leaf(slot, state)]];
    }
  };
  return Object.entries(slots).flatMap(([name, slot]) => below(slot, prefix + name));
}
