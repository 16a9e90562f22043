// The claims about slab-sysfs-deadlock, and about using the name of a destroyed cache again.
//
// First bug: a cache cannot be created again under its name. Fix that opened the next bug:
// d50d82faa0c9 "slub: fix failure when we delete and create a slab cache" (2018, 4.18). Fix:
// e4f8e513c3d3 "mm/slub: fix a deadlock in show_slab_objects()" (2019, 5.4), which blames
// 01fb58bcba63 and 03afc0e25f7f; what it opened is kmem-cache-node-offline-uaf.

import { bool, defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/slab-sysfs-deadlock.ts';

const holds = {
  'no-deadlock': 'holds',
  'lock-order': 'holds',
  'create-after-destroy': 'holds',
  'no-duplicate-name': 'holds',
} as const;

/** The reader waits behind hotplug, hotplug for destroy's reading, destroy for the reader. */
const circle = [
  ['total_objects_show', 'kernfs_get_active'],
  ['kmem_cache_destroy', 'sysfs_slab_unlink'],
  ['memory_hotplug', 'mem_hotplug_begin'],
] as const;
/** Qian Cai's splat: nobody need wait for anybody, and memory hotplug need not be there. */
const splat = violated([
  ['total_objects_show', 'kernfs_get_active'],
  ['total_objects_show', 'get_online_mems'],
  ['kmem_cache_destroy', 'sysfs_slab_unlink'],
]);
const duplicate = [
  ['kmem_cache_destroy', 'shutdown_cache'],
  ['kmem_cache_create', 'sysfs_slab_add'],
] as const;

export default defineSpec(model, {
  seed:
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019), Qian Cai's " +
    'lockdep splat; d50d82faa0c9 (4.18), e4f8e513c3d3 (5.4)',
  answer:
    'Cai: the report is right, and e4f8e513c3d3 ends it for who reads. Who writes to the shrink file ' +
    'closed the same circle until 7e1fa93deff4 (2021), and that of cpu_hotplug_lock until ' +
    '0495e337b703 (2022).',
  properties: ({ deadlock, lockOrder, observer }) => ({
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
    'create-after-destroy': observer(
      'a cache can be created under its name once destroying it has returned',
      {
        state: { destroyed: bool },
        on: {
          kmem_cache_create: {
            get_online_cpus: ({ my, kmem_cache_destroy }) => {
              my.destroyed = kmem_cache_destroy[0].at === 'done';
            },
            sysfs_slab_add: ({ my, me, assert }) =>
              assert(!my.destroyed || !me.failed, 'cannot create duplicate filename'),
          },
        },
      },
    ),
    'no-duplicate-name': observer(
      'no creation fails because of a cache that is in slab_caches no more',
      {
        state: {},
        on: {
          kmem_cache_create: {
            sysfs_slab_add: ({ me, assert }) =>
              assert(!me.failed, 'cannot create duplicate filename'),
          },
        },
      },
    ),
  }),
  rows: [
    {
      set: { hotplug: true, writerPreference: true },
      expect: { ...holds, 'no-deadlock': violated(circle), 'lock-order': splat },
    },
    { set: { hotplug: true }, expect: { ...holds, 'lock-order': splat } },
    { set: { writerPreference: true }, expect: { ...holds, 'lock-order': splat } },
    // e4f8e513c3d3
    { set: { show: 'lockless', hotplug: true, writerPreference: true }, expect: holds },
    // Before d50d82faa0c9
    {
      set: { unlink: 'by-worker', hotplug: true, writerPreference: true },
      expect: {
        ...holds,
        'create-after-destroy': violated([
          ['kmem_cache_destroy', 'schedule_work'],
          ['kmem_cache_create', 'sysfs_slab_add'],
        ]),
        'no-duplicate-name': violated(duplicate),
      },
    },
    {
      set: { unlink: 'after-unlock', hotplug: true, writerPreference: true },
      expect: { ...holds, 'no-duplicate-name': violated(duplicate) },
      note:
        'The name collides only with a creation that did not wait for destroying to return; ' +
        'where a worker destroys the cache, as for memcg, nobody can wait for that.',
    },
    {
      set: { show: 'lockless', hotplug: true, writerPreference: true, shrink: true },
      expect: {
        ...holds,
        'no-deadlock': violated([
          ['memory_hotplug', 'mem_hotplug_begin'],
          ['shrink_store', 'kernfs_get_active'],
          ['kmem_cache_destroy', 'sysfs_slab_unlink'],
        ]),
        'lock-order': violated([
          ['kmem_cache_destroy', 'sysfs_slab_unlink'],
          ['shrink_store', 'kernfs_get_active'],
        ]),
      },
      note:
        'Beyond the thread: e4f8e513c3d3 takes the lock from show_slab_objects() alone, and ' +
        'writing to `shrink` closes the same circle until 7e1fa93deff4 (2021).',
    },
    // 7e1fa93deff4
    {
      set: {
        show: 'lockless',
        slabLock: 'none',
        hotplug: true,
        writerPreference: true,
        shrink: true,
      },
      expect: {
        ...holds,
        'lock-order': violated([
          ['kmem_cache_destroy', 'sysfs_slab_unlink'],
          ['shrink_store', 'kernfs_get_active'],
        ]),
      },
      note:
        'The circle is left of cpu_hotplug_lock, which lockdep reports; it closes with a cpu that comes up, of which ' +
        'the model has none. 0495e337b703 (2022) unlinks the cache after both locks.',
    },
    {
      set: {
        show: 'lockless',
        unlink: 'after-unlock',
        slabLock: 'none',
        hotplug: true,
        writerPreference: true,
        shrink: true,
      },
      expect: { ...holds, 'no-duplicate-name': violated(duplicate) },
      note: 'As a trace of Linux 6.1 shows it.',
    },
    {
      set: { show: 'lockless', hotplug: true, writerPreference: true, caches: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { hotplug: true, writerPreference: true, shrink: true, caches: 2 },
      expect: { ...holds, 'no-deadlock': 'violated', 'lock-order': 'violated' },
      stress: true,
    },
  ],

  history: [
    {
      commit: 'd50d82faa0c9',
      subject: 'slub: fix failure when we delete and create a slab cache',
      year: 2018,
      property: 'create-after-destroy',
      before: { unlink: 'by-worker', hotplug: true, writerPreference: true },
      after: { hotplug: true, writerPreference: true },
    },
    {
      commit: 'd50d82faa0c9',
      subject: 'slub: fix failure when we delete and create a slab cache',
      year: 2018,
      property: 'no-deadlock',
      before: { unlink: 'by-worker', hotplug: true, writerPreference: true },
      after: { hotplug: true, writerPreference: true },
    },
    {
      commit: 'd50d82faa0c9',
      subject: 'slub: fix failure when we delete and create a slab cache',
      year: 2018,
      property: 'lock-order',
      before: { unlink: 'by-worker', hotplug: true, writerPreference: true },
      after: { hotplug: true, writerPreference: true },
    },
    {
      commit: 'e4f8e513c3d3',
      subject: 'mm/slub: fix a deadlock in show_slab_objects()',
      year: 2019,
      property: 'lock-order',
      before: { hotplug: true, writerPreference: true },
      after: { show: 'lockless', hotplug: true, writerPreference: true },
    },
    {
      commit: 'e4f8e513c3d3',
      subject: 'mm/slub: fix a deadlock in show_slab_objects()',
      year: 2019,
      property: 'no-deadlock',
      before: { hotplug: true, writerPreference: true },
      after: { show: 'lockless', hotplug: true, writerPreference: true },
    },
  ],
});
