// The users of slab-movable-objects: owners that remove their objects, users that look one up, and who has an object that is
// only constructed.

import { none, orNone } from 'mmcheck';
import type { PutObject } from './put-object.ts';
import type { Make, Variant } from './variant.ts';

export function users({ process, call }: Make, values: Variant, put: PutObject) {
  const { users, removes, constructs, constructed, objects, lookups, object, slot } = values;
  const isCounted = users === 'reference';
  return {
    owner: process({
      count: removes ? objects : 0,
      locals: { o: object },
      start: 'remove',
      steps: {
        remove: ({ choose }) => choose(['keep', 'owner_lock'] as const),
        keep: () => 'done',
        owner_lock: {
          thread: 'owner: LOCK owner',
          does: ({ owner_lock, me }) => (owner_lock.acquire(me) ? 'clear' : 'blocked'),
        },
        clear: {
          thread: 'owner: drops the object',
          atomic: "under the owner's lock",
          does: ({ slots, owner_lock, me }) => {
            const o = slots[me.id];
            slots[me.id] = none;
            owner_lock.release(me);
            if (o === none) return 'done';
            me.o = o;
            return 'put';
          },
        },
        put: call(put, ({ me }) => ({ o: me.o }), { put: 'done' }),
      },
    }),
    user: process({
      count: lookups,
      locals: { slot, o: orNone(object) },
      begin: (_, { choose }) => ({ slot: choose(slot.ids) }),
      start: 'owner_lock',
      steps: {
        owner_lock: {
          thread: 'owner lookup: LOCK owner',
          does: ({ owner_lock, me }) => (owner_lock.acquire(me) ? 'lookup' : 'blocked'),
        },
        lookup: {
          thread: 'owner lookup: R ptr→o; ref++',
          atomic: "under the owner's lock",
          does: ({ slots, refs, me }) => {
            me.o = slots[me.slot];
            if (me.o !== none && isCounted) refs[me.o]++;
            return 'owner_unlock';
          },
        },
        owner_unlock: {
          thread: 'owner lookup: UNLOCK',
          does: ({ owner_lock, me }) => {
            owner_lock.release(me);
            return me.o === none ? 'done' : 'use';
          },
        },
        use: {
          thread: 'a user holds it',
          does: ({ heap, me }) => {
            heap.deref(me.o);
            return isCounted ? 'put' : 'done';
          },
        },
        put: call(put, ({ me }) => ({ o: me.o }), { put: 'done' }),
      },
    }),
    allocator: process({
      count: constructs ? 1 : 0,
      start: 'init',
      steps: {
        init: {
          thread: "ctor'ed object: it is initialised",
          atomic: 'heap only says whether it is there',
          does: ({ heap, refs }) => {
            heap.deref(constructed);
            refs[constructed] = 1;
            return 'owner_lock';
          },
        },
        owner_lock: ({ owner_lock, me }) => (owner_lock.acquire(me) ? 'insert' : 'blocked'),
        insert: {
          thread: "ctor'ed object: it is in its slot",
          atomic: "under the owner's lock",
          does: ({ slots, owner_lock, me }) => {
            slots[slot.ids[objects]] = constructed;
            owner_lock.release(me);
            return 'done';
          },
        },
      },
    }),
  };
}
