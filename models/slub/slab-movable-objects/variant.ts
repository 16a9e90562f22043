// What can be chosen in slab-movable-objects, and the cells. Who owns an object has a pointer to it in a slot, such as that of an
// xarray, and a lock for all of them. The slab has a free object besides, so it is partial.

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  kind,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { heap, spinlock } from 'mmcheck/kernel';

export const parameters = {
  free: parameter(
    'How objects are freed: under slab_lock (posted), or by cmpxchg.',
    oneOf('slab-lock', 'cmpxchg'),
  ),
  isolate: parameter(
    'What isolate() does: it takes a reference, unless there is none; it takes one; or it takes nothing.',
    oneOf('get-not-zero', 'get', 'nothing'),
  ),
  users: parameter(
    'What a user has of an object once the lock is dropped: a reference, or nothing but its address.',
    oneOf('reference', 'address'),
  ),
  removes: parameter('Owners may remove their objects.', defaultTo(bool, true)),
  constructs: parameter(
    'Another object is allocated and only constructed: it has no references yet, and is in no slot.',
    bool,
  ),
  scratch: parameter(
    'Scratch memory is there; or it may fail, and everything is undone; or it may fail, and nothing is.',
    oneOf('there', 'may-fail', 'may-fail-and-leak'),
  ),
  objects: parameter('Objects of the slab that are in slots.', range(1, 3)),
  lookups: parameter('Users that look an object up.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => {
  const { objects, constructs } = values;
  const size = objects + (constructs ? 1 : 0);
  const object = kind('object', 2 * size);
  return {
    ...values,
    object,
    slabObjects: object.ids.slice(0, size),
    constructed: object.ids[size - 1],
    slot: kind('slot', size),
  };
};

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ object, slabObjects, slot, lookups }: Variant) => ({
  list_lock: spinlock('n->list_lock'),
  slab_lock: spinlock('slab_lock'),
  owner_lock: spinlock('owner'),
  /** Whether the slab is on the partial list, is frozen, has gone; and which of its objects are free. */
  listed: cell(bool, true),
  frozen: cell(bool),
  discarded: cell(bool),
  free: set(object),
  slots: array(slot, orNone(object)),
  refs: array(object, upTo(lookups + 3)),
  heap: heap(object, { allocated: slabObjects }),
  /** isolate() has been called for an object that was free. */
  isolated_free: cell(bool),
});
