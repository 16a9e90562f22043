// The claims about slub-partial-counters, and what becomes of each. The patch of 2020 counts what it reads again after
// the cmpxchg, its v3 (2021) what the cmpxchg saw; 046f4c69090c (2024) asks some slabs of the list.

import { bool, defineSpec, type Id, set, violated } from 'mmcheck';
import { variantOf } from '../../models/slub/slub-partial-counters/variant.ts';
import model from '../../models/slub/slub-partial-counters.ts';

const F = (label: string) => ['slab_free', label] as const;
const C = (label: string) => ['cpu_slab', label] as const;
const R = (label: string) => ['get_slabinfo', label] as const;

const holds = {
  'always-exact': 'holds',
  'exact-when-idle': 'holds',
  'within-bounds': 'holds',
  'active-not-negative': 'holds',
  'true-once': 'holds',
  'short-lock': 'holds',
} as const;
/** A counter is a step behind the list. */
const late = {
  'always-exact': violated([C('add_partial')]),
  'true-once': violated([C('add_partial'), R('read_counter')]),
} as const;
/** The object is taken off the list, and subtracted, before who has freed it adds it. */
const takenFirst = [
  F('cmpxchg_double_slab'),
  C('remove_partial'),
  C('count_taken/load'),
  R('read_counter'),
] as const;
const countedTwice = [
  C('deactivate_cmpxchg'),
  F('cmpxchg_double_slab'),
  F('count_freed/load'),
  C('count_listed/load'),
] as const;
const lost = [F('count_freed/load'), C('count_listed/load'), F('count_freed/store')] as const;

interface Listed {
  includes(s: Id<'slab'>): boolean;
}

export default defineSpec(model, {
  seed:
    '[PATCH 1/2] mm/slub: Introduce two counters for the partial objects (Pang, Jul 2020; v3, Mar ' +
    '2021); 046f4c69090c slub: introduce count_partial_free_approx(); b3d8a8e87014 (2024)',
  answer:
    'Pang, from v3 on: v1 drifts for ever. No counter is right at each moment, and Lameter minds its ' +
    "cost. Wang's estimate (2024), as Lameter had suggested, holds the lock for a few slabs only.",
  properties: ({ invariant, observer, unreachable }, values) => {
    const { objects, slab, scan, all, isCounted } = variantOf(values);
    const freeOf = (partial: Listed, slabs: readonly { readonly inuse: number }[]): number => {
      const listed = slab.ids.filter((s) => partial.includes(s));
      return objects * listed.length - listed.reduce((sum, s) => sum + slabs[s].inuse, 0);
    };
    return {
      'always-exact': invariant(
        'the counter is what is free on the list',
        ({ free_objs, partial, slabs }) => !isCounted || free_objs.value === freeOf(partial, slabs),
      ),
      'exact-when-idle': invariant(
        'while nobody allocates or frees, the counter is what is free on the list',
        ({ free_objs, partial, slabs, slab_free, cpu_slab }) =>
          !isCounted ||
          cpu_slab[0].at !== 'slab_alloc' ||
          slab_free.some(({ at }) => at !== 'kfree' && at !== 'done') ||
          free_objs.value === freeOf(partial, slabs),
      ),
      'within-bounds': invariant(
        'no fewer than none and no more than all objects are said to be free',
        ({ get_slabinfo, total_objects }) =>
          get_slabinfo[0].at !== 'active_objs' ||
          (get_slabinfo[0].nr_free >= 0 && get_slabinfo[0].nr_free <= total_objects.value),
      ),
      'active-not-negative': unreachable(
        'no more objects are free than there were as the reader began',
        ({ get_slabinfo }) =>
          get_slabinfo[0].at === 'active_objs' && get_slabinfo[0].nr_free > get_slabinfo[0].nr_objs,
      ),
      'true-once': observer('so many were free on the list at some time while the reader read', {
        state: { reads: bool, seen: set(all + 1) },
        always: ({ partial, slabs, my }) => {
          if (!my.reads) return;
          my.seen.add(freeOf(partial, slabs));
        },
        on: {
          get_slabinfo: ({ step, my, me, partial, slabs, assert }) => {
            if (step.from === 'nr_objs') {
              my.reads = true;
              my.seen.add(freeOf(partial, slabs));
            }
            if (step.to !== 'active_objs') return;
            const said = me.nr_free;
            assert(said >= 0 && said <= all && my.seen.has(said), 'so many were never free');
            my.reads = false;
            my.seen.clear();
          },
        },
      }),
      'short-lock': invariant(
        'list_lock is held for no more than so many slabs',
        ({ get_slabinfo }) => get_slabinfo[0].visited <= scan,
      ),
    };
  },
  rows: [
    {
      set: { slabs: 4, objects: 2, rounds: 1 },
      expect: {
        ...holds,
        'short-lock': violated([R('spin_lock'), R('visit'), R('visit'), R('visit')]),
      },
      note:
        'The sum was true once: while the lock is held slabs neither come nor go, and their objects are ' +
        'freed one by one.',
    },
    {
      set: { slabs: 2, unused: true, objects: 2, rounds: 1 },
      expect: {
        ...holds,
        'active-not-negative': violated([
          R('nr_objs'),
          C('new_slab'),
          C('add_partial'),
          R('visit'),
        ]),
      },
      note:
        'get_slabinfo() reads the number of objects first, and subtracts: a new slab on the list makes ' +
        'active_objs an enormous number.',
    },
    {
      set: { count: 'approx', slabs: 4, objects: 2, rounds: 1 },
      expect: {
        ...holds,
        'true-once': violated([F('cmpxchg_double_slab'), R('visit'), R('visit'), R('estimate')]),
      },
    },
    {
      set: { count: 'approx', slabs: 4, objects: 2, rounds: 1, unused: true },
      expect: {
        ...holds,
        'active-not-negative': violated([R('nr_objs'), C('new_slab'), R('estimate')]),
        'true-once': violated([R('visit'), R('visit'), R('estimate')]),
      },
      note: 'The bound is what there is now, and not what nr_objs was.',
    },
    {
      set: { count: 'counter' },
      expect: { ...holds, ...late, 'within-bounds': violated(takenFirst) },
      note: 'Each is counted once, so it is right as soon as all have counted: v3 does not drift.',
    },
    {
      set: { count: 'counter-reread', frees: 2 },
      expect: {
        ...holds,
        ...late,
        'within-bounds': violated(takenFirst),
        'exact-when-idle': violated(countedTwice),
        'active-not-negative': violated(countedTwice),
      },
      note: 'What was freed between cmpxchg and the second look is counted twice, and for ever: v1.',
    },
    {
      set: { count: 'counter-reread', objects: 2 },
      expect: { ...holds, ...late },
      note:
        'With two objects every free is the first or the last of its slab, and takes list_lock: it takes ' +
        'three to drift.',
    },
    {
      set: { count: 'plain-counter' },
      expect: {
        ...holds,
        ...late,
        'within-bounds': violated([C('count_taken/store')]),
        'exact-when-idle': violated(lost),
        'active-not-negative': violated([F('count_freed/load'), F('count_freed/store')]),
      },
    },
    {
      set: { count: 'counter', freers: 2, frees: 2 },
      expect: { ...holds, ...late, 'within-bounds': violated(takenFirst) },
      stress: true,
    },
    {
      set: { count: 'counter', slabs: 2, freers: 2, frees: 2 },
      expect: {
        ...holds,
        'always-exact': violated([F('cmpxchg_double_slab')]),
        'within-bounds': violated([F('cmpxchg_double_slab'), R('read_counter')]),
        'true-once': violated([F('cmpxchg_double_slab'), R('read_counter')]),
      },
      stress: true,
    },
    {
      set: { count: 'approx', slabs: 4, objects: 2, freers: 2, frees: 2, rounds: 1 },
      expect: {
        ...holds,
        'true-once': violated([R('visit'), R('visit'), R('estimate')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject: '[PATCH v3 1/4] mm/slub: Introduce two counters for partial objects',
      year: 2021,
      property: 'exact-when-idle',
      before: { count: 'counter-reread', frees: 2 },
      after: { count: 'counter' },
    },
    {
      commit: '046f4c69090c',
      subject: 'slub: introduce count_partial_free_approx()',
      year: 2024,
      property: 'short-lock',
      before: { slabs: 4, objects: 2, rounds: 1 },
      after: { count: 'approx', slabs: 4, objects: 2, rounds: 1 },
    },
  ],
});
