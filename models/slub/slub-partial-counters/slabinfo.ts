// The reader of slub-partial-counters: get_slabinfo() of /proc/slabinfo, once.

import { bool, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function slabinfo({ process }: Make, values: Variant) {
  const { count, isCounted, objects, slabs: size, scan, sum, all } = values;
  return process({
    environment: true,
    locals: {
      nr_objs: upTo(all),
      nr_free: sum,
      // How many slabs of the list it has looked at, holding the lock; and whether some were left out.
      visited: upTo(size),
      samples: bool,
    },
    begin: () => ({ nr_free: 0 }),
    start: 'nr_objs',
    steps: {
      nr_objs: {
        at: 'mm/slub.c get_slabinfo() node_nr_objs()',
        thread: 'reader',
        does: ({ total_objects, me }) => {
          me.nr_objs = total_objects.value;
          return isCounted ? 'read_counter' : 'spin_lock';
        },
      },
      read_counter: {
        thread: 'reader: R pfree',
        does: ({ free_objs, me }) => {
          me.nr_free = free_objs.value;
          return 'active_objs';
        },
      },
      spin_lock: {
        at: 'mm/slub.c count_partial() spin_lock_irqsave()',
        thread: 'reader: LOCK list_lock, irqs off',
        atomic: 'n->nr_partial is under the lock, too',
        does: ({ list_lock, partial, me }) => {
          if (!list_lock.acquire(me)) return 'blocked';
          me.samples = count === 'approx' && partial.length > scan;
          return partial.isEmpty ? 'spin_unlock' : 'visit';
        },
      },
      visit: {
        at: 'mm/slub.c count_partial()',
        thread: 'reader: R inuse of a slab',
        atomic: 'the list is under the lock',
        does: ({ partial, slabs, me }) => {
          // From the head, and the second half of a sample from the tail.
          const isFromTail = me.samples && me.visited >= scan / 2;
          const at = isFromTail ? partial.length - 1 - (me.visited - scan / 2) : me.visited;
          me.nr_free += objects - slabs[partial.at(at)].inuse;
          me.visited++;
          return me.visited === (me.samples ? scan : partial.length) ? 'estimate' : 'visit';
        },
      },
      estimate: {
        thread: 'scan only k slabs and extrapolate',
        atomic: 'n->nr_partial is under the lock; the other is one atomic load',
        does: ({ partial, total_objects, me }) => {
          if (me.samples) {
            const x = Math.floor((me.nr_free * partial.length) / scan);
            me.nr_free = Math.min(x, total_objects.value);
          }
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c count_partial() spin_unlock_irqrestore()',
        thread: 'reader: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'active_objs';
        },
      },
      active_objs: { at: 'mm/slub.c get_slabinfo()', does: () => 'done' },
    },
  });
}
