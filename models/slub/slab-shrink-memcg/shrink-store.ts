// The writer of slab-shrink-memcg: `echo 1 > /sys/kernel/slab/<root>/shrink`. kmem_cache_shrink_all() comes before what
// slab_attr_store() has always done with a file of a root, and does the same once more.

import type { Shrink } from './kmem-cache-shrink.ts';
import type { Make, Variant } from './variant.ts';

export function shrinkStore(
  { process, call }: Make,
  { propagate, deactivated: asks, cache, root, children, hasRefs }: Variant,
  { shrink, shrinkCache }: Shrink,
) {
  const isAll = propagate === 'shrink-all';
  const first = hasRefs ? 'percpu_ref_tryget' : 'mutex_lock';
  /** The child that comes after so many. */
  const nth = (n: number) => cache.ids[n + 1];
  return process({
    locals: { c: cache },
    // How far it is with the children is told by the child.
    begin: () => ({ c: cache.ids[1] }),
    start: 'kernfs_get_active',
    end: ['written'],
    steps: {
      kernfs_get_active: {
        at: 'fs/kernfs/file.c kernfs_fop_write_iter()',
        thread: 'X: kn.active++',
        does: ({ kn, me }) => {
          if (!kn[root].getActive(me)) return 'done';
          return isAll ? 'get_online_cpus' : 'shrink_root';
        },
      },
      shrink_root: call(shrink, () => ({ c: root }), {
        shrunk: propagate === 'root-only' ? 'kernfs_put_active' : first,
      }),
      get_online_cpus: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() get_online_cpus()',
        thread: 'X: R-LOCK cpu',
        does: ({ cpu_hotplug_lock, me }) =>
          cpu_hotplug_lock.acquireRead(me) ? 'get_online_mems' : 'blocked',
      },
      get_online_mems: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() get_online_mems()',
        thread: 'X: R-LOCK mem',
        does: ({ mem_hotplug_lock, me }) =>
          mem_hotplug_lock.acquireRead(me) ? 'shrink_all_root' : 'blocked',
      },
      shrink_all_root: call(shrinkCache, () => ({ c: root }), { shrunk: 'shrink_all_lock' }),
      shrink_all_lock: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() mutex_lock()',
        thread: 'X: LOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'shrink_all_test' : 'blocked'),
      },
      shrink_all_test: {
        at: 'mm/slab_common.c kmem_cache_shrink_all()',
        thread: 'X: if !DEACTIVATED',
        atomic: 'the list of children is under slab_mutex',
        does: ({ deactivated, gone, me }) => {
          const isDeactivated = deactivated.has(asks === 'root-is-asked' ? root : me.c);
          return gone.has(me.c) || isDeactivated ? 'shrink_all_next' : 'shrink_all_child';
        },
      },
      shrink_all_child: call(shrinkCache, ({ me }) => ({ c: me.c }), { shrunk: 'shrink_all_next' }),
      shrink_all_next: {
        thread: 'X: for child',
        does: ({ me }) => {
          if (me.c === nth(0) && children > 1) {
            me.c = nth(1);
            return 'shrink_all_test';
          }
          me.c = nth(0);
          return 'shrink_all_unlock';
        },
      },
      shrink_all_unlock: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() mutex_unlock()',
        thread: 'X: UNLOCK',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'put_online_mems';
        },
      },
      put_online_mems: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() put_online_mems()',
        does: ({ mem_hotplug_lock, me }) => {
          mem_hotplug_lock.releaseRead(me);
          return 'put_online_cpus';
        },
      },
      put_online_cpus: {
        at: 'mm/slab_common.c kmem_cache_shrink_all() put_online_cpus()',
        does: ({ cpu_hotplug_lock, me }) => {
          cpu_hotplug_lock.releaseRead(me);
          return 'mutex_lock';
        },
      },
      mutex_lock: {
        at: 'mm/slub.c slab_attr_store() mutex_lock()',
        thread: ['X: LOCK slab_mutex', 'X: trylock on slab_mutex'],
        does: ({ slab_mutex, me }) => {
          if (slab_mutex.tryAcquire(me)) return 'test_child';
          return propagate === 'trylock' ? 'kernfs_put_active' : 'blocked';
        },
      },
      percpu_ref_tryget: {
        at: 'mm/slub.c slab_attr_store() percpu_ref_tryget()',
        thread: 'X: a reference of the child',
        atomic: 'the array of children is under memcg_cache_ids_sem and RCU',
        does: ({ refs, dying, me }) => {
          if (dying.has(me.c)) return 'next_child';
          refs[me.c] = true;
          return 'store';
        },
      },
      test_child: {
        at: 'mm/slub.c slab_attr_store() for_each_memcg_cache()',
        thread: 'X: for child',
        does: ({ gone, me }) => (gone.has(me.c) ? 'next_child' : 'store'),
      },
      store: call(shrink, ({ me }) => ({ c: me.c }), {
        shrunk: hasRefs ? 'percpu_ref_put' : 'next_child',
      }),
      percpu_ref_put: {
        at: 'mm/slub.c slab_attr_store() percpu_ref_put()',
        thread: 'X: a reference of the child',
        does: ({ refs, me }) => {
          refs[me.c] = false;
          return 'next_child';
        },
      },
      next_child: {
        thread: 'X: for child',
        does: ({ me }) => {
          if (me.c === nth(0) && children > 1) {
            me.c = nth(1);
            return hasRefs ? 'percpu_ref_tryget' : 'test_child';
          }
          return hasRefs ? 'kernfs_put_active' : 'mutex_unlock';
        },
      },
      mutex_unlock: {
        at: 'mm/slub.c slab_attr_store() mutex_unlock()',
        thread: 'X: UNLOCK',
        does: ({ slab_mutex, me }) => {
          slab_mutex.release(me);
          return 'kernfs_put_active';
        },
      },
      kernfs_put_active: {
        at: 'fs/kernfs/file.c kernfs_fop_write_iter()',
        thread: 'X: kn.active--',
        does: ({ kn, me }) => {
          kn[root].putActive(me);
          return 'written';
        },
      },
      written: () => 'blocked',
    },
  });
}
