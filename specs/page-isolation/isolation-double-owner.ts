// The claims about isolation-double-owner, and what becomes of each. The history: a5d76b54a3f3
// (2007) isolates without asking; 2c7452a075d4 (2018) answers -EBUSY where a block is isolated
// already; b2c9e2fbba32 (2022) has alloc_contig_range() go to `done` then, where it undoes the
// whole range.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/isolation-double-owner.ts';

const owner = (label: string) => ['alloc_contig_range', label] as const;
const X = (label: string) => ['alloc_contig_range0', label] as const;
const Y = (label: string) => ['alloc_contig_range1', label] as const;
const rmqueue = ['alloc_pages', 'rmqueue'] as const;

const holds = {
  'stays-isolated': 'holds',
  'no-allocation-inside': 'holds',
  'owner-succeeds': 'holds',
  'owner-succeeds-if-strong': 'holds',
} as const;
/** Both isolate, the second to no effect; the migration of one fails, and it undoes the other's. */
const undone = [
  owner('set_migratetype_isolate'),
  owner('migrate'),
  owner('set_migratetype_isolate'),
  owner('unset_migratetype_isolate'),
] as const;
/** Y is told -EBUSY at X's block, and rolls back what it never isolated. */
const rolledBack = [
  X('set_migratetype_isolate'),
  Y('set_migratetype_isolate'),
  Y('unset_migratetype_isolate'),
] as const;

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); ' +
    '2c7452a075d4 mm/page_isolation.c: make start_isolate_page_range() fail if already isolated; ' +
    'b2c9e2fbba32 (2022)',
  answer:
    'Hildenbrand: without -EBUSY one user undoes what another has isolated. Since b2c9e2fbba32 (2022) ' +
    'alloc_contig_range() does so all the same.',
  properties: ({ invariant, leadsTo, observer }) => ({
    'stays-isolated': invariant(
      'a block stays isolated until the owner that isolated it undoes it',
      ({ mt, alloc_contig_range }) =>
        alloc_contig_range.every((owner) =>
          owner.isolated.values().every((block) => mt[block] === 'ISOLATE'),
        ),
    ),
    'no-allocation-inside': observer('no page is allocated from a block that somebody isolated', {
      state: {},
      on: {
        alloc_pages: {
          rmqueue: ({ alloc_contig_range, me, assert }) =>
            assert(
              alloc_contig_range.filter((owner) => owner.isolated.has(me.block)).length === 0,
              'the page belongs to a range that is isolated',
            ),
        },
      },
    }),
    'owner-succeeds': leadsTo(
      'the first owner gets its blocks in the end, or gives up for good',
      ({ alloc_contig_range }) => alloc_contig_range[0].at === 'set_migratetype_isolate',
      ({ alloc_contig_range }) =>
        alloc_contig_range[0].at === 'isolate_freepages' || alloc_contig_range[0].at === 'done',
    ),
    'owner-succeeds-if-strong': leadsTo(
      'so it does if it is scheduled as often as it could isolate its first block',
      ({ alloc_contig_range }) => alloc_contig_range[0].at === 'set_migratetype_isolate',
      ({ alloc_contig_range }) =>
        alloc_contig_range[0].at === 'isolate_freepages' || alloc_contig_range[0].at === 'done',
      { fairness: { alloc_contig_range: 'strong' } },
    ),
  }),
  rows: [
    {
      set: { rule: 'no-ebusy' },
      expect: {
        ...holds,
        'stays-isolated': violated(undone),
        'no-allocation-inside': violated([...undone, rmqueue]),
      },
    },
    { set: { rule: 'ebusy' }, expect: holds },
    // X wants blocks 0 and 1, Y wants 1 and 2.
    {
      set: { rule: 'no-ebusy', blocks: 3 },
      expect: {
        ...holds,
        'stays-isolated': violated(undone),
        'no-allocation-inside': violated([...undone, rmqueue]),
      },
    },
    { set: { rule: 'ebusy', blocks: 3 }, expect: holds },
    {
      set: { rule: 'undo-whole-range', blocks: 3 },
      expect: {
        ...holds,
        'stays-isolated': violated(rolledBack),
        'no-allocation-inside': violated([...rolledBack, rmqueue]),
      },
      note: 'As alloc_contig_range() has done since b2c9e2fbba32, and still does in 2025.',
    },
    // Two that retry for ever: one finds the other inside whenever it tries.
    {
      set: { rule: 'ebusy', again: true },
      expect: { ...holds, 'owner-succeeds': violated([owner('set_migratetype_isolate')]) },
    },
    {
      set: { rule: 'ebusy', blocks: 3, again: true },
      expect: {
        ...holds,
        'owner-succeeds': violated([owner('set_migratetype_isolate')]),
        'owner-succeeds-if-strong': violated([
          Y('set_migratetype_isolate'),
          X('set_migratetype_isolate'),
          X('unset_migratetype_isolate'),
        ]),
      },
      note: 'X takes block 0, is told -EBUSY at block 1, and rolls back: only a backoff helps.',
    },
    { set: { rule: 'ebusy', blocks: 4, owners: 3 }, expect: holds, stress: true },
  ],
  history: [
    {
      commit: '2c7452a075d4',
      subject: 'mm/page_isolation.c: make start_isolate_page_range() fail if already isolated',
      year: 2018,
      property: 'no-allocation-inside',
      before: { rule: 'no-ebusy', blocks: 3 },
      after: { rule: 'ebusy', blocks: 3 },
    },
    {
      commit: 'b2c9e2fbba32',
      subject: 'mm: make alloc_contig_range work at pageblock granularity',
      year: 2022,
      property: 'no-allocation-inside',
      before: { rule: 'ebusy', blocks: 3 },
      after: { rule: 'undo-whole-range', blocks: 3 },
    },
  ],
});
