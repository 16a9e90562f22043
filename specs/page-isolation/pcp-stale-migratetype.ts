// The claims about pcp-stale-migratetype, and what becomes of each. The history: isolation without
// a second look (2007); ad53f92eb416 (2014) looks again at what is freed directly, and since its
// fourth version at what is cached as ISOLATE; 51bb1a4093cc (2014) at what comes off the per-cpu
// lists. 3c605096d315 (2014) restricts merging where the page that is freed is of an isolated
// block, which turns no verdict; d9dddbf55667 (2016) where its buddy is, too.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/pcp-stale-migratetype.ts';

const F = (label: string) => ['free_pages', label] as const;
const O = (label: string) => ['isolate', label] as const;
const D = ['free_pcppages_bulk', 'drain'] as const;
const A = ['alloc_pages', 'rmqueue'] as const;

const holds = {
  'on-its-list': 'holds',
  'free-counter': 'holds',
  'no-allocation-inside': 'holds',
} as const;
const read = F('get_pfnblock_migratetype');
/** F has seen MOVABLE, O isolates, and the page goes to the MOVABLE list. */
const stale = [read, O('set_migratetype_isolate')] as const;
const direct = [...stale, F('free_one_page')] as const;
const pcp = [read, F('free_unref_page'), O('set_migratetype_isolate'), D] as const;
/** What is on the wrong list when the block changes back is counted twice. */
const undo = O('unset_migratetype_isolate');
/** Scenario 1 of ad53f92eb416: F has seen ISOLATE, O undoes, and the page is lost. */
const lost = [O('set_migratetype_isolate'), read, undo, F('free_one_page')] as const;
const lostUncounted = [...lost, O('set_migratetype_isolate')] as const;
/** Block 1 is freed, and takes the isolated block 0 along to its own list. */
const merged = [F('free_one_page'), O('set_migratetype_isolate'), F('free_one_page')] as const;
const drained = O('drain_all_pages');

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); ad53f92eb416, ' +
    '51bb1a4093cc, 3c605096d315 (2014), d9dddbf55667 (2016)',
  answer:
    'Kim: who frees has to look again under zone->lock, directly and off the per-cpu lists. Merging ' +
    'across isolation was ended by d9dddbf55667 (2016), and not by 3c605096d315.',
  properties: ({ invariant, observer }, { blocks }) => {
    const pages = Array.from({ length: blocks }, (_, page) => page);
    return {
      'on-its-list': invariant(
        'a free page is on the list of its block’s migratetype',
        ({ mt, page }) =>
          pages.every((p) => (page[p] !== 'MOVABLE' && page[p] !== 'ISOLATE') || page[p] === mt[p]),
      ),
      'free-counter': invariant(
        'NR_FREE_PAGES counts the pages that are not on ISOLATE lists',
        ({ page, nr_free }) => nr_free.value === pages.filter((p) => page[p] === 'MOVABLE').length,
      ),
      'no-allocation-inside': observer(
        'once a block is isolated and drained, no page of it is allocated',
        {
          state: {},
          on: {
            alloc_pages: {
              rmqueue: ({ isolate, me, assert }) =>
                assert(me.page !== 0 || !isolate[0].drained, 'the block is isolated'),
            },
          },
        },
      ),
    };
  },
  rows: [
    {
      set: { recheck: 'never', free: 'pcp' },
      expect: {
        'on-its-list': violated(pcp),
        'free-counter': violated([...pcp, undo]),
        'no-allocation-inside': violated([...pcp, drained, A]),
      },
    },
    {
      set: { recheck: 'never', free: 'direct' },
      expect: {
        'on-its-list': violated(direct),
        'free-counter': violated([...direct, undo]),
        'no-allocation-inside': violated([...direct, drained, A]),
      },
    },
    // What is cached as ISOLATE is freed directly, whatever its order.
    ...(['pcp', 'direct'] as const).map(
      (free) =>
        ({
          set: { recheck: 'while-isolated', free },
          expect: {
            ...holds,
            'on-its-list': violated(lost),
            'free-counter': violated(lostUncounted),
          },
        }) as const,
    ),
    {
      set: { recheck: 'unless-drained', free: 'pcp' },
      expect: {
        'on-its-list': violated(pcp),
        'free-counter': violated([...pcp, undo]),
        'no-allocation-inside': violated([...pcp, drained, A]),
      },
      note: 'Between ad53f92eb416 and 51bb1a4093cc.',
    },
    ...(['while-isolated-or-cached', 'always'] as const).flatMap((recheck) =>
      (['pcp', 'direct'] as const).map((free) => ({ set: { recheck, free }, expect: holds })),
    ),
    {
      set: { recheck: 'always', free: 'direct', merge: 'unrestricted', blocks: 2 },
      expect: {
        'on-its-list': violated(merged),
        'free-counter': violated(merged),
        'no-allocation-inside': violated([...merged, drained, A]),
      },
    },
    {
      set: { recheck: 'always', free: 'direct', merge: 'unless-isolated', blocks: 2 },
      expect: {
        'on-its-list': violated(merged),
        'free-counter': violated(merged),
        'no-allocation-inside': violated([...merged, drained, A]),
      },
    },
    {
      set: { recheck: 'always', free: 'direct', merge: 'restricted', blocks: 2 },
      expect: holds,
    },
    {
      set: { recheck: 'while-isolated-or-cached', merge: 'restricted', blocks: 2, freers: 2 },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject:
        '[RFC PATCH v3 1/4] mm/page_alloc: fix incorrect isolation behavior by rechecking migratetype',
      year: 2014,
      property: 'no-allocation-inside',
      before: { recheck: 'never', free: 'direct' },
      after: { recheck: 'while-isolated', free: 'direct' },
    },
    {
      commit: 'ad53f92eb416',
      subject: 'mm/page_alloc: fix incorrect isolation behavior by rechecking migratetype',
      year: 2014,
      property: 'on-its-list',
      before: { recheck: 'never', free: 'direct' },
      after: { recheck: 'while-isolated-or-cached', free: 'direct' },
    },
    {
      commit: '51bb1a4093cc',
      subject: 'mm/page_alloc: add freepage on isolate pageblock to correct buddy list',
      year: 2014,
      property: 'no-allocation-inside',
      before: { recheck: 'unless-drained', free: 'pcp' },
      after: { recheck: 'while-isolated-or-cached', free: 'pcp' },
    },
    {
      commit: 'd9dddbf55667',
      subject: 'mm/page_alloc: prevent merging between isolated and other pageblocks',
      year: 2016,
      property: 'free-counter',
      before: { recheck: 'always', free: 'direct', merge: 'unless-isolated', blocks: 2 },
      after: { recheck: 'always', free: 'direct', merge: 'restricted', blocks: 2 },
    },
  ],
});
