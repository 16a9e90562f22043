// The claims about slub-freeze-protocol, and what becomes of each.
//
// The two conditions of 2020, 'was_frozen' and 'new.frozen && !was_frozen', exclude each other in any case. What makes
// them the only two is frozen-without-lock: a slab that was frozen never comes to the code under list_lock. That was
// not so before 2012, as the source of 3.4 says itself, 'was_frozen may have been set after we acquired the list_lock'.

import { defineSpec, type Id, none, violated } from 'mmcheck';
import { variantOf } from '../../models/slub/slub-freeze-protocol/variant.ts';
import model from '../../models/slub/slub-freeze-protocol.ts';

type Pointer = Id<'object'> | typeof none;
type Next = readonly Pointer[];

/** How many objects a freelist has, or how often it has this one; or so many of its first. A cycle ends, too. */
function lengthOf(next: Next, head: Pointer, only?: Pointer, most = 7): number {
  let length = 0;
  let o = head;
  for (let k = 0; k < most && o !== none; k++) {
    if (only === undefined || o === only) length++;
    o = next[o];
  }
  return length;
}

const holds = {
  'one-place': 'holds',
  'inuse-is-right': 'holds',
  'no-object-lost': 'holds',
  'discarded-is-empty': 'holds',
  'frozen-without-lock': 'holds',
  'no-deadlock': 'holds',
} as const;

const F = (label: string) => ['slab_free', label] as const;
const C = (label: string) => ['cpu_slab', label] as const;

/** It takes the lock for a slab on the list, which a cpu has frozen by the time it commits. */
const frozenSince = [
  C('deactivate_cmpxchg'),
  F('counters'),
  C('acquire_cmpxchg'),
  F('spin_lock'),
  F('cmpxchg_double_slab'),
  F('cmpxchg_double_slab'),
] as const;
/** The slab was empty as it committed; it is used again by the time it has the lock. */
const usedAgain = [
  F('cmpxchg_double_slab'),
  C('acquire_cmpxchg'),
  C('slab_alloc'),
  F('late_lock'),
  F('discard_slab'),
] as const;
/** The slab was on the list as it committed, and is a cpu's by the time it has the lock. */
const takenMeanwhile = [
  F('cmpxchg_double_slab'),
  C('remove_partial'),
  F('late_lock'),
  F('list'),
] as const;
/** One makes the full slab a partial one; the other frees its last object, and has the lock first. */
const notListedYet = [
  C('get_freelist_cmpxchg'),
  F('cmpxchg_double_slab'),
  F('cmpxchg_double_slab'),
  F('late_lock'),
  F('list'),
] as const;
const brokenList = { leftOut: 'the freelist is broken by then' } as const;
const listedThoughOwned = [F('counters'), F('spin_lock'), F('list')] as const;
const lateListDel = [C('acquire_cmpxchg'), C('spin_unlock'), C('acquire_slab')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm/slub: branch optimization in free slowpath (Wu, Aug 2020), c270cf3041a5; [PATCH] ' +
    'slub: remove one code path and reduce lock contention in __slab_free() (Kim, Jul 2012)',
  answer:
    'Wu: the two conditions exclude each other, and nothing else is left since a frozen slab comes to no ' +
    'code under list_lock, that is, since 2012.',
  properties: ({ conservation, invariant, deadlock }, values) => {
    const { page, object, objects, pageOf } = variantOf(values);
    return {
      'one-place': conservation(
        'each slab is of one cpu, on one list, in one hand, full or discarded',
        page,
        ({ slabs, cpu_slabs, partial, in_hand }) => [
          partial,
          in_hand,
          ...cpu_slabs.map((c) => c.page),
          ...cpu_slabs.map((c) => c.partial),
          ...page.ids.filter((p) => slabs[p].discarded),
          ...page.ids.filter((p) => !slabs[p].frozen && slabs[p].freelist === none),
        ],
      ),
      'inuse-is-right': invariant(
        'inuse and the objects on the freelist of a slab are all of its objects',
        ({ slabs, next }) =>
          slabs.every(({ inuse, freelist }) => inuse + lengthOf(next, freelist) === objects),
      ),
      'no-object-lost': invariant(
        'each object is allocated, being freed, or once on a freelist',
        ({ slabs, cpu_slabs, next, allocated, slab_free, cpu_slab }) =>
          object.ids.every((o) => {
            const owned = Number(allocated.has(o)) + slab_free.filter((f) => f.object === o).length;
            const ofSlabs = slabs.reduce((sum, s) => sum + lengthOf(next, s.freelist, o), 0);
            const ofCpus = cpu_slabs.reduce((sum, c) => sum + lengthOf(next, c.freelist, o), 0);
            const taken = cpu_slab.reduce(
              (sum, c) => sum + lengthOf(next, c.freelist, o, c.taken),
              0,
            );
            return owned + ofSlabs + ofCpus + taken === 1;
          }),
      ),
      'discarded-is-empty': invariant(
        'a slab is discarded only when it has no object in use',
        ({ slabs, allocated, slab_free }) =>
          slabs.every(
            ({ discarded, inuse }, p) =>
              !discarded ||
              (inuse === 0 &&
                allocated.values().every((o) => pageOf[o] !== p) &&
                slab_free.every(({ object: o }) => o === none || pageOf[o] !== p)),
          ),
      ),
      'frozen-without-lock': invariant(
        'who has freed to a frozen slab has not taken list_lock for it',
        ({ slab_free }) => slab_free.every(({ at, frozen }) => at !== 'list' || !frozen),
      ),
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { cpu_partial: true }, expect: holds },
    {
      set: { free: 'keeps-lock' },
      expect: { ...holds, 'frozen-without-lock': violated(frozenSince) },
      note:
        'Until 2012, list_lock was kept where the commit failed, and the slab could be frozen by then. ' +
        'All else holds, since the code asked again; but to merge the branches would have been wrong.',
    },
    {
      set: { free: 'late-lock' },
      expect: {
        ...holds,
        'discarded-is-empty': violated(usedAgain),
        assertions: violated(takenMeanwhile),
      },
    },
    {
      set: { free: 'ignores-frozen' },
      expect: {
        ...holds,
        'one-place': violated(listedThoughOwned),
        // The slab is listed before or after it is discarded: both are shortest.
        'discarded-is-empty': violated([F('spin_lock'), C('discard_slab'), C('acquire_cmpxchg')]),
        'frozen-without-lock': violated([F('spin_lock'), F('cmpxchg_double_slab')]),
        assertions: violated([...listedThoughOwned, C('add_partial')]),
      },
    },
    {
      set: { free: 'ignores-frozen', cpu_partial: true },
      expect: {
        ...holds,
        'frozen-without-lock': violated([F('spin_lock'), F('cmpxchg_double_slab')]),
        assertions: violated([F('cmpxchg_double_slab'), F('cmpxchg_double_slab'), F('list')]),
      },
      note:
        'To freeze what is frozen does no harm. But a slab whose last object is freed is taken off a ' +
        'list that it is not on, as far as CONFIG_DEBUG_LIST lets it come.',
    },
    {
      set: { free: 'late-link' },
      expect: {
        'one-place': brokenList,
        'frozen-without-lock': brokenList,
        'no-deadlock': brokenList,
        'inuse-is-right': violated([F('cmpxchg_double_slab')]),
        'no-object-lost': violated([F('cmpxchg_double_slab')]),
        'discarded-is-empty': violated([F('cmpxchg_double_slab'), C('discard_slab')]),
        assertions: violated([F('cmpxchg_double_slab')]),
      },
      note: 'Why the store of the free pointer comes before the commit, which is a full barrier.',
    },
    {
      set: { acquire: 'late-list-del', cpus: 2, objects: 1, min_partial: 1 },
      expect: {
        ...holds,
        'one-place': violated([...lateListDel, C('remove_partial'), C('acquire_cmpxchg')]),
        assertions: violated([...lateListDel, C('acquire_counters')]),
      },
    },
    { set: { pages: 2, objects: 1, cpu_partial: true, min_partial: 1 }, expect: holds },
    { set: { freers: 2 }, expect: holds, stress: true },
    {
      set: { free: 'late-lock', freers: 2 },
      expect: {
        ...holds,
        'discarded-is-empty': violated(usedAgain),
        assertions: violated(notListedYet),
      },
      stress: true,
    },
    {
      set: { acquire: 'late-list-del', cpus: 2 },
      expect: {
        ...holds,
        'one-place': violated([...lateListDel, C('remove_partial'), C('acquire_cmpxchg')]),
        'discarded-is-empty': violated([
          ...lateListDel,
          C('remove_partial'),
          C('discard_slab'),
          C('acquire_cmpxchg'),
        ]),
        assertions: violated([...lateListDel, C('acquire_counters')]),
      },
      stress: true,
    },
    { set: { pages: 2, objects: 3, cpu_partial: true }, expect: holds, stress: true },
    { set: { cpus: 2, freers: 2, cpu_partial: true }, expect: holds, stress: true },
  ],
  teeth: {
    'no-deadlock': {
      replace: "list_lock.release(me); me.locked = false; return 'kfree';",
      by: "me.locked = false; return 'kfree';",
      at: {},
      file: 'slub-freeze-protocol/slab-free.ts',
    },
  },
  history: [
    {
      commit: '837d678dc264',
      subject: 'slub: remove one code path and reduce lock contention in __slab_free()',
      year: 2012,
      property: 'frozen-without-lock',
      before: { free: 'keeps-lock' },
      after: {},
    },
  ],
});
