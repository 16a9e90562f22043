// The cgroup that is removed, and who creates a cache of the size of the root, in memcg-kmem-cache-lifecycle.

import { none } from 'mmcheck';
import { DEACTIVATE, type Make, ROOT, type Values } from './variant.ts';

export function memcgOffline({ process }: Make, { offline, deactivated }: Values) {
  return process({
    count: offline ? 1 : 0,
    start: 'memcg_offline',
    steps: {
      memcg_offline: {
        at: 'mm/memcontrol.c memcg_offline_kmem()',
        thread: 'offline',
        does: ({ memcg_online }) => {
          memcg_online.value = false;
          return 'next';
        },
      },
      mutex_lock: {
        at: 'mm/slab_common.c memcg_deactivate_kmem_caches() mutex_lock()',
        thread: 'offline: LOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      deactivate: {
        at: 'mm/slab_common.c kmemcg_cache_deactivate() call_rcu()',
        thread: 'offline: child.state:=deactivated; call_rcu(A)',
        atomic: 'under slab_mutex and memcg_kmem_wq_lock',
        does: ({ entry, dying, rcu }) => {
          if (entry.value !== none && deactivated === 'killed' && !dying.value)
            rcu.call(DEACTIVATE);
          entry.value = none;
          return 'next';
        },
      },
      mutex_unlock: {
        at: 'mm/slab_common.c memcg_deactivate_kmem_caches() mutex_unlock()',
        thread: 'offline: UNLOCK',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'done';
        },
      },
    },
  });
}

export function kmemCacheCreate({ process }: Make, { creates, merges }: Values) {
  return process({
    count: creates ? 1 : 0,
    environment: true,
    start: 'mutex_lock',
    steps: {
      mutex_lock: {
        at: 'mm/slab_common.c kmem_cache_create_usercopy() mutex_lock()',
        thread: 'concurrent create of a same-size mergeable cache B',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      find_mergeable: {
        at: 'mm/slab_common.c find_mergeable() slab_unmergeable()',
        thread: 'dying root is now unmergeable',
        atomic: 'under slab_mutex',
        does: ({ heap, dying, refcount }) => {
          if (!heap.isAllocated(ROOT)) return 'mutex_unlock';
          if (dying.value && merges === 'unless-dying') return 'eexist';
          refcount.value++;
          return 'mutex_unlock';
        },
      },
      eexist: { at: 'mm/slub.c sysfs_slab_add()', does: () => 'mutex_unlock' },
      mutex_unlock: {
        at: 'mm/slab_common.c kmem_cache_create_usercopy() mutex_unlock()',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'done';
        },
      },
    },
  });
}
