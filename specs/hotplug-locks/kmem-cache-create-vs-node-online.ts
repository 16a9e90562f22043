// The claims about kmem-cache-create-vs-node-online, and what becomes of each.
//
// Fix: 03afc0e25f7f "slab: get_online_mems for kmem_cache_{create,destroy,shrink}" (2014, 3.16),
// which led to cpu-vs-mem-hotplug-lock-order and slab-sysfs-deadlock. Its successor: 7e1fa93deff4
// "mm, slab, slub: stop taking memory hotplug lock" (2021, 5.12).

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/kmem-cache-create-vs-node-online.ts';

const holds = {
  'node-for-every-page': 'holds',
  'no-null-node': 'holds',
  'rollback-undoes': 'holds',
  'no-deadlock': 'holds',
} as const;

/** The node's callback is over, the cache is created, and only then the node counts as online. */
const missed = [
  ['online_pages', 'going_online'],
  ['kmem_cache_create', 'for_each_node'],
  ['online_pages', 'set_normal_memory'],
] as const;
const breaks = {
  ...holds,
  'node-for-every-page': violated([...missed, ['online_pages', 'build_all_zonelists']]),
  'no-null-node': violated([
    ...missed,
    ['online_pages', 'build_all_zonelists'],
    ['kmem_cache_alloc', 'get_page'],
    ['kmem_cache_alloc', 'get_node'],
  ]),
} as const;

export default defineSpec(model, {
  seed:
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019): 'stable value of " +
    "cpu/node online mask'; bfc8c90139eb, 03afc0e25f7f (3.16), 59450bbc12be, 7e1fa93deff4 (5.12)",
  answer:
    'Whoever asks for a stable mask: get_online_mems() (2014) is right, and so is slab_nodes under ' +
    'slab_mutex (2021), which does without the lock.',
  properties: ({ invariant, observer, deadlock }) => ({
    'node-for-every-page': invariant(
      'every cache has a structure of each node whose pages the allocator gives out',
      ({ caches, zonelists }) =>
        !zonelists.value || caches.every(({ listed, node }) => !listed || node),
    ),
    'no-null-node': observer('no allocation meets a NULL s->node[nid]', {
      state: {},
      on: {
        kmem_cache_alloc: {
          get_node: ({ me, assert }) => assert(!me.missing, 'NULL pointer dereference'),
        },
      },
    }),
    'rollback-undoes': invariant(
      'a node that did not come online is not in slab_nodes',
      ({ slab_nodes, n_normal_memory, online_pages }) =>
        online_pages[0].at !== 'done' || n_normal_memory.value || !slab_nodes.value,
    ),
    'no-deadlock': deadlock(),
  }),
  teeth: {
    'no-deadlock': {
      replace: 'slab_mutex.release(me); return locks',
      // It is taken again where it is to be given back.
      by: "if (!slab_mutex.acquire(me)) return 'blocked'; return locks",
      at: { variant: 'slab-nodes' },
    },
  },
  rows: [
    { set: { variant: 'no-lock' }, expect: breaks },
    { set: { variant: 'get-online-mems' }, expect: holds },
    { set: { variant: 'slab-nodes' }, expect: holds },
    { set: { variant: 'slab-nodes', cancel: 'undoes' }, expect: holds },
    {
      set: { variant: 'slab-nodes', cancel: 'forgets' },
      expect: { ...holds, 'rollback-undoes': violated([['online_pages', 'cancel_online']]) },
      note: 'Benign: a cache has a structure of a node that has no pages.',
    },
    {
      set: { variant: 'at-online' },
      expect: breaks,
      note:
        'Without slab_nodes, by N_NORMAL_MEMORY alone, all caches have to be completed once more. At MEM_ONLINE that ' +
        'is too late: the zonelists have the node before it.',
    },
    {
      set: { variant: 'before-zonelists' },
      expect: holds,
      note: 'The same, between node_states_set_node() and build_all_zonelists().',
    },
    { set: { variant: 'slab-nodes', cancel: 'undoes', again: true }, expect: holds },
    {
      set: { variant: 'slab-nodes', cancel: 'undoes', again: true, creates: 2 },
      expect: holds,
      stress: true,
    },
  ],

  history: [
    {
      commit: '03afc0e25f7f',
      subject: 'slab: get_online_mems for kmem_cache_{create,destroy,shrink}',
      year: 2014,
      property: 'node-for-every-page',
      before: { variant: 'no-lock' },
      after: { variant: 'get-online-mems' },
    },
  ],
});
