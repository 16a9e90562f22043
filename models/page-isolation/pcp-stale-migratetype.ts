// pcp-stale-migratetype: a freed page's migratetype is read before zone->lock, and may be stale.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck): isolation may "race with an
// allocation", and with a free. ad53f92eb416 and 51bb1a4093cc (2014, Joonsoo Kim) look again under
// the lock, 3c605096d315 (2014) keeps isolated blocks from merging, d9dddbf55667 (2016) the others from
// merging with them. At stake: pages of an isolated block that are allocated, pages that never are
// again, and a free counter that drifts.

import {
  array,
  bool,
  cell,
  defineModel,
  oneOf,
  parameter,
  range,
  system,
  UsageError,
  upTo,
} from 'mmcheck';
import { migratetype } from '../shared/pageblock.ts';

export default defineModel('pcp-stale-migratetype', {
  about:
    'A page is freed to the list of the migratetype that its block had before isolation. Who looks ' +
    'again, and when? ad53f92eb416, 51bb1a4093cc, 3c605096d315 (2014), d9dddbf55667 (2016).',
  parameters: {
    recheck: parameter(
      'When a free looks at the migratetype again, under zone->lock.',
      oneOf('never', 'while-isolated', 'unless-drained', 'while-isolated-or-cached', 'always'),
    ),
    free: parameter(
      'By way of a per-cpu list, or directly, as larger orders are.',
      oneOf('pcp', 'direct'),
    ),
    merge: parameter(
      'Whether free blocks merge, and of different types, too: unless what is freed is isolated.',
      oneOf('none', 'restricted', 'unless-isolated', 'unrestricted'),
    ),
    blocks: parameter('The first block is isolated; one page stands for each.', range(1, 2)),
    freers: parameter('Tasks that free pages.', range(1, 2)),
  },

  system: ({ recheck, free, merge, blocks, freers }) => {
    if (merge !== 'none' && blocks < 2) {
      throw new UsageError('pcp-stale-migratetype: merge takes blocks=2');
    }
    const pages = Array.from({ length: blocks }, (_, page) => page);

    return system(
      {
        mt: array(blocks, migratetype),
        /** With its owner or on its way, on a per-cpu list, or on the buddy list of a type. */
        page: array(blocks, oneOf('allocated', 'freeing', 'pcp', 'MOVABLE', 'ISOLATE')),
        /** NR_FREE_PAGES, which does not count the ISOLATE lists. */
        nr_free: cell(range(-2 * blocks, 3 * blocks), 0),
        nr_isolate_pageblock: cell(upTo(1)),
      },
      {
        /** Under zone->lock: puts a page on the list of a type, and merges it. */
        addToList: (
          { mt, page, nr_free, nr_isolate_pageblock },
          p: number,
          cached: string,
          drained: boolean,
        ) => {
          const looks =
            recheck === 'always' ||
            (recheck !== 'never' &&
              !(recheck === 'unless-drained' && drained) &&
              (nr_isolate_pageblock.value > 0 ||
                (recheck !== 'while-isolated' && cached === 'ISOLATE')));
          const list = (looks ? mt[p] : cached) === 'ISOLATE' ? 'ISOLATE' : 'MOVABLE';
          page[p] = list;
          if (list === 'MOVABLE') nr_free.value++;
          const buddy = 1 - p;
          if (merge === 'none' || (page[buddy] !== 'MOVABLE' && page[buddy] !== 'ISOLATE')) return;
          const mixes =
            merge === 'unrestricted' || (merge === 'unless-isolated' && mt[p] !== 'ISOLATE');
          if (mixes || mt[buddy] === mt[p]) page[buddy] = list;
        },
      },
      ({ process }) => ({
        free_pages: process({
          count: freers,
          environment: true,
          locals: { page: upTo(blocks - 1), mt: migratetype },
          start: 'put_page',
          steps: {
            put_page: {
              at: 'mm/swap.c put_page()',
              does: ({ page, me, choose }) => {
                const own = pages.filter((p) => page[p] === 'allocated');
                if (own.length === 0) return 'blocked';
                me.page = choose(own);
                page[me.page] = 'freeing';
                return 'get_pfnblock_migratetype';
              },
            },
            get_pfnblock_migratetype: {
              at: 'mm/page_alloc.c free_unref_page_prepare()',
              thread: 'F: R mt, cached',
              does: ({ mt, me }) => {
                me.mt = mt[me.page];
                return free === 'pcp' && me.mt !== 'ISOLATE' ? 'free_unref_page' : 'free_one_page';
              },
            },
            free_unref_page: {
              at: 'mm/page_alloc.c free_unref_page_commit()',
              thread: 'F: irq_off, pcp add',
              atomic: 'irqs off, a list of this cpu',
              does: ({ page, me }) => {
                page[me.page] = 'pcp';
                return 'put_page';
              },
            },
            free_one_page: {
              at: 'mm/page_alloc.c free_one_page()',
              thread: 'F: free_one_page: LOCK; recheck; list_add; NR_FREE++; UNLOCK',
              atomic: 'under zone->lock',
              does: ({ addToList, me }) => {
                addToList(me.page, me.mt, false);
                return 'put_page';
              },
            },
          },
        }),
        free_pcppages_bulk: process({
          environment: true,
          start: 'drain',
          steps: {
            drain: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'D: drain',
              atomic: 'under zone->lock, on the list’s own cpu with irqs off',
              does: ({ page, addToList, choose }) => {
                const kept = pages.filter((p) => page[p] === 'pcp');
                if (kept.length === 0) return 'blocked';
                addToList(choose(kept), 'MOVABLE', true);
                return 'drain';
              },
            },
          },
        }),
        // Twice: the second time finds what the first has left.
        isolate: process({
          locals: { drained: bool, again: bool },
          start: 'set_migratetype_isolate',
          steps: {
            set_migratetype_isolate: {
              at: 'mm/page_isolation.c set_migratetype_isolate()',
              thread: 'O: isolate',
              atomic: 'under zone->lock',
              does: ({ mt, page, nr_free, nr_isolate_pageblock }) => {
                mt[0] = 'ISOLATE';
                nr_isolate_pageblock.value++;
                if (page[0] === 'MOVABLE' || page[0] === 'ISOLATE') {
                  page[0] = 'ISOLATE';
                  nr_free.value--;
                }
                return 'drain_all_pages';
              },
            },
            drain_all_pages: {
              at: 'mm/page_alloc.c drain_all_pages()',
              thread: 'O: isolate',
              atomic: 'under zone->lock, on the list’s own cpu with irqs off',
              does: ({ page, addToList, me, choose }) => {
                const kept = pages.filter((p) => page[p] === 'pcp');
                if (kept.length === 0) {
                  me.drained = true;
                  return 'unset_migratetype_isolate';
                }
                addToList(choose(kept), 'MOVABLE', true);
                return 'drain_all_pages';
              },
            },
            unset_migratetype_isolate: {
              at: 'mm/page_isolation.c unset_migratetype_isolate()',
              thread: 'U: reverse',
              atomic: 'under zone->lock',
              does: ({ mt, page, nr_free, nr_isolate_pageblock, me }) => {
                mt[0] = 'MOVABLE';
                me.drained = false;
                nr_isolate_pageblock.value--;
                if (page[0] === 'MOVABLE' || page[0] === 'ISOLATE') {
                  page[0] = 'MOVABLE';
                  nr_free.value++;
                }
                if (me.again) return 'done';
                me.again = true;
                return 'set_migratetype_isolate';
              },
            },
          },
        }),
        // Out of the buddy lists; what the per-cpu lists still hold is offline-pcp-drain.
        alloc_pages: process({
          environment: true,
          locals: { page: upTo(blocks - 1) },
          start: 'rmqueue',
          steps: {
            rmqueue: {
              at: 'mm/page_alloc.c rmqueue_bulk()',
              thread: 'A: allocate',
              atomic: 'under zone->lock',
              does: ({ page, nr_free, me, choose }) => {
                const listed = pages.filter((p) => page[p] === 'MOVABLE');
                if (listed.length === 0) return 'blocked';
                me.page = choose(listed);
                page[me.page] = 'allocated';
                nr_free.value--;
                return 'rmqueue';
              },
            },
          },
        }),
      }),
    );
  },
});
