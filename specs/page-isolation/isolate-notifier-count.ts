// The claims about isolate-notifier-count, and what becomes of each.
//
// Fix: 3f9903b9ca5e "mm: remove the memory isolate notifier" (Jan 2020, 5.6), after fe030c9b85e6
// "powerpc/pseries/cmm: Implement balloon compaction"; the notifier is in 02aa0cdd7248.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/isolate-notifier-count.ts';

const holds = {
  'no-deadlock': 'holds',
  'count-is-exact': 'holds',
  'no-page-lost': 'holds',
  'offline-ends': 'holds',
} as const;

/** zone->lock, then cmm_lock; and the other way round. */
const inversion = [
  ['offline_pages', 'lock_zone'],
  ['balloon', 'lock_cmm'],
] as const;
/** The driver has freed the page or got it, and its counter does not say so yet. */
const stale = [
  ['balloon', 'lock_zone'],
  ['offline_pages', 'cmm_count_pages'],
] as const;
const deadlocks = {
  ...holds,
  'no-deadlock': violated(inversion),
  'offline-ends': 'violated',
} as const;

export default defineSpec(model, {
  seed:
    'free page reporting vs page isolation (Nov 2019): "the isolate notifier, only used by CMM ' +
    'on PPC … where I rip that notifier out"; 3f9903b9ca5e (5.6), fe030c9b85e6',
  answer:
    'Hildenbrand, who called it racy and removed it: asked without the lock of the driver the answer ' +
    'is stale, and asked with it the notifier deadlocks.',
  properties: ({ deadlock, observer, invariant, terminates }, { count }) => ({
    'no-deadlock': deadlock(),
    'count-is-exact': observer('the driver holds as many pages as isolation is told', {
      state: {},
      on: {
        offline_pages: {
          has_unmovable_pages: ({ pages, me, assert }) =>
            assert(
              count === 'none' ||
                count === 'movable' ||
                me.found === pages.filter((user) => user === 'balloon').length,
              'the count is stale',
            ),
        },
      },
    }),
    'no-page-lost': invariant(
      'a block that is offline has no page in use',
      ({ pages, offline_pages }) =>
        offline_pages[0].result !== 'offline' || pages.every((user) => user === 'buddy'),
    ),
    'offline-ends': terminates('offlining succeeds or fails', 'offline_pages'),
  }),
  teeth: {
    /** A block goes offline under the page that the kernel has in it. */
    'no-page-lost': {
      replace: "if (page.ids.some((p) => pages[p] !== 'buddy')) return 'failed';",
      at: { count: 'lock-free', neighbour: 'kernel' },
    },
  },
  rows: [
    { set: { count: 'under-lock' }, expect: deadlocks },
    { set: { count: 'under-lock', neighbour: 'kernel' }, expect: deadlocks },
    { set: { count: 'lock-free' }, expect: { ...holds, 'count-is-exact': violated(stale) } },
    {
      set: { count: 'lock-free', neighbour: 'kernel' },
      expect: { ...holds, 'count-is-exact': violated(stale) },
      note: 'Safe: the block is isolated on a stale count, and offlining fails later.',
    },
    {
      set: { count: 'lock-free', neighbour: 'kernel', retry: 'for-ever' },
      expect: {
        ...holds,
        'count-is-exact': violated(stale),
        'offline-ends': violated([
          ['balloon', 'free_page'],
          ['offline_pages', 'cmm_count_pages'],
          ['offline_pages', 'set_migratetype'],
          ['offline_pages', 'failed'],
        ]),
      },
      note:
        'A stale count costs at worst an EBUSY later only where offlining gives up. Since ' +
        '2018 it goes on until a signal, and a page that the count mistook for the balloon ' +
        'never goes.',
    },
    {
      set: { count: 'trusted', retry: 'for-ever' },
      expect: {
        ...holds,
        'count-is-exact': violated(stale),
        'offline-ends': violated([
          ['offline_pages', 'set_migratetype'],
          ['offline_pages', 'failed'],
        ]),
      },
    },
    { set: { count: 'trusted' }, expect: { ...holds, 'count-is-exact': violated(stale) } },
    { set: { count: 'none', retry: 'for-ever' }, expect: holds },
    { set: { count: 'movable', retry: 'for-ever' }, expect: holds },
    { set: { count: 'movable', neighbour: 'kernel', retry: 'for-ever' }, expect: holds },
    {
      set: { count: 'lock-free', neighbour: 'kernel', pages: 3, rounds: 2 },
      expect: { ...holds, 'count-is-exact': violated(stale) },
      stress: true,
    },
  ],

  history: [
    {
      commit: '3f9903b9ca5e',
      subject: 'mm: remove the memory isolate notifier',
      year: 2020,
      property: 'no-deadlock',
      before: { count: 'under-lock' },
      after: { count: 'movable', retry: 'for-ever' },
    },
  ],
});
