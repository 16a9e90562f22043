// page-reporting-vs-isolation: free pages are reported to the hypervisor while memory is offlined.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck). Duyck pulls free pages from
// the buddy lists while the host drops their contents, merged as 36e66c554b5c (2020); Hildenbrand
// would leave them there and isolate their pageblock, as memory offlining does. At stake: a page
// that is handed out while it is reported, and an offlining that fails, warns or starves.

import {
  array,
  bool,
  defineModel,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';
import { isolatingWorker } from './page-reporting-vs-isolation/isolating-worker.ts';
import { zoneOf } from './page-reporting-vs-isolation/zone.ts';
import { migratetype } from './shared/pageblock.ts';

export default defineModel('page-reporting-vs-isolation', {
  about:
    'Free pages are reported to the hypervisor, pulled from the buddy lists or in an isolated ' +
    'pageblock, while that is offlined: who gets in whose way? 36e66c554b5c (2020).',
  parameters: {
    design: parameter(
      'Pulling as merged, or with one line of it changed; isolating, without -EBUSY or its test.',
      oneOf(
        'pull',
        'pull-stale-migratetype',
        'pull-all-lists',
        'pull-referenced',
        'pull-kept-iterator',
        'isolate',
        'isolate-no-ebusy',
        'isolate-trusting',
      ),
    ),
    watermark: parameter(
      'Who looks at the watermarks: process_zone() and __isolate_free_page(), the latter, nobody.',
      oneOf('zone-and-page', 'page', 'none'),
    ),
    isolators: parameter(
      'Who isolates pageblocks besides the worker: memory offlining, and alloc_contig_range().',
      oneOf('offline', 'offline-and-contig', 'none'),
    ),
    allocators: parameter('Tasks that allocate, each one page at a time.', range(1, 2)),
    blocks: parameter('Pageblocks of two pages; the first goes offline.', range(1, 3)),
    capacity: parameter(
      'PAGE_REPORTING_CAPACITY: how many pages are reported at once.',
      range(1, 2),
    ),
    min: parameter('The min watermark; the low one is that and capacity.', upTo(1)),
    failures: parameter('The host may fail to drop the pages.', bool),
  },

  system: (values) => {
    const { design, watermark, isolators, allocators, blocks, capacity, min, failures } = values;
    const last = blocks - 1;
    const { page, blockOf, pagesOf, cells, helpers } = zoneOf(blocks, design);
    const allBlocks = Array.from({ length: blocks }, (_, block) => block);
    const pulls = design.startsWith('pull');
    const isolating = isolatingWorker({ design, blocks, pagesOf });

    return system({ mt: array(blocks, migratetype), ...cells }, helpers, ({ process }) => ({
      page_reporting_process: process({
        locals: {
          /** Which list it walks, and the iterator that it keeps while the lock is dropped. */
          list: migratetype,
          next: orNone(page),
          err: bool,
          /** Which block it looks at, and the one that it has isolated. */
          block: upTo(last),
          owns: orNone(upTo(last)),
        },
        start: pulls ? 'zone_watermark_ok' : 'PageBuddy',
        steps: {
          zone_watermark_ok: {
            at: 'mm/page_reporting.c page_reporting_process_zone()',
            thread: 'W pull: skip if too little is free',
            does: ({ movable }) => {
              const low = watermark === 'zone-and-page' ? min + capacity : 0;
              return movable.size > low ? 'list_empty' : 'zone_watermark_ok';
            },
          },
          list_empty: {
            at: 'mm/page_reporting.c page_reporting_cycle(), before it locks',
            thread: 'W pull: R list_empty, without the lock',
            atomic: 'of the two lists it looks at that which it walks',
            does: ({ movable, isolate, me }) => {
              const size = me.list === 'MOVABLE' ? movable.size : isolate.size;
              return size > 0 ? 'page_reporting_cycle' : 'next_list';
            },
          },
          // Under one lock: what was reported goes back, and the next pages are pulled.
          page_reporting_cycle: {
            at: 'mm/page_reporting.c page_reporting_cycle()',
            thread: [
              'W pull: LOCK; watermark; list_del; add to sg; UNLOCK',
              'W pull: LOCK; re-read mt; put back; set Reported; UNLOCK',
            ],
            atomic: 'under zone->lock',
            does: ({ movable, isolate, reported, sgl, putBack, me, choose }) => {
              putBack(false);
              if (me.next !== none && !movable.has(me.next) && !isolate.has(me.next)) {
                return 'BUG_ON';
              }
              for (let k = 0; k < capacity; k++) {
                const list = me.list === 'MOVABLE' ? movable.values() : isolate.values();
                const fresh = list.filter((p) => !reported.has(p));
                const isLow = me.list === 'MOVABLE' && movable.size <= min + 1;
                const offered = me.next === none ? fresh : [me.next];
                if (offered.length > 0 && (watermark === 'none' || !isLow)) {
                  const p = choose(offered);
                  movable.delete(p);
                  isolate.delete(p);
                  reported.delete(p);
                  sgl.add(p);
                }
                me.next = none;
              }
              if (sgl.isEmpty) return 'next_list';
              const rest = movable.values().filter((p) => !reported.has(p));
              if (design === 'pull-kept-iterator' && rest.length > 0) me.next = choose(rest);
              return 'report';
            },
          },
          report: {
            at: 'drivers/virtio/virtio_balloon.c virtballoon_free_page_report()',
            thread: 'D: sets host_dropped, or fails',
            does: ({ sgl, me, choose }) => {
              me.err = failures ? choose([false, true]) : false;
              if (!pulls) return 'undo_isolate_page_range';
              return sgl.size < capacity || me.err
                ? 'page_reporting_drain'
                : 'page_reporting_cycle';
            },
          },
          page_reporting_drain: {
            at: 'mm/page_reporting.c page_reporting_drain()',
            thread: 'W pull: LOCK; re-read mt; put back; set Reported; UNLOCK',
            atomic: 'under zone->lock',
            does: ({ putBack, me }) => {
              putBack(me.err);
              me.err = false;
              return 'zone_watermark_ok';
            },
          },
          next_list: {
            thread: 'W pull: next list',
            does: ({ me }) => {
              if (design === 'pull-all-lists' && me.list === 'MOVABLE') {
                me.list = 'ISOLATE';
                return 'list_empty';
              }
              me.list = 'MOVABLE';
              return 'zone_watermark_ok';
            },
          },
          BUG_ON: {
            at: 'mm/page_alloc.c __isolate_free_page() BUG_ON(!PageBuddy(page))',
            does: () => 'done',
          },

          ...isolating,
        },
      }),
      // What it holds it gives back: it frees the page, or somebody migrates it away.
      alloc_pages: process({
        count: allocators,
        locals: { page: orNone(page) },
        start: 'zone_watermark_fast',
        steps: {
          zone_watermark_fast: {
            at: 'mm/page_alloc.c get_page_from_freelist()',
            thread: 'A alloc: LOCK; take from list, clear Reported; UNLOCK',
            does: ({ movable }) => (movable.size > min ? 'rmqueue' : 'out_of_memory'),
          },
          rmqueue: {
            at: 'mm/page_alloc.c rmqueue()',
            thread: 'A alloc: LOCK; take from list, clear Reported; UNLOCK',
            atomic: 'under zone->lock',
            does: ({ movable, reported, me, choose }) => {
              if (movable.isEmpty) return 'zone_watermark_fast';
              const p = choose(movable.values());
              movable.delete(p);
              reported.delete(p);
              me.page = p;
              return 'free_one_page';
            },
          },
          free_one_page: {
            at: 'mm/page_alloc.c free_one_page()',
            thread: 'A free: LOCK; put; UNLOCK',
            atomic: 'under zone->lock',
            does: ({ mt, movable, isolate, me }) => {
              if (me.page === none) return 'zone_watermark_fast';
              if (mt[blockOf(me.page)] === 'ISOLATE') isolate.add(me.page);
              else movable.add(me.page);
              me.page = none;
              return 'zone_watermark_fast';
            },
          },
          out_of_memory: {
            at: 'mm/page_alloc.c __alloc_pages_may_oom()',
            thread: 'A alloc: LOCK; take from list, clear Reported; UNLOCK',
            does: () => 'zone_watermark_fast',
          },
        },
      }),
      // Block 0 goes offline and comes back, for ever.
      offline_pages: process({
        count: isolators === 'none' ? 0 : 1,
        locals: { owns: orNone(upTo(last)) },
        start: 'set_migratetype_isolate',
        steps: {
          // On -EBUSY, whoever wrote to the block's state file writes again.
          set_migratetype_isolate: {
            at: 'mm/page_isolation.c set_migratetype_isolate()',
            thread: 'O: LOCK; EBUSY; has_unmovable; mt := ISOLATE; move; UNLOCK',
            atomic: 'under zone->lock',
            does: ({ mt, isolateBlock, sgl, me }) => {
              if (mt[0] === 'ISOLATE' && design !== 'isolate-no-ebusy') {
                return 'set_migratetype_isolate';
              }
              if (design === 'pull-referenced' && pagesOf(0).some((p) => sgl.has(p))) {
                return 'has_unmovable_pages';
              }
              isolateBlock(0);
              me.owns = 0;
              return 'test_pages_isolated';
            },
          },
          has_unmovable_pages: {
            at: 'mm/page_alloc.c has_unmovable_pages() WARN_ON_ONCE()',
            thread: 'O: LOCK; EBUSY; has_unmovable; mt := ISOLATE; move; UNLOCK',
            does: () => 'set_migratetype_isolate',
          },
          test_pages_isolated: {
            at: 'mm/page_isolation.c test_pages_isolated()',
            thread: 'O: all pages PageBuddy?',
            atomic: 'under zone->lock',
            does: ({ mt, isFree }) =>
              mt[0] === 'ISOLATE' && isFree(0) ? 'offline_isolated_pages' : 'test_pages_isolated',
          },
          offline_isolated_pages: {
            at: 'mm/page_alloc.c __offline_isolated_pages()',
            thread: 'O: BUG_ON(!PageBuddy); remove',
            atomic: 'under zone->lock',
            does: ({ isFree, movable, isolate, reported, offlined, me }) => {
              if (!isFree(0)) return 'BUG_ON';
              for (const p of pagesOf(0)) {
                movable.delete(p);
                isolate.delete(p);
                reported.delete(p);
                offlined.add(p);
              }
              me.owns = none;
              return 'online_pages';
            },
          },
          BUG_ON: {
            at: 'mm/page_alloc.c __offline_isolated_pages() BUG_ON(!PageBuddy(page))',
            thread: 'O: BUG_ON(!PageBuddy); remove',
            does: () => 'done',
          },
          online_pages: {
            at: 'mm/memory_hotplug.c online_pages()',
            thread: 'O: again',
            atomic: 'under zone->lock',
            does: ({ mt, movable, offlined }) => {
              mt[0] = 'MOVABLE';
              for (const p of offlined.values()) movable.add(p);
              offlined.clear();
              return 'set_migratetype_isolate';
            },
          },
        },
      }),
      // The other user of isolation, with any block.
      alloc_contig_range: process({
        count: isolators === 'offline-and-contig' ? 1 : 0,
        locals: { block: upTo(last), owns: orNone(upTo(last)), taken: set(page) },
        start: 'set_migratetype_isolate',
        steps: {
          set_migratetype_isolate: {
            at: 'mm/page_isolation.c set_migratetype_isolate()',
            thread: 'C: isolate, test, take, undo, free',
            atomic: 'under zone->lock',
            does: ({ mt, isolateBlock, me, choose }) => {
              const offered = allBlocks.filter((block) => mt[block] === 'MOVABLE');
              if (offered.length === 0) return 'blocked';
              me.block = choose(offered);
              isolateBlock(me.block);
              me.owns = me.block;
              return 'test_pages_isolated';
            },
          },
          test_pages_isolated: {
            at: 'mm/page_isolation.c test_pages_isolated()',
            thread: 'C: isolate, test, take, undo, free',
            atomic: 'under zone->lock',
            does: ({ mt, isFree, me }) =>
              mt[me.block] === 'ISOLATE' && isFree(me.block)
                ? 'isolate_freepages'
                : 'undo_isolate_page_range',
          },
          isolate_freepages: {
            at: 'mm/compaction.c isolate_freepages_range()',
            thread: 'C: isolate, test, take, undo, free',
            atomic: 'under zone->lock',
            does: ({ isolate, reported, me }) => {
              for (const p of pagesOf(me.block)) {
                if (isolate.has(p)) me.taken.add(p);
                isolate.delete(p);
                reported.delete(p);
              }
              return 'undo_isolate_page_range';
            },
          },
          undo_isolate_page_range: {
            at: 'mm/page_isolation.c undo_isolate_page_range()',
            thread: 'C: isolate, test, take, undo, free',
            atomic: 'under zone->lock',
            does: ({ unisolateBlock, me }) => {
              unisolateBlock(me.block);
              me.owns = none;
              return 'free_contig_range';
            },
          },
          free_contig_range: {
            at: 'mm/page_alloc.c free_contig_range()',
            thread: 'C: isolate, test, take, undo, free',
            atomic: 'under zone->lock',
            does: ({ mt, movable, isolate, me }) => {
              for (const p of me.taken.values()) {
                if (mt[me.block] === 'ISOLATE') isolate.add(p);
                else movable.add(p);
              }
              me.taken.clear();
              me.block = 0;
              return 'set_migratetype_isolate';
            },
          },
        },
      }),
    }));
  },
});
