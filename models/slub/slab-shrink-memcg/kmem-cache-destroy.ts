// Who destroys a cache in slab-shrink-memcg: kmem_cache_destroy() of the root, whose children have gone before, or the
// work that shuts a child down once its last reference is gone. Both wait for its files under slab_mutex (d50d82faa0c9).

import {
  cpusReadLock,
  cpusReadUnlock,
  getOnlineMems,
  putOnlineMems,
} from '../../shared/hotplug-locks.ts';
import type { Make, Variant } from './variant.ts';

export function kmemCacheDestroy({ process }: Make, { destroy, root, child, cache }: Variant) {
  const c = destroy === 'root' ? root : child;
  /** The children that are shut down, all with the root. */
  const doomed = destroy === 'root' ? cache.ids.filter((k) => k !== root) : [child];
  return process({
    count: destroy === 'nothing' ? 0 : 1,
    start: 'percpu_ref_is_zero',
    steps: {
      percpu_ref_is_zero: {
        at: 'mm/slab_common.c kmemcg_workfn()',
        thread: 'K: its last reference is gone',
        atomic: 'a reference that is gone is not taken again',
        does: ({ refs, dying }) => {
          if (cache.ids.some((k) => refs[k])) return 'blocked';
          for (const k of doomed) dying.add(k);
          return 'get_online_cpus';
        },
      },
      get_online_cpus: {
        at: 'mm/slab_common.c kmem_cache_destroy() cpus_read_lock()',
        thread: 'K: R-LOCK cpu',
        does: cpusReadLock,
      },
      get_online_mems: { thread: 'K: R-LOCK mem', does: getOnlineMems },
      mutex_lock: {
        at: 'mm/slab_common.c kmem_cache_destroy() mutex_lock()',
        thread: 'K: slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
      },
      shutdown_cache: {
        at: 'mm/slab_common.c shutdown_cache()',
        thread: 'K: off the lists',
        does: ({ gone }) => {
          for (const k of doomed) gone.add(k);
          return 'sysfs_slab_unlink';
        },
      },
      sysfs_slab_unlink: {
        at: 'mm/slub.c sysfs_slab_unlink() kobject_del()',
        thread: 'K: kernfs remove',
        does: ({ kn }) => {
          kn[c].deactivate();
          return 'next';
        },
      },
      kernfs_drain: {
        at: 'fs/kernfs/dir.c kernfs_drain()',
        thread: 'K: waits for kn.active',
        does: ({ kn }) => (kn[c].drain() ? 'next' : 'blocked'),
      },
      mutex_unlock: ({ slab_mutex, me }) => {
        slab_mutex.release(me);
        return 'next';
      },
      put_online_mems: putOnlineMems,
      put_online_cpus: cpusReadUnlock,
    },
  });
}
