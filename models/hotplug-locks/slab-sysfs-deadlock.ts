// slab-sysfs-deadlock: reading a slab cache's file in sysfs while the cache is destroyed.
//
// linux-mm, Sep 2019 (Qian Cai's lockdep splat): the reader of
// /sys/kernel/slab/<cache>/total_objects has a reference to the file and calls get_online_mems();
// destroying the cache holds that lock and slab_mutex and waits for the references. e4f8e513c3d3
// (5.4) took the lock from the reader. The wait came with d50d82faa0c9 (2018), so that a cache
// can be created again under its old name at once.

import { bool, defineModel, kind, oneOf, parameter, range, system, table } from 'mmcheck';
import { kernfsNode, mutex, work } from 'mmcheck/kernel';
import {
  cpusReadUnlock,
  getOnlineMems,
  hotplugLocks,
  memHotplug,
  putOnlineMems,
} from '../shared/hotplug-locks.ts';

export default defineModel('slab-sysfs-deadlock', {
  about:
    'Reading a slab file in sysfs waits for memory hotplug; destroying the cache waits for the ' +
    'reader. d50d82faa0c9 (2018), e4f8e513c3d3 (2019, 5.4).',
  parameters: {
    show: parameter('What show_slab_objects() holds.', oneOf('get-online-mems', 'lockless')),
    unlink: parameter(
      'When a cache that is destroyed leaves sysfs.',
      oneOf('under-slab-mutex', 'after-unlock', 'by-worker'),
    ),
    slabLock: parameter(
      'Whether creating, destroying and shrinking caches takes the memory hotplug lock; 7e1fa93deff4 (2021, 5.12).',
      oneOf('get-online-mems', 'none'),
    ),
    hotplug: parameter('Memory is hotplugged meanwhile.', bool),
    writerPreference: parameter(
      'A waiting writer keeps new readers out, as in the percpu rwsems since 2017.',
      bool,
    ),
    shrink: parameter('Somebody writes to the `shrink` file.', bool),
    caches: parameter('Slab caches that are read and destroyed.', range(1, 2)),
  },

  system: ({ show, unlink, slabLock, hotplug, writerPreference, shrink, caches }) => {
    const cache = kind('cache', caches);
    const locks = slabLock === 'get-online-mems';
    return system(
      {
        ...hotplugLocks({ writerPreference }),
        slab_mutex: mutex('slab_mutex'),
        caches: table(cache, {
          kn: kernfsNode('kn->active', 1),
          /** The work that removes the directory, before d50d82faa0c9. */
          kobj_remove_work: work(),
          /** No longer in slab_caches; no longer in sysfs. */
          unlisted: bool,
          unlinked: bool,
        }),
      },
      ({ process }) => ({
        total_objects_show: process({
          count: cache,
          start: 'kernfs_get_active',
          steps: {
            kernfs_get_active: {
              at: 'fs/kernfs/file.c kernfs_seq_start()',
              thread: 'R: kn.active++',
              does: ({ caches, me }) => {
                if (!caches[me.id].kn.getActive(me)) return 'done';
                return show === 'lockless' ? 'show_slab_objects' : 'get_online_mems';
              },
            },
            get_online_mems: {
              at: 'mm/slub.c show_slab_objects()',
              thread: 'R: R-LOCK mem',
              does: getOnlineMems,
            },
            show_slab_objects: {
              at: 'mm/slub.c show_slab_objects()',
              thread: 'R: count',
              does: () => (show === 'lockless' ? 'kernfs_put_active' : 'put_online_mems'),
            },
            put_online_mems: putOnlineMems,
            kernfs_put_active: {
              thread: 'R: kn.active--',
              does: ({ caches, me }) => {
                caches[me.id].kn.putActive(me);
                return 'done';
              },
            },
          },
        }),

        kmem_cache_destroy: process({
          count: cache,
          start: 'get_online_cpus',
          steps: {
            get_online_cpus: {
              at: 'mm/slab_common.c kmem_cache_destroy(), kmemcg_cache_shutdown()',
              thread: 'K: R-LOCK cpu, R-LOCK mem',
              does: ({ cpu_hotplug_lock, me }) => {
                if (!cpu_hotplug_lock.acquireRead(me)) return 'blocked';
                return locks ? 'get_online_mems' : 'lock_slab_mutex';
              },
            },
            get_online_mems: { thread: 'K: R-LOCK cpu, R-LOCK mem', does: getOnlineMems },
            lock_slab_mutex: {
              thread: 'K: LOCK slab_mutex',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            shutdown_cache: {
              at: 'mm/slab_common.c shutdown_cache()',
              does: ({ caches, me }) => {
                caches[me.id].unlisted = true;
                return unlink === 'under-slab-mutex' ? 'sysfs_slab_unlink' : 'unlock_slab_mutex';
              },
            },
            sysfs_slab_unlink: {
              at: 'mm/slub.c sysfs_slab_unlink() kobject_del()',
              thread: 'K: kn.removing = 1',
              does: ({ caches, me }) => {
                caches[me.id].kn.deactivate();
                return 'next';
              },
            },
            kernfs_drain: {
              at: 'fs/kernfs/dir.c kernfs_drain()',
              thread: 'K: wait kn.active == 0',
              does: ({ caches, me }) => {
                if (!caches[me.id].kn.drain()) return 'blocked';
                caches[me.id].unlinked = true;
                return unlink === 'under-slab-mutex' ? 'unlock_slab_mutex' : 'done';
              },
            },
            unlock_slab_mutex: ({ slab_mutex, me }) => {
              slab_mutex.release(me);
              if (unlink === 'by-worker') return 'schedule_work';
              return locks ? 'put_online_mems' : 'put_online_cpus';
            },
            schedule_work: {
              at: 'mm/slub.c sysfs_slab_remove()',
              thread: 'destroy(A), worker pending',
              does: ({ caches, me }) => {
                caches[me.id].kobj_remove_work.queue();
                return locks ? 'put_online_mems' : 'put_online_cpus';
              },
            },
            put_online_mems: putOnlineMems,
            put_online_cpus: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseRead(me);
              return unlink === 'after-unlock' ? 'sysfs_slab_unlink' : 'done';
            },
          },
        }),

        sysfs_slab_remove_workfn: process({
          count: unlink === 'by-worker' ? caches : 0,
          start: 'idle',
          end: ['idle'],
          steps: {
            idle: ({ caches, me }) =>
              caches[me.id].kobj_remove_work.take(me) ? 'next' : 'blocked',
            kobject_del: {
              at: 'mm/slub.c sysfs_slab_remove_workfn()',
              thread: 'the worker removes the directory',
              does: ({ caches, me }) => {
                caches[me.id].kn.deactivate();
                return 'next';
              },
            },
            kernfs_drain: {
              at: 'fs/kernfs/dir.c kernfs_drain()',
              does: ({ caches, me }) => {
                if (!caches[me.id].kn.drain()) return 'blocked';
                caches[me.id].unlinked = true;
                return 'next';
              },
            },
            finish: ({ caches, me }) => {
              caches[me.id].kobj_remove_work.finish(me);
              return 'idle';
            },
          },
        }),

        kmem_cache_create: process({
          locals: { failed: bool },
          start: 'get_online_cpus',
          steps: {
            get_online_cpus: {
              at: 'mm/slab_common.c kmem_cache_create(), memcg_create_kmem_cache()',
              does: ({ cpu_hotplug_lock, me }) => {
                if (!cpu_hotplug_lock.acquireRead(me)) return 'blocked';
                return locks ? 'get_online_mems' : 'lock_slab_mutex';
              },
            },
            get_online_mems: getOnlineMems,
            lock_slab_mutex: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            find_cache: {
              at: 'mm/slab_common.c kmem_cache_create(): is it in slab_caches?',
              does: ({ caches }) => (caches[0].unlisted ? 'sysfs_slab_add' : 'unlock_slab_mutex'),
            },
            sysfs_slab_add: {
              at: 'mm/slub.c sysfs_slab_add(): cannot create duplicate filename',
              thread: 'N: create sysfs',
              does: ({ caches, me }) => {
                if (caches[0].unlinked) caches[0].unlinked = false;
                else me.failed = true;
                return 'next';
              },
            },
            unlock_slab_mutex: ({ slab_mutex, me }) => {
              slab_mutex.release(me);
              return locks ? 'put_online_mems' : 'put_online_cpus';
            },
            put_online_mems: putOnlineMems,
            put_online_cpus: cpusReadUnlock,
          },
        }),

        memory_hotplug: process({ count: hotplug ? 1 : 0, ...memHotplug }),

        shrink_store: process({
          count: shrink ? 1 : 0,
          start: 'kernfs_get_active',
          steps: {
            kernfs_get_active: {
              at: 'fs/kernfs/file.c kernfs_fop_write()',
              thread: 'W2: write shrink',
              does: ({ caches, me }) => (caches[0].kn.getActive(me) ? 'get_online_cpus' : 'done'),
            },
            get_online_cpus: {
              at: 'mm/slab_common.c kmem_cache_shrink()',
              does: ({ cpu_hotplug_lock, me }) => {
                if (!cpu_hotplug_lock.acquireRead(me)) return 'blocked';
                return locks ? 'get_online_mems' : 'put_online_cpus';
              },
            },
            get_online_mems: getOnlineMems,
            put_online_mems: putOnlineMems,
            put_online_cpus: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseRead(me);
              return 'next';
            },
            kernfs_put_active: ({ caches, me }) => {
              caches[0].kn.putActive(me);
              return 'done';
            },
          },
        }),
      }),
    );
  },
});
