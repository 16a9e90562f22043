// do_tune_cpucache(), in slab-cpuup-rollback: under slab_mutex the shared array of the node is replaced. Left out is
// synchronize_rcu() before kfree(): it is for cache_alloc_refill(), which looks at n->shared with irqs off before it takes
// list_lock, and that look is left out, too. cache_reap() has irqs on.

import { none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function doTuneCpucache({ process }: Make, { cache, arrays, tune }: Variant) {
  return process({
    count: tune ? 1 : 0,
    locals: { c: cache, shared: orNone(arrays) },
    start: 'mutex_lock',
    steps: {
      mutex_lock: {
        at: 'mm/slab.c slabinfo_write() mutex_lock()',
        thread: 'tune: LOCK slab_mutex',
        does: ({ slab_mutex, me, choose }) => {
          me.c = choose(cache.ids);
          return slab_mutex.acquire(me) ? 'alloc_arraycache' : 'blocked';
        },
      },
      alloc_arraycache: {
        at: 'mm/slab.c setup_kmem_cache_node() alloc_arraycache()',
        does: ({ heap, me, choose }) => {
          me.shared = heap.alloc(choose(heap.candidates()));
          return me.shared === none ? 'mutex_unlock' : 'swap';
        },
      },
      swap: {
        at: 'mm/slab.c setup_kmem_cache_node() free_block()',
        thread: 'tune: changes arrays',
        atomic: 'under list_lock',
        does: ({ list_lock, nodes, objects, me }) => {
          if (list_lock[me.c].isHeld()) return 'blocked';
          const old = nodes[me.c].shared;
          // A node without cpus has no arrays, and gets none.
          if (old === none) return 'kfree';
          objects[me.c].slab += objects[me.c].shared;
          objects[me.c].shared = 0;
          nodes[me.c].shared = me.shared;
          me.shared = old;
          return 'kfree';
        },
      },
      kfree: {
        at: 'mm/slab.c setup_kmem_cache_node() kfree()',
        does: ({ heap, me }) => {
          heap.free(me.shared);
          me.shared = none;
          return 'mutex_unlock';
        },
      },
      mutex_unlock: {
        at: 'mm/slab.c slabinfo_write() mutex_unlock()',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'done';
        },
      },
    },
  });
}
