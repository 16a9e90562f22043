// Leaves of views, filled from a state and packed into one, with all checks: what generated code does in the hot
// loop, for everything outside of it.

import { readField, writeField } from '../layout/field.ts';
import { decodeValue, encodeValue, writeScalar } from '../layout/values.ts';
import type { Leaf } from './leaf.ts';

/** Fills a leaf of a view from a state. */
export function fillLeaf(leaf: Leaf, state: Int32Array): void {
  const { slot, container, key, view } = leaf;
  switch (slot.type) {
    case 'scalar':
      container[key] = decodeValue(slot.domain, readField(state, slot.field));
      return;
    case 'set':
      view.mask = readField(state, slot.field);
      return;
    case 'list':
      view.count = readField(state, slot.length);
      slot.items.forEach((item, k) => {
        view.items[k] = decodeValue(slot.domain, readField(state, item));
      });
  }
}

/** Packs a leaf of a view into a state, with all checks. */
export function packLeaf(leaf: Leaf, state: Int32Array): void {
  const { slot, container, key, view, name } = leaf;
  switch (slot.type) {
    case 'scalar':
      writeScalar(state, slot, container[key], name);
      return;
    case 'set':
      writeField(state, slot.field, view.mask);
      return;
    case 'list':
      writeField(state, slot.length, view.count);
      slot.items.forEach((item, k) => {
        const inList = k < view.count;
        const code = inList
          ? encodeValue(slot.domain, slot.size, view.items[k], `${name}[${k}]`)
          : 0;
        writeField(state, item, code);
      });
  }
}
