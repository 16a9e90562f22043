// The claims about slub-list-lock-recursion, and what becomes of each.
//
// Both reports are lockdep's, of two locks of one class: that of the cache which is destroyed, and that of the cache which
// is allocated from. The one cannot be the other: what kmalloc() and debugobjects allocate from is never destroyed while
// they are in use. So 'we will run into deadlock' is wrong as it stands, and same_cache is what nobody can do; what is
// violated is the rule that list_lock is not held for another one. What turned when is told by three commits: the lock
// was dropped in 2011 since nobody else used the cache, which sysfs does; it came back in 2016, and slabs are discarded
// from a private list since.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/slub/slub-list-lock-recursion.ts';

const D = (label: string) => ['kmem_cache_destroy', label] as const;
const S = (label: string) => ['show_slab_objects', label] as const;
const F = (label: string) => ['slab_free', label] as const;

const holds = {
  'lock-order': 'holds',
  'no-deadlock': 'holds',
  'no-double-free': 'holds',
  'list-is-walked': 'holds',
} as const;
const discards = [D('spin_lock'), D('discard_slab'), D('spin_lock')] as const;
const lists = [D('spin_lock'), D('list_slab_objects'), D('spin_lock')] as const;
const bothEmptied = [F('cmpxchg_double_slab'), D('inuse')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm: avoid slub allocation while holding list_lock (Zhao, Sep 2019), 90e9f6a66c78; ' +
    '6039892396d8 mm/slub.c: run free_partial() outside of the kmem_cache_node->list_lock (Wilson, 2016); ' +
    '69cb8e6b7c29, 52b4b950b507',
  answer:
    'Zhao and Wilson, that list_lock is not to be held for another one. It does not deadlock, as ' +
    "Zhao's changelog has it: what is allocated never comes from the cache that is destroyed.",
  properties: ({ deadlock, invariant, lockOrder, unreachable }) => ({
    'lock-order': lockOrder('no list_lock is asked for while one is held'),
    'no-deadlock': deadlock(),
    'no-double-free': invariant('a slab is discarded once', ({ discarded }) =>
      discarded.every((n) => n <= 1),
    ),
    'list-is-walked': unreachable(
      'who walks the list comes to no slab that was taken off it',
      ({ show_slab_objects }) => show_slab_objects[0].at === 'list_poison',
    ),
  }),
  rows: [
    { set: {}, expect: holds },
    { set: { in_use: true, late_free: true, sysfs: true }, expect: holds },
    {
      set: { discard: 'under-lock' },
      expect: { ...holds, 'lock-order': violated(discards) },
      note: "Wilson's report: the debug object comes from another cache, so nobody waits for himself.",
    },
    {
      set: { discard: 'under-lock', same_cache: true },
      expect: {
        ...holds,
        'lock-order': violated(discards),
        'no-deadlock': violated([D('discard_slab')]),
      },
    },
    { set: { discard: 'private-list', same_cache: true }, expect: holds },
    {
      set: { map: 'kmalloc', in_use: true },
      expect: { ...holds, 'lock-order': violated(lists) },
      note: "Zhao's report: the bitmap comes from another cache.",
    },
    {
      set: { map: 'kmalloc', in_use: true, same_cache: true },
      expect: {
        ...holds,
        'lock-order': violated(lists),
        'no-deadlock': violated([D('list_slab_objects')]),
      },
    },
    {
      set: { discard: 'under-lock', sysfs: true },
      expect: { ...holds, 'lock-order': violated(discards) },
    },
    {
      set: { discard: 'without-lock', sysfs: true },
      expect: {
        ...holds,
        'list-is-walked': violated([S('first'), D('remove_partial'), S('list_next')]),
      },
    },
    {
      set: { discard: 'without-lock', in_use: true, late_free: true },
      expect: {
        ...holds,
        'no-double-free': violated([...bothEmptied, D('remove_partial'), F('discard_slab')]),
      },
      note:
        'All objects are freed, but the last free has not returned: both find the slab empty. Under ' +
        'list_lock, which the free holds from before its cmpxchg, they cannot.',
    },
    {
      set: { in_use: true, late_free: true, sysfs: true, slabs: 3 },
      expect: holds,
      stress: true,
    },
    {
      set: { discard: 'without-lock', in_use: true, late_free: true, sysfs: true, slabs: 3 },
      expect: {
        ...holds,
        'no-double-free': violated([F('discard_slab')]),
        'list-is-walked': violated([S('first'), D('remove_partial'), S('list_next')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: '69cb8e6b7c29',
      subject: 'slub: free slabs without holding locks',
      year: 2011,
      property: 'lock-order',
      before: { discard: 'under-lock', sysfs: true },
      after: { discard: 'without-lock', sysfs: true },
    },
    {
      commit: '52b4b950b507',
      subject: 'mm: slab: free kmem_cache_node after destroy sysfs file',
      year: 2016,
      property: 'list-is-walked',
      before: { discard: 'without-lock', sysfs: true },
      after: { discard: 'under-lock', sysfs: true },
    },
    {
      commit: '6039892396d8',
      subject: 'mm/slub.c: run free_partial() outside of the kmem_cache_node->list_lock',
      year: 2016,
      property: 'lock-order',
      before: { discard: 'under-lock' },
      after: {},
    },
    {
      commit: '90e9f6a66c78',
      subject: 'mm/slub.c: avoid slub allocation while holding list_lock',
      year: 2020,
      property: 'lock-order',
      before: { map: 'kmalloc', in_use: true },
      after: { in_use: true, late_free: true, sysfs: true },
    },
  ],
});
