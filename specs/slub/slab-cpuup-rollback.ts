// The claims about slab-cpuup-rollback, and what becomes of each.
//
// The patch is right: per-cpu memory is there whenever cpuup_canceled() runs, and the check was for an array that was
// allocated on the way. Two answers are others than one would think. To undo the state that has failed once more frees
// nothing twice, since what is freed was set to NULL under list_lock; but free_limit is lowered twice. And cache_reap() need
// not be cancelled for the sake of the arrays: slab_mutex keeps it and cpuup_canceled() apart. Without that lock it must be,
// and even then whoever changes the arrays by /proc/slabinfo takes them away from it.

import { defineSpec, none, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import { OBJECTS } from '../../models/slub/slab-cpuup-rollback/variant.ts';
import model from '../../models/slub/slab-cpuup-rollback.ts';

const H = (label: string) => ['cpu_up', label] as const;
const D = (label: string) => ['drain_alien_cache', label] as const;
const R = (label: string) => ['cache_reap', label] as const;

const holds = {
  'nc-is-there': 'holds',
  'nothing-leaks': 'holds',
  'objects-are-returned': 'holds',
  'each-object-somewhere': 'holds',
  'limit-covers-the-cpus': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-null-dereference': 'holds',
} as const;
const twice = [H('bad'), H('failed'), H('slab_dead_cpu'), H('free_block')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm, slab: remove unneed check in cpuup_canceled (RongQing Li, Mar 2019); bf0dea23a9c0 ' +
    'mm/slab: use percpu allocator for cpu cache (2014)',
  answer:
    'Li: the check was for an array that was allocated on the way, and per-cpu memory is always there.',
  properties: ({ atTheEnd, conservation, invariant, unreachable }, { mate, caches }) => ({
    'nc-is-there': unreachable(
      'cpuup_canceled() comes to no cache that has no array of the cpu',
      ({ nc_is_null }) => nc_is_null.value,
    ),
    'nothing-leaks': atTheEnd(
      'who is allocated is an array of a node',
      ({ heap, nodes, online }) =>
        !heap.leaks(nodes.flatMap(({ shared, alien, nc }) => [shared, alien, nc])) &&
        (mate ||
          online.value ||
          nodes.every(({ shared, alien, nc }) => shared === none && alien === none && nc === none)),
    ),
    'objects-are-returned': invariant(
      'a cpu that is gone has no objects in its arrays',
      ({ cpu_up, objects }) => cpu_up[0].at !== 'done' || objects.every(({ cpu }) => cpu === 0),
    ),
    'each-object-somewhere': conservation(
      'each object is in a slab, in an array or in use',
      OBJECTS * caches,
      ({ objects }) =>
        objects.reduce((sum, o) => sum + o.slab + o.shared + o.cpu + o.remote + o.user, 0),
    ),
    'limit-covers-the-cpus': invariant(
      'free_limit has a batch for each cpu of the node',
      ({ nodes, cpus }) => nodes.every(({ limit }) => limit >= cpus.value),
    ),
    ...heapProperties(unreachable),
  }),
  rows: [
    { set: {}, expect: holds },
    { set: { mate: true }, expect: holds },
    { set: { users: false, caches: 2 }, expect: holds },
    { set: { tune: true, users: false }, expect: holds },
    {
      set: { cpu_array: 'kmalloc', users: false },
      expect: {
        ...holds,
        'nc-is-there': violated([H('alloc_alien_cache'), H('bad'), H('free_block')]),
      },
    },
    { set: { cpu_array: 'kmalloc', asks: true, users: false }, expect: holds },
    {
      set: { undoes: 'failed-too', users: false, caches: 2 },
      expect: { ...holds, 'limit-covers-the-cpus': violated(twice) },
    },
    {
      set: { undoes: 'failed-too', mate: true },
      expect: { ...holds, 'limit-covers-the-cpus': violated(twice) },
    },
    {
      set: { drain: 'before-lock' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          D('read_shared'),
          H('take_arrays'),
          H('kfree_shared'),
          D('transfer_objects'),
        ]),
      },
    },
    { set: { cancels: false }, expect: holds },
    { set: { reap_lock: false }, expect: holds },
    {
      set: { reap_lock: false, cancels: false },
      expect: {
        ...holds,
        'no-use-after-free': violated([R('read_shared'), H('kfree_shared'), R('read_avail')]),
      },
    },
    {
      set: { reap_lock: false, tune: true },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          R('read_shared'),
          ['do_tune_cpucache', 'swap'],
          ['do_tune_cpucache', 'kfree'],
          R('read_avail'),
        ]),
      },
    },
    { set: { caches: 2 }, expect: holds, stress: true },
    { set: { tune: true, mate: true }, expect: holds, stress: true },
  ],
  teeth: {
    'nothing-leaks': {
      file: './slab-cpuup-rollback/cpuup-canceled.ts',
      replace: "heap.free(me.alien); me.alien = none; return 'next_cache';",
      by: "me.alien = none; return 'next_cache';",
      at: {},
    },
    'objects-are-returned': {
      file: './slab-cpuup-rollback/cpuup-canceled.ts',
      replace: 'objects[me.c].cpu = 0;',
      at: {},
    },
    'each-object-somewhere': {
      file: './slab-cpuup-rollback/cpuup-canceled.ts',
      replace: 'objects[me.c].slab += objects[me.c].shared;',
      at: {},
    },
    'no-double-free': {
      file: './slab-cpuup-rollback/cpuup-canceled.ts',
      replace: 'nodes[me.c].shared = none;',
      at: { undoes: 'failed-too', users: false, caches: 2 },
    },
    'no-null-dereference': {
      file: './slab-cpuup-rollback/users.ts',
      replace: 'if (me.shared === none) objects[me.c].slab++; else {',
      by: '{',
      at: {},
    },
  },
  history: [
    {
      commit: 'bf0dea23a9c0',
      subject: 'mm/slab: use percpu allocator for cpu cache',
      year: 2014,
      property: 'nc-is-there',
      before: { cpu_array: 'kmalloc', users: false },
      after: {},
    },
  ],
});
