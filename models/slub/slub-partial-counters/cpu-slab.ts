// The owner of slub-partial-counters: a cpu that allocates, gives up its cpu slab with what it has not allocated, and takes
// another one off the list. (That it may go on with what others have freed to its slab changes no count.)

import { bool, upTo } from 'mmcheck';
import { takeListLock } from '../../shared/list-lock.ts';
import type { UpdatePartialFree } from './update-partial-free.ts';
import type { Make, Variant } from './variant.ts';

export function cpuSlab({ process, call }: Make, values: Variant, update: UpdatePartialFree) {
  const { count, isCounted, objects, rounds, unused, slab, inuse } = values;
  return process({
    environment: true,
    // The cpu slab, if it has one, and its objects that are not allocated.
    locals: {
      s: slab,
      has: bool,
      left: inuse,
      inuse,
      frozen: bool,
      locked: bool,
      rounds: upTo(rounds),
    },
    begin: () => ({ rounds, has: !unused, left: unused ? 0 : objects }),
    start: 'slab_alloc',
    steps: {
      slab_alloc: {
        at: 'mm/slub.c slab_alloc_node()',
        thread: 'allocator',
        does: ({ allocated, me, choose }) => {
          if (me.rounds === 0) return 'done';
          if (!me.has) return choose(['spin_lock', 'new_slab']);
          if (me.left === 0 || choose([false, true])) return 'deactivate_slab';
          me.left--;
          allocated[me.s]++;
          return 'slab_alloc';
        },
      },
      new_slab: {
        at: 'mm/slub.c ___slab_alloc() inc_slabs_node()',
        thread: 'allocator',
        atomic: 'nobody else knows the slab',
        does: ({ slabs, unused, total_objects, me, choose }) => {
          if (unused.isEmpty) return 'blocked';
          me.s = choose(unused.values());
          unused.delete(me.s);
          total_objects.value += objects;
          slabs[me.s].inuse = objects;
          slabs[me.s].frozen = true;
          me.left = objects;
          me.has = true;
          return 'slab_alloc';
        },
      },
      deactivate_slab: {
        at: 'mm/slub.c deactivate_slab()',
        thread: 'moves on the list: R counters',
        does: ({ slabs, me }) => {
          me.inuse = slabs[me.s].inuse;
          me.frozen = slabs[me.s].frozen;
          const isFull = me.inuse - me.left === objects;
          return isFull ? 'deactivate_cmpxchg' : 'deactivate_lock';
        },
      },
      deactivate_lock: {
        at: 'mm/slub.c deactivate_slab() spin_lock_irqsave()',
        thread: 'list_lock',
        does: takeListLock,
      },
      deactivate_cmpxchg: {
        at: 'mm/slub.c deactivate_slab() cmpxchg_double_slab()',
        thread: 'moves on the list: cmpxchg',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          if (now.inuse !== me.inuse || now.frozen !== me.frozen) {
            return me.locked ? 'deactivate_redo' : 'deactivate_slab';
          }
          me.inuse -= me.left;
          now.inuse = me.inuse;
          now.frozen = false;
          me.left = 0;
          me.rounds--;
          me.has = false;
          return me.locked ? 'add_partial' : 'slab_alloc';
        },
      },
      deactivate_redo: {
        at: 'mm/slub.c deactivate_slab() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'deactivate_slab';
        },
      },
      add_partial: {
        at: 'mm/slub.c deactivate_slab() add_partial()',
        thread: 'add to the list',
        does: ({ partial, me }) => {
          partial.push(me.s);
          return isCounted ? 'count_listed' : 'spin_unlock';
        },
      },
      count_listed: {
        thread: 'account with the inuse observed in the same cmpxchg, or read again',
        does: call(
          update,
          ({ slabs, me }) => ({
            delta: objects - (count === 'counter-reread' ? slabs[me.s].inuse : me.inuse),
          }),
          { updated: 'spin_unlock' },
        ),
      },
      spin_lock: {
        at: 'mm/slub.c get_partial_node() spin_lock_irqsave()',
        thread: 'list_lock',
        does: takeListLock,
      },
      acquire_slab: {
        at: 'mm/slub.c acquire_slab()',
        thread: 'moves off the list: R counters',
        atomic: 'under list_lock',
        does: ({ partial, slabs, me }) => {
          if (partial.isEmpty) return 'spin_unlock';
          me.s = partial.first;
          me.inuse = slabs[me.s].inuse;
          me.frozen = slabs[me.s].frozen;
          return 'acquire_cmpxchg';
        },
      },
      acquire_cmpxchg: {
        at: 'mm/slub.c acquire_slab() __cmpxchg_double_slab()',
        thread: 'moves off the list: cmpxchg',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          if (now.inuse !== me.inuse || now.frozen !== me.frozen) return 'spin_unlock';
          now.inuse = objects;
          now.frozen = true;
          me.left = objects - me.inuse;
          me.has = true;
          return 'remove_partial';
        },
      },
      remove_partial: {
        at: 'mm/slub.c acquire_slab() remove_partial()',
        thread: 'remove from the list',
        does: ({ partial, me }) => {
          partial.remove(me.s);
          return isCounted ? 'count_taken' : 'spin_unlock';
        },
      },
      count_taken: {
        thread: 'account with the inuse observed in the same cmpxchg, or read again',
        does: call(update, ({ me }) => ({ delta: -me.left }), { updated: 'spin_unlock' }),
      },
      spin_unlock: {
        at: 'mm/slub.c get_partial_node() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'slab_alloc';
        },
      },
    },
  });
}
