// What undoes a cpu that did not come up, in slab-cpuup-rollback, and what follows one that went: cpuup_canceled(), cache by
// cache.

import { none, orNone, set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function cpuupCanceled({ procedure }: Make, values: Variant) {
  const { cache, arrays, isKmalloc, asks, mate } = values;
  return procedure('cpuup_canceled', {
    locals: {
      left: set(cache, cache.ids),
      c: cache,
      shared: orNone(arrays),
      alien: orNone(arrays),
    },
    returns: ['canceled'],
    start: 'next_cache',
    steps: {
      next_cache: ({ me, choose }) => {
        if (me.left.isEmpty) return 'canceled';
        me.c = choose(me.left.values());
        me.left.delete(me.c);
        return 'spin_lock';
      },
      spin_lock: {
        at: 'mm/slab.c cpuup_canceled() spin_lock_irq()',
        thread: 'canceled: LOCK node',
        does: ({ list_lock, me }) => (list_lock[me.c].acquire(me) ? 'free_block' : 'blocked'),
      },
      free_block: {
        at: 'mm/slab.c cpuup_canceled() free_block()',
        thread: ['canceled: nc', 'canceled: drain nc'],
        atomic: 'under list_lock, and the cpu is dead',
        does: ({ nodes, objects, nc_is_null, me }) => {
          nodes[me.c].limit--;
          if (isKmalloc && nodes[me.c].nc === none) {
            if (!asks) nc_is_null.value = true;
            return 'take_arrays';
          }
          objects[me.c].slab += objects[me.c].cpu;
          objects[me.c].cpu = 0;
          return 'take_arrays';
        },
      },
      take_arrays: {
        at: 'mm/slab.c cpuup_canceled() cpumask_empty()',
        thread: 'canceled: take shared/alien pointers, set NULL',
        atomic: 'under list_lock',
        does: ({ nodes, objects, me }) => {
          if (mate) return 'spin_unlock';
          me.shared = nodes[me.c].shared;
          me.alien = nodes[me.c].alien;
          nodes[me.c].shared = none;
          nodes[me.c].alien = none;
          objects[me.c].slab += objects[me.c].shared;
          objects[me.c].shared = 0;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slab.c cpuup_canceled() spin_unlock_irq()',
        thread: 'canceled: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock[me.c].release(me);
          return isKmalloc ? 'kfree_nc' : 'kfree_shared';
        },
      },
      kfree_nc: {
        thread: 'canceled: kfree',
        atomic: 'the cpu is dead, and nobody else knows its array',
        does: ({ nodes, heap, me }) => {
          if (nodes[me.c].nc !== none) heap.free(nodes[me.c].nc);
          nodes[me.c].nc = none;
          return 'kfree_shared';
        },
      },
      kfree_shared: {
        at: 'mm/slab.c cpuup_canceled() kfree()',
        thread: 'canceled: kfree',
        does: ({ heap, me }) => {
          if (me.shared !== none) heap.free(me.shared);
          me.shared = none;
          return 'free_alien_cache';
        },
      },
      free_alien_cache: {
        at: 'mm/slab.c cpuup_canceled() free_alien_cache()',
        thread: 'canceled: kfree',
        does: ({ heap, me }) => {
          if (me.alien !== none) heap.free(me.alien);
          me.alien = none;
          return 'next_cache';
        },
      },
    },
  });
}
