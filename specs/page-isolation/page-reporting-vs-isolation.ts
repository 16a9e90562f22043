// The claims about page-reporting-vs-isolation, and what becomes of each. The history: a5d76b54a3f3
// (2007) isolates pageblocks, 2c7452a075d4 (2018) one user at a time, 36e66c554b5c (2020) reports
// free pages, pulled from the buddy lists. The isolating worker was proposed and not merged.

import { defineSpec, type None, none, violated } from 'mmcheck';
import { zoneOf } from '../../models/page-isolation/page-reporting-vs-isolation/zone.ts';
import model from '../../models/page-isolation/page-reporting-vs-isolation.ts';
import {
  C,
  cycle,
  holds,
  isolatedBoth,
  isolates,
  O,
  oom,
  oomBesideReported,
  pulledAfterTest,
  rmqueue,
  stale,
  startIsolate,
  starved,
  tests,
  undoIsolate,
  undone,
  W,
} from './page-reporting-vs-isolation/stories.ts';

const stress = {
  isolators: 'offline-and-contig',
  capacity: 2,
  allocators: 2,
  failures: true,
} as const;

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); 36e66c554b5c mm: ' +
    'introduce Reported pages; 2c7452a075d4; a5d76b54a3f3',
  answer:
    "Duyck: pulled pages are in no one's way. Hildenbrand's isolated blocks, with -EBUSY, break " +
    'nothing, but offlining ends only if scheduled fairly. Both hold memory back; a watermark bounds ' +
    'that, and does not end it.',
  properties: ({ invariant, observer, unreachable, leadsTo }, { design, blocks, min }) => {
    const pulls = design.startsWith('pull');
    const { page, blockOf } = zoneOf(blocks, design);
    const offlineEnds = (about: string, fairness: 'weak' | 'strong') =>
      leadsTo(
        about,
        ({ offline_pages }) => offline_pages.some(({ at }) => at === 'set_migratetype_isolate'),
        ({ offline_pages }) =>
          offline_pages.some(({ at }) => at === 'online_pages' || at === 'BUG_ON'),
        { fairness: { offline_pages: fairness } },
      );
    return {
      'not-allocated-while-reported': invariant(
        'no page is allocated while the host drops the contents of free pages, this one included',
        ({ sgl, alloc_pages }) =>
          sgl.values().every((p) => alloc_pages.every(({ page }) => page !== p)),
      ),
      'no-allocation-from-isolated': observer('no page is allocated from an isolated pageblock', {
        state: {},
        on: {
          alloc_pages: {
            rmqueue: ({ mt, me, assert }) =>
              assert(
                me.page === none || mt[blockOf(me.page)] !== 'ISOLATE',
                'the page belongs to an isolated pageblock',
              ),
          },
        },
      }),
      'offlined-from-isolate-list': invariant(
        'between the test and the offlining all pages of the block are on the ISOLATE list',
        ({ isolate, offline_pages }) =>
          offline_pages.every(
            ({ at }) =>
              at !== 'offline_isolated_pages' ||
              isolate.values().filter((p) => blockOf(p) === 0).length === 2,
          ),
      ),
      'no-bug': unreachable(
        'only free pages are pulled or offlined: BUG_ON(!PageBuddy(page))',
        ({ page_reporting_process, offline_pages }) =>
          page_reporting_process[0].at === 'BUG_ON' ||
          offline_pages.some(({ at }) => at === 'BUG_ON'),
      ),
      'no-warning': unreachable(
        'has_unmovable_pages() meets no page in ZONE_MOVABLE that cannot move',
        ({ offline_pages }) => offline_pages.some(({ at }) => at === 'has_unmovable_pages'),
      ),
      'stays-isolated': invariant(
        'a pageblock stays isolated until the owner that isolated it undoes it',
        ({ mt, page_reporting_process, offline_pages, alloc_contig_range }) => {
          const isKept = (owns: number | None) => owns === none || mt[owns] === 'ISOLATE';
          return (
            page_reporting_process.every(({ owns }) => isKept(owns)) &&
            offline_pages.every(({ owns }) => isKept(owns)) &&
            alloc_contig_range.every(({ owns }) => isKept(owns))
          );
        },
      ),
      'no-oom-beside-held-pages': observer('no OOM for want of pages that are merely reported', {
        state: {},
        on: {
          alloc_pages: {
            zone_watermark_fast: ({
              movable,
              isolate,
              sgl,
              page_reporting_process,
              step,
              assert,
            }) => {
              if (step.to !== 'out_of_memory') return;
              const { owns } = page_reporting_process[0];
              const isolated = isolate.values().filter((p) => blockOf(p) === owns);
              const held = pulls ? sgl.size : isolated.length;
              assert(movable.size + held <= min, 'pages that are reported would have been enough');
            },
          },
        },
      }),
      'pages-conserved': invariant(
        'every page is on one list, pulled, allocated, or offline',
        ({ movable, isolate, sgl, offlined, alloc_pages, alloc_contig_range }) =>
          page.ids.every((p) => {
            const lists = Number(movable.has(p)) + Number(isolate.has(p)) + Number(offlined.has(p));
            const pulled = pulls ? Number(sgl.has(p)) : 0;
            const allocated = alloc_pages.filter((one) => one.page === p).length;
            const taken = alloc_contig_range.filter((one) => one.taken.has(p)).length;
            return lists + pulled + allocated + taken === 1;
          }),
      ),
      'offline-ends': offlineEnds(
        'an offlining that tries again on EBUSY ends, be it in its BUG_ON()',
        'weak',
      ),
      'offline-ends-if-strong': offlineEnds(
        'an offlining ends if its steps are strongly fair: what could be done again and again is done',
        'strong',
      ),
    };
  },
  rows: [
    { set: { design: 'pull', blocks: 2 }, expect: holds },
    { set: { design: 'pull', blocks: 2, failures: true }, expect: holds },
    {
      set: { design: 'pull-stale-migratetype', blocks: 2 },
      expect: { ...holds, ...stale },
      note:
        'Offlining ends all the same, for whoever allocates the page gives it back, and a free looks ' +
        'at the migratetype. The next row is the one without an end.',
    },
    {
      set: { design: 'pull-stale-migratetype', blocks: 2, failures: true },
      expect: {
        ...holds,
        ...stale,
        'offline-ends': violated([isolates, cycle]),
        'offline-ends-if-strong': violated([isolates, cycle]),
      },
      note:
        'A page that the host refuses is pulled from the wrong list again and again. Even if the offlining is ' +
        'scheduled often: it may look under the lock each time the worker has the page.',
    },
    {
      set: { design: 'pull-all-lists', blocks: 2 },
      expect: {
        ...holds,
        'offlined-from-isolate-list': violated(pulledAfterTest),
        'no-bug': violated([...pulledAfterTest, O('offline_isolated_pages')]),
      },
    },
    {
      set: { design: 'pull-referenced', blocks: 2 },
      expect: {
        ...holds,
        'no-warning': violated([cycle, isolates]),
        'offline-ends': violated([cycle, isolates]),
        'offline-ends-if-strong': violated([cycle, isolates, O('has_unmovable_pages')]),
      },
      note: 'Whoever tries again may meet another page of the worker each time.',
    },
    {
      set: { design: 'pull-kept-iterator', blocks: 2 },
      expect: {
        ...holds,
        'offlined-from-isolate-list': violated([cycle, isolates, tests, cycle]),
        'no-bug': violated([cycle, rmqueue, cycle]),
      },
    },
    {
      set: { design: 'isolate', blocks: 2 },
      expect: {
        ...holds,
        'no-oom-beside-held-pages': isolatedBoth,
        'offline-ends': violated(starved),
      },
      note: 'start_isolate_page_range() asks for no watermark: the zone may run out of free pages.',
    },
    {
      set: { design: 'isolate-no-ebusy', blocks: 2 },
      expect: {
        ...holds,
        'not-allocated-while-reported': violated([startIsolate, isolates, rmqueue]),
        'offlined-from-isolate-list': violated([startIsolate, isolates, tests, undoIsolate]),
        'no-bug': violated([...undone, rmqueue, O('offline_isolated_pages')]),
        'stays-isolated': violated(undone),
        'no-oom-beside-held-pages': violated([startIsolate, isolates, oom]),
        'offline-ends': violated(undone),
        'offline-ends-if-strong': violated(undone),
      },
      note: 'With its mark gone, the offlining tests for ever.',
    },
    {
      // With a second real owner; each breaks the others' isolation, so there are many shortest runs.
      set: { design: 'isolate-no-ebusy', isolators: 'offline-and-contig' },
      expect: {
        ...holds,
        'not-allocated-while-reported': 'violated',
        'offlined-from-isolate-list': 'violated',
        'no-bug': 'violated',
        'stays-isolated': 'violated',
        'no-oom-beside-held-pages': 'violated',
        'offline-ends': 'violated',
        'offline-ends-if-strong': 'violated',
      },
    },
    {
      set: { design: 'isolate-trusting', blocks: 2 },
      expect: {
        ...holds,
        'not-allocated-while-reported': violated([W('PageBuddy'), rmqueue, startIsolate]),
        'no-oom-beside-held-pages': isolatedBoth,
        'offline-ends': violated(starved),
      },
    },

    // Nobody offlines. The watermark leaves something to one request, but not to two.
    { set: { isolators: 'none', blocks: 2, capacity: 2, min: 1 }, expect: holds },
    {
      set: { isolators: 'none', blocks: 2, capacity: 2, min: 1, allocators: 2 },
      expect: oomBesideReported,
      note:
        'The check is not enough. It bounds what the worker takes, not what ' +
        'others take while it holds its pages: of two requests, the second fails beside them.',
    },
    { set: { watermark: 'page', isolators: 'none', capacity: 2 }, expect: holds },
    {
      set: { watermark: 'page', isolators: 'none', capacity: 2, allocators: 2 },
      expect: oomBesideReported,
    },
    {
      set: { watermark: 'none', isolators: 'none', capacity: 2 },
      expect: { ...holds, 'no-oom-beside-held-pages': violated([cycle, oom]) },
    },

    {
      set: { design: 'pull', ...stress, blocks: 3 },
      expect: {
        ...holds,
        'no-oom-beside-held-pages': violated([cycle, oom]),
        'offline-ends': violated([C('set_migratetype_isolate')]),
      },
      stress: true,
    },
    {
      set: { design: 'isolate', ...stress, blocks: 2 },
      expect: {
        ...holds,
        'no-oom-beside-held-pages': violated([startIsolate, oom]),
        'offline-ends': violated([C('set_migratetype_isolate')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'pages-conserved': {
      replace: 'movable.delete(p); reported.delete(p); me.page = p;',
      by: 'reported.delete(p); me.page = p;',
      file: './page-reporting-vs-isolation/alloc-pages.ts',
      at: { design: 'pull', blocks: 2 },
    },
  },
  history: [
    // The worker stands for the second owner of 2018, alloc_contig_range(); isolation-double-owner has two of that sort.
    {
      commit: '2c7452a075d4',
      subject: 'mm/page_isolation.c: make start_isolate_page_range() fail if already isolated',
      year: 2018,
      property: 'stays-isolated',
      before: { design: 'isolate-no-ebusy', blocks: 2 },
      after: { design: 'isolate', blocks: 2 },
    },
  ],
});
