// The claims about kmem-cache-node-offline-uaf, and what becomes of each.
//
// Before: b9049e234401 "memory hotplug: make kmem_cache_node for SLUB on memory online avoid panic"
// (2007). Bug: e4f8e513c3d3 "mm/slub: fix a deadlock in show_slab_objects()" (2019, 5.4), itself
// the fix of slab-sysfs-deadlock. Fix: 666716fd267d "mm, slub: stop freeing kmem_cache_node
// structures on node offline" (2021, 5.12).

import { array, bool, defineSpec, none, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/kmem-cache-node-offline-uaf.ts';

const holds = {
  'no-use-after-free': 'holds',
  'node-before-pages': 'holds',
  'no-deadlock': 'holds',
  'lock-order': 'holds',
  'initialised-when-seen': 'holds',
} as const;

/** Where memory is weak a store may reach it when its lock has been given back. */
const weak = {
  ...holds,
  'node-before-pages': {
    leftOut: 'it looks at memory, and who takes slab_mutex sees more than that',
  },
} as const;

const freed = [
  ['total_objects_show', 'get_node'],
  ['memory_hotplug', 'check_slabs'],
  ['memory_hotplug', 'clear_node'],
  ['memory_hotplug', 'free_node'],
  ['total_objects_show', 'lock_list'],
] as const;

export default defineSpec(model, {
  seed:
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019): 'an existing " +
    "slabs would prevent hotremove'; b9049e234401, e4f8e513c3d3 (5.4), 666716fd267d (5.12)",
  answer:
    "Hocko's reason holds for slabs, and he said that it was to be checked; Cai suspected a race. " +
    's->node[nid] lies elsewhere, and a reader without a slab uses it. 666716fd267d (2021) frees it ' +
    'no more.',
  properties: ({ observer, invariant, deadlock, lockOrder }, { readers }) => ({
    'no-use-after-free': observer('nobody touches a kmem_cache_node that is freed', {
      state: {},
      on: {
        total_objects_show: {
          lock_list: ({ objects, me, assert }) =>
            assert(me.n === none || objects[me.n].allocated, 'the list_lock of a freed structure'),
          unlock_list: ({ objects, me, assert }) =>
            assert(me.n === none || objects[me.n].allocated, 'the list of a freed structure'),
        },
        discard_slab: {
          dec_slabs_node: ({ objects, me, assert }) =>
            assert(me.n === none || objects[me.n].allocated, 'nr_slabs of a freed structure'),
        },
      },
    }),
    'node-before-pages': invariant(
      'the cache has a structure of a node whose pages it may get',
      ({ node, node_online }) => !node_online.value || node.value !== none,
    ),
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
    'initialised-when-seen': observer('who sees a new s->node[nid] sees it initialised', {
      state: { isNew: bool, seesNew: array(readers, bool) },
      on: {
        memory_hotplug: {
          set_node: ({ my }) => {
            my.isNew = true;
          },
        },
        total_objects_show: {
          get_node: ({ my, me }) => {
            my.seesNew[me.id] = my.isNew;
          },
          lock_list: ({ my, me, assert }) =>
            assert(!my.seesNew[me.id] || me.n === none || me.initialised, 'its list is garbage'),
        },
      },
    }),
  }),
  teeth: {
    assertions: {
      replace: "if (slab_page.value) return 'blocked';",
      at: { variant: 'never-free' },
    },
    /** The pages of the node come first, as before b9049e234401. */
    'node-before-pages': {
      replace: 'node.value = me.n;',
      at: { variant: 'rcu-free', online: true },
    },
    'no-deadlock': {
      replace: "thread: 'O: UNLOCK', does: ({ slab_mutex, me }) => { slab_mutex.release(me);",
      by: 'does: () => {',
      at: { variant: 'rcu-free', online: true },
    },
    /** A mutex under a spinlock. */
    'lock-order': {
      replace: "thread: 'R: R; UNLOCK', does: ({ objects, me }) => {",
      by: `does: ({ objects, slab_mutex, me }) => {
             if (!slab_mutex.acquire(me)) return 'blocked';
             slab_mutex.release(me);`,
      at: { variant: 'get-online-mems' },
    },
  },
  rows: [
    { set: { variant: 'get-online-mems' }, expect: holds },
    { set: { variant: 'get-online-mems', online: true }, expect: holds },
    {
      set: { variant: 'no-lock' },
      expect: { ...holds, 'no-use-after-free': violated(freed) },
      note: 'The slab is gone, its count is 0, and the reader has no slab: nothing stops the free.',
    },
    {
      set: { variant: 'no-lock', online: true },
      expect: { ...holds, 'no-use-after-free': violated(freed) },
    },
    { set: { variant: 'never-free' }, expect: holds },
    { set: { variant: 'never-free', online: true }, expect: holds },
    { set: { variant: 'rcu-free' }, expect: holds },
    { set: { variant: 'rcu-free', online: true }, expect: holds },
    {
      set: { variant: 'rcu-free', online: true, 'memory-model': 'tso' },
      expect: weak,
    },
    {
      set: { variant: 'rcu-free', online: true, 'memory-model': 'pso' },
      expect: {
        ...weak,
        'initialised-when-seen': violated([
          ['memory_hotplug', 'init_kmem_cache_node'],
          ['memory_hotplug', 'set_node'],
          ['buffer_memory_hotplug', 'flush'],
          ['total_objects_show', 'get_node'],
          ['total_objects_show', 'lock_list'],
        ]),
      },
      note: 'A plain store, as in the kernel: the list_lock that the reader takes is in the structure itself.',
    },
    {
      set: { variant: 'rcu-free', online: true, publish: 'smp_wmb', 'memory-model': 'pso' },
      expect: weak,
    },
    { set: { variant: 'rcu-free', online: true, readers: 2 }, expect: holds, stress: true },
  ],

  history: [
    {
      commit: 'e4f8e513c3d3',
      subject: 'mm/slub: fix a deadlock in show_slab_objects()',
      year: 2019,
      property: 'no-use-after-free',
      before: { variant: 'get-online-mems' },
      after: { variant: 'no-lock' },
    },
    {
      commit: '666716fd267d',
      subject: 'mm, slub: stop freeing kmem_cache_node structures on node offline',
      year: 2021,
      property: 'no-use-after-free',
      before: { variant: 'no-lock' },
      after: { variant: 'never-free' },
    },
  ],
});
