// The cpu of slub-list-objects that takes a slab with all that is free in it, and once more all that was freed to it, which
// is why it must not be on the list. Its users write to what they get.

import { bool, none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function slabAlloc({ process }: Make, { alloc, objects, slab, object, inuse }: Variant) {
  return process({
    environment: true,
    locals: { s: slab, freelist: orNone(object), object: orNone(object), inuse, has: bool },
    start: alloc === 'nobody' ? 'none_wanted' : 'spin_lock',
    steps: {
      none_wanted: () => 'done',
      spin_lock: {
        at: 'mm/slub.c get_partial_node() spin_lock_irqsave()',
        thread: 'allocator: list_lock',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'acquire_slab' : 'blocked'),
      },
      acquire_slab: {
        at: 'mm/slub.c acquire_slab()',
        thread: 'allocator: takes the slab',
        atomic: 'under list_lock',
        does: ({ partial, slabs, me }) => {
          if (partial.isEmpty) return 'spin_unlock';
          me.s = partial.first;
          me.freelist = slabs[me.s].freelist;
          return 'acquire_counters';
        },
      },
      acquire_counters: {
        at: 'mm/slub.c acquire_slab()',
        thread: 'allocator: takes the slab',
        does: ({ slabs, me }) => {
          me.inuse = slabs[me.s].inuse;
          return 'acquire_cmpxchg';
        },
      },
      acquire_cmpxchg: {
        at: 'mm/slub.c acquire_slab() __cmpxchg_double_slab()',
        thread: 'allocator: takes the slab',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          if (now.freelist !== me.freelist || now.inuse !== me.inuse) {
            me.freelist = none;
            return 'spin_unlock';
          }
          now.freelist = none;
          now.inuse = objects;
          now.frozen = true;
          me.has = true;
          return alloc === 'list-del' ? 'remove_partial' : 'spin_unlock';
        },
      },
      remove_partial: {
        at: 'mm/slub.c acquire_slab() remove_partial()',
        thread: 'allocator: off the list',
        does: ({ partial, me }) => {
          partial.remove(me.s);
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c get_partial_node() spin_unlock_irqrestore()',
        thread: 'allocator: unlock',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'slab_alloc';
        },
      },
      slab_alloc: {
        at: 'mm/slub.c slab_alloc_node()',
        thread: 'allocator: an object of the slab',
        atomic: 'a cpu slab is only for its cpu',
        does: ({ next, allocated, me }) => {
          me.object = me.freelist;
          if (me.object === none) return me.has ? 'get_freelist' : 'done';
          me.freelist = next[me.object];
          allocated.add(me.object);
          return 'use';
        },
      },
      use: {
        thread: "allocator: user data where the object's free pointer was",
        atomic: 'nobody writes to what he has given back',
        does: ({ written, allocated, me }) => {
          if (me.object !== none && allocated.has(me.object)) written.add(me.object);
          return 'slab_alloc';
        },
      },
      get_freelist: {
        at: 'mm/slub.c get_freelist()',
        thread: 'allocator: what was freed to its slab',
        does: ({ slabs, me }) => {
          me.freelist = slabs[me.s].freelist;
          return me.freelist === none ? 'done' : 'get_freelist_counters';
        },
      },
      get_freelist_counters: {
        at: 'mm/slub.c get_freelist()',
        thread: 'allocator: what was freed to its slab',
        does: ({ slabs, me }) => {
          me.inuse = slabs[me.s].inuse;
          return 'get_freelist_cmpxchg';
        },
      },
      get_freelist_cmpxchg: {
        at: 'mm/slub.c get_freelist() __cmpxchg_double_slab()',
        thread: 'allocator: what was freed to its slab',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          if (now.freelist !== me.freelist || now.inuse !== me.inuse) return 'get_freelist';
          now.freelist = none;
          now.inuse = objects;
          me.has = false;
          return 'slab_alloc';
        },
      },
    },
  });
}
