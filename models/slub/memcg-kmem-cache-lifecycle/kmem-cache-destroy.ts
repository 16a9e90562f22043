// kmem_cache_destroy() of one of the users of the root, in memcg-kmem-cache-lifecycle.

import { none } from 'mmcheck';
import { CHILD, type Make, ROOT, type Values } from './variant.ts';

export function kmemCacheDestroy({ process }: Make, { flushes, dying, merges }: Values) {
  const counts = dying === 'last-user';
  const isFlushed = flushes !== 'nothing';
  return process({
    start: 'all_freed',
    steps: {
      all_freed: ({ busy }) => {
        if (busy.value > 0) return 'blocked';
        return counts ? 'lock_first' : isFlushed ? 'set_dying' : 'mutex_lock';
      },
      lock_first: {
        at: 'mm/slab_common.c kmem_cache_destroy() mutex_lock()',
        thread: 'destroy root: LOCK',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      count_first: {
        at: 'mm/slab_common.c kmem_cache_destroy()',
        thread: ['destroy root: root.refcount--', 'destroy root: dying:=1'],
        atomic: 'under slab_mutex',
        does: ({ refcount, dying }) => {
          refcount.value--;
          if (refcount.value > 0) return 'mutex_unlock';
          dying.value = isFlushed;
          return 'unlock_first';
        },
      },
      unlock_first: {
        at: 'mm/slab_common.c kmem_cache_destroy() mutex_unlock()',
        thread: 'destroy root: UNLOCK',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return isFlushed ? 'rcu_barrier' : 'mutex_lock';
        },
      },
      set_dying: {
        at: 'mm/slab_common.c flush_memcg_workqueue()',
        thread: 'destroy root: dying:=1',
        does: ({ dying }) => {
          dying.value = true;
          return 'next';
        },
      },
      rcu_barrier: {
        at: 'mm/slab_common.c flush_memcg_workqueue() rcu_barrier()',
        thread: 'destroy root: synchronize_rcu',
        does: ({ rcu, me }) => {
          rcu.barrier(me);
          return 'next';
        },
      },
      rcu_barrier_wait: {
        at: 'mm/slab_common.c flush_memcg_workqueue() rcu_barrier()',
        does: ({ rcu, me }) => (rcu.isBarrierOver(me) ? 'next' : 'blocked'),
      },
      flush_workqueue: {
        at: 'mm/slab_common.c flush_memcg_workqueue() flush_workqueue()',
        thread: 'destroy root: flush work',
        atomic: 'all items that are queued',
        does: ({ create, child_work, me }) => {
          create.flush(me);
          child_work.flush(me);
          return 'next';
        },
      },
      flush_create: {
        at: 'mm/slab_common.c flush_memcg_workqueue() flush_workqueue()',
        does: ({ create, me }) => (create.isFlushed(me) ? 'next' : 'blocked'),
      },
      flush_child: {
        at: 'mm/slab_common.c flush_memcg_workqueue() flush_workqueue()',
        does: ({ child_work, me }) => {
          if (!child_work.isFlushed(me)) return 'blocked';
          return flushes === 'and-callbacks-again' ? 'next' : 'mutex_lock';
        },
      },
      children: {
        at: 'mm/slab_common.c flush_memcg_workqueue() list_empty()',
        thread: 'destroy root: [if children: rcu_barrier]',
        does: ({ heap }) => (heap.isAllocated(CHILD) ? 'barrier_again' : 'mutex_lock'),
      },
      barrier_again: {
        at: 'mm/slab_common.c flush_memcg_workqueue() rcu_barrier()',
        thread: 'destroy root: [if children: rcu_barrier]',
        does: ({ rcu, me }) => {
          rcu.barrier(me);
          return 'next';
        },
      },
      barrier_again_wait: {
        at: 'mm/slab_common.c flush_memcg_workqueue() rcu_barrier()',
        does: ({ rcu, me }) => (rcu.isBarrierOver(me) ? 'next' : 'blocked'),
      },
      mutex_lock: {
        at: 'mm/slab_common.c kmem_cache_destroy() mutex_lock()',
        thread: 'destroy root: LOCK',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      count: {
        at: 'mm/slab_common.c kmem_cache_destroy()',
        thread: 'destroy root: root.refcount--',
        atomic: 'under slab_mutex',
        does: ({ refcount, dying }) => {
          if (!counts) refcount.value--;
          if (refcount.value === 0) return 'shutdown_memcg_caches';
          if (counts && merges === 'always') dying.value = false;
          return 'mutex_unlock';
        },
      },
      shutdown_memcg_caches: {
        at: 'mm/slab_common.c shutdown_memcg_caches() shutdown_cache()',
        thread: 'destroy root: children shutdown: if ref dead → percpu_ref_exit',
        atomic: 'under slab_mutex',
        does: ({ heap, pages, entry, release_child }) => {
          if (!heap.isAllocated(CHILD)) return 'shutdown_root';
          if (pages.value > 0) return 'mutex_unlock';
          entry.value = none;
          release_child();
          return 'shutdown_root';
        },
      },
      shutdown_root: {
        at: 'mm/slab_common.c kmem_cache_destroy() shutdown_cache()',
        thread: 'destroy root: root release',
        does: ({ heap }) => {
          heap.free(ROOT);
          return 'next';
        },
      },
      mutex_unlock: {
        at: 'mm/slab_common.c kmem_cache_destroy() mutex_unlock()',
        thread: 'destroy root: UNLOCK',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'done';
        },
      },
    },
  });
}
