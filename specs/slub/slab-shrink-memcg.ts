// The claims about slab-shrink-memcg, and what becomes of each.
//
// 04f768a39d55 extends nothing: slab_attr_store() has gone on to the children since 107dab5c92d5, as its author found when
// he asked to revert it. So its test for SLAB_DEACTIVATED, of the root instead of the child, is without effect in two ways.
// And the circle is not closed by whoever holds slab_mutex and removes files, but by who destroys the root: a child has
// files of its own. With memory hotplug it takes no file at all.

import { defineSpec, violated } from 'mmcheck';
import { variantOf } from '../../models/slub/slab-shrink-memcg/variant.ts';
import model from '../../models/slub/slab-shrink-memcg.ts';

const holds = {
  'no-deadlock': 'holds',
  'lock-order': 'holds',
  'children-are-shrunk': 'holds',
  'deactivated-left-alone': 'holds',
  'discarded-is-empty': 'holds',
  'none-is-left': 'holds',
} as const;

const X = (label: string) => ['shrink_store', label] as const;
const K = (label: string) => ['kmem_cache_destroy', label] as const;
const H = (label: string) => ['memory_hotplug', label] as const;

/** One waits for slab_mutex, the other for the file. */
const waitsForMutex = [X('kernfs_get_active'), K('mutex_lock'), K('sysfs_slab_unlink')] as const;
const waitsForLocks = [
  X('kernfs_get_active'),
  K('get_online_mems'),
  H('mem_hotplug_begin'),
] as const;
const waitsForMems = [X('mutex_lock'), K('get_online_mems'), H('mem_hotplug_begin')] as const;
const splat = violated([K('mutex_lock'), K('kernfs_drain')]);
/** It finds the locks taken, and goes on. */
const skipped = [H('mem_hotplug_begin'), X('get_online_mems'), X('kernfs_put_active')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH v3] mm, slab: Extend slab/shrink to shrink all memcg caches (Long, Jul 2019), 04f768a39d55; ' +
    '[PATCH v2 0/4] mm/slub: Fix sysfs circular locking dependency (Apr 2020)',
  answer:
    'Long, that it deadlocks (2020), and that his own 04f768a39d55 was not needed: since 107dab5c92d5 ' +
    'slab_attr_store() goes on to the children. To try slab_mutex alone is not enough: the hotplug ' +
    'locks close the circle, too.',
  properties: ({ deadlock, invariant, lockOrder }, values) => {
    const { cache, root } = variantOf(values);
    return {
      'no-deadlock': deadlock(),
      'lock-order': lockOrder(),
      'children-are-shrunk': invariant(
        'once it is written, each child that is there and active has been shrunk',
        ({ shrink_store, gone, dying, deactivated, shrunk }) =>
          shrink_store[0].at !== 'written' ||
          cache.ids.every(
            (c) => c === root || gone.has(c) || dying.has(c) || deactivated.has(c) || shrunk.has(c),
          ),
      ),
      'deactivated-left-alone': invariant(
        'no child that is deactivated is shrunk',
        ({ deactivated, shrunk }) => cache.ids.every((c) => !deactivated.has(c) || !shrunk.has(c)),
      ),
      'discarded-is-empty': invariant(
        'a slab is given back only when it has no object in use',
        ({ slab }) => slab.place === 'partial' || !slab.inuse,
      ),
      'none-is-left': invariant(
        'once it is written, no empty slab is on the list',
        ({ shrink_store, slab }) =>
          shrink_store[0].at !== 'written' || slab.place !== 'partial' || slab.inuse,
      ),
    };
  },
  rows: [
    {
      set: {},
      expect: { ...holds, 'no-deadlock': violated(waitsForMutex), 'lock-order': splat },
    },
    {
      set: { destroy: 'child' },
      expect: { ...holds, 'lock-order': splat },
      note:
        'Who shuts down a child waits for the files of the child, and who writes to that of the root ' +
        'has another one: to lockdep both are one class.',
    },
    {
      set: { destroy: 'child', hotplug: true },
      expect: { ...holds, 'no-deadlock': violated(waitsForMems), 'lock-order': splat },
      note: 'No file has to do with it: slab_mutex and the hotplug locks are taken in both orders.',
    },
    {
      set: { propagate: 'root-only' },
      expect: {
        ...holds,
        'lock-order': splat,
        'children-are-shrunk': violated([X('kernfs_put_active')]),
      },
    },
    {
      set: { propagate: 'shrink-all' },
      expect: { ...holds, 'no-deadlock': violated(waitsForMutex), 'lock-order': splat },
    },
    {
      set: { propagate: 'shrink-all', deactivated: 'root-is-asked', destroy: 'nothing' },
      expect: {
        ...holds,
        'lock-order': violated([X('shrink_all_lock')]),
        'deactivated-left-alone': violated([X('shrink_all_test'), X('flush_all')]),
      },
      note: 'Alone it takes the locks in both orders: the hotplug locks first, then slab_mutex first.',
    },
    {
      set: { propagate: 'shrink-all', deactivated: 'child-is-asked', destroy: 'nothing' },
      expect: {
        ...holds,
        'lock-order': violated([X('shrink_all_lock')]),
        'deactivated-left-alone': violated([X('shrink_all_test'), X('test_child'), X('flush_all')]),
      },
      note: 'To ask the child would not have helped: slab_attr_store() shrinks it in any case.',
    },
    { set: { propagate: 'trylock' }, expect: { ...holds, 'lock-order': splat } },
    {
      set: { propagate: 'trylock', hotplug: true },
      expect: { ...holds, 'no-deadlock': violated(waitsForLocks), 'lock-order': splat },
      note: 'So to try slab_mutex alone is not enough: the hotplug locks close the circle, too.',
    },
    {
      set: { propagate: 'trylock', destroy: 'child', children: 2 },
      expect: {
        ...holds,
        'lock-order': splat,
        'children-are-shrunk': violated([K('mutex_lock'), X('mutex_lock'), X('kernfs_put_active')]),
      },
    },
    {
      set: { propagate: 'child-refs', hotplug: true },
      expect: { ...holds, 'no-deadlock': violated(waitsForLocks), 'lock-order': splat },
    },
    { set: { propagate: 'child-refs-trylock' }, expect: holds },
    {
      set: { propagate: 'child-refs-trylock', hotplug: true },
      expect: {
        ...holds,
        'children-are-shrunk': violated(skipped),
        'none-is-left': violated(skipped),
      },
      note: 'What it costs: while memory is hotplugged, nothing is shrunk.',
    },
    {
      set: { users: true, destroy: 'nothing' },
      expect: {
        ...holds,
        'none-is-left': violated([X('inuse'), ['user', 'inuse']]),
      },
      note: 'By design: what is freed later is not given back.',
    },
    {
      set: { propagate: 'shrink-all', hotplug: true, users: true, children: 2 },
      expect: {
        ...holds,
        'no-deadlock': 'violated',
        'lock-order': splat,
        'none-is-left': violated([X('kernfs_put_active')]),
      },
      stress: true,
    },
    {
      set: { propagate: 'child-refs-trylock', hotplug: true, users: true, children: 2 },
      expect: {
        ...holds,
        'children-are-shrunk': violated(skipped),
        'none-is-left': violated([X('kernfs_put_active')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'discarded-is-empty': {
      replace: "slab.place === 'partial' && !slab.inuse ?",
      by: "slab.place === 'partial' ?",
      at: { users: true, destroy: 'nothing' },
      file: 'slab-shrink-memcg/kmem-cache-shrink.ts',
    },
    assertions: {
      replace: "if (dying.has(me.c)) return 'next_child';",
      by: '',
      at: { propagate: 'child-refs-trylock' },
      file: 'slab-shrink-memcg/shrink-store.ts',
    },
  },
  history: [
    {
      commit: '107dab5c92d5',
      subject: 'slub: slub-specific propagation changes',
      year: 2012,
      property: 'children-are-shrunk',
      before: { propagate: 'root-only' },
      after: {},
    },
    {
      commit: 'not merged',
      subject: '[PATCH v2 0/4] mm/slub: Fix sysfs circular locking dependency',
      year: 2020,
      property: 'no-deadlock',
      before: { propagate: 'shrink-all' },
      after: { propagate: 'child-refs-trylock' },
    },
  ],
});
