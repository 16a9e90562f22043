// kmem_cache_shrink() of slab-shrink-memcg, and __kmem_cache_shrink(), whose caller has the hotplug locks: empty slabs
// leave the list under list_lock, and are freed once it is dropped (69cb8e6b7c29).

import type { Make, Variant } from './variant.ts';

export type Shrink = ReturnType<typeof kmemCacheShrink>;

export function kmemCacheShrink(
  { procedure, call }: Make,
  { cache, root, triesHotplugLocks }: Variant,
) {
  const shrinkCache = procedure('__kmem_cache_shrink', {
    params: { c: cache },
    returns: ['shrunk'],
    start: 'flush_all',
    steps: {
      flush_all: {
        at: 'mm/slub.c __kmem_cache_shrink()',
        thread: ['X: shrink(root)', 'X: shrink', '__kmem_cache_shrink: flush_all'],
        atomic: 'a record of it, and a claim',
        does: ({ shrunk, gone, me, assert }) => {
          assert(!gone.has(me.c), 'a cache is shrunk that is gone');
          shrunk.add(me.c);
          // Only the root has a slab here.
          return me.c === root ? 'spin_lock' : 'shrunk';
        },
      },
      spin_lock: {
        at: 'mm/slub.c __kmem_cache_do_shrink() spin_lock_irqsave()',
        thread: '__kmem_cache_shrink: LOCK list_lock',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'inuse' : 'blocked'),
      },
      inuse: {
        at: 'mm/slub.c __kmem_cache_do_shrink()',
        thread: '__kmem_cache_shrink: R inuse',
        does: ({ slab }) => (slab.place === 'partial' && !slab.inuse ? 'list_move' : 'spin_unlock'),
      },
      list_move: {
        at: 'mm/slub.c __kmem_cache_do_shrink() list_move()',
        thread: '__kmem_cache_shrink: move empty slabs to discard list',
        does: ({ slab }) => {
          slab.place = 'discard';
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c __kmem_cache_do_shrink() spin_unlock_irqrestore()',
        thread: '__kmem_cache_shrink: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'free_slab';
        },
      },
      free_slab: {
        at: 'mm/slub.c __kmem_cache_do_shrink() free_slab()',
        thread: '__kmem_cache_shrink: free discard list',
        does: ({ slab }) => {
          if (slab.place === 'discard') slab.place = 'freed';
          return 'shrunk';
        },
      },
    },
  });

  const shrink = procedure('kmem_cache_shrink', {
    params: { c: cache },
    returns: ['shrunk'],
    start: 'get_online_cpus',
    steps: {
      get_online_cpus: {
        at: 'mm/slab_common.c kmem_cache_shrink() get_online_cpus()',
        thread: 'X: R-LOCK cpu',
        does: ({ cpu_hotplug_lock, me }) => {
          if (triesHotplugLocks) {
            return cpu_hotplug_lock.tryAcquireRead(me) ? 'get_online_mems' : 'shrunk';
          }
          return cpu_hotplug_lock.acquireRead(me) ? 'get_online_mems' : 'blocked';
        },
      },
      get_online_mems: {
        at: 'mm/slab_common.c kmem_cache_shrink() get_online_mems()',
        thread: 'X: R-LOCK mem',
        does: ({ mem_hotplug_lock, me }) => {
          if (triesHotplugLocks) {
            return mem_hotplug_lock.tryAcquireRead(me) ? 'shrink' : 'put_online_cpus';
          }
          return mem_hotplug_lock.acquireRead(me) ? 'shrink' : 'blocked';
        },
      },
      shrink: call(shrinkCache, ({ me }) => ({ c: me.c }), { shrunk: 'put_online_mems' }),
      put_online_mems: {
        at: 'mm/slab_common.c kmem_cache_shrink() put_online_mems()',
        does: ({ mem_hotplug_lock, me }) => {
          mem_hotplug_lock.releaseRead(me);
          return 'put_online_cpus';
        },
      },
      put_online_cpus: {
        at: 'mm/slab_common.c kmem_cache_shrink() put_online_cpus()',
        does: ({ cpu_hotplug_lock, me }) => {
          cpu_hotplug_lock.releaseRead(me);
          return 'shrunk';
        },
      },
    },
  });
  return { shrink, shrinkCache };
}
