// The users of isolation in page-reporting-vs-isolation, besides the worker that isolates.

import { none, orNone, set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

/** O: block 0 goes offline and comes back, for ever. */
export function offlinePages({ process }: Make, { design, isolators, block, pagesOf }: Variant) {
  return process({
    count: isolators === 'none' ? 0 : 1,
    locals: { owns: orNone(block) },
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
        at: 'mm/page_isolation.c test_pages_isolated() is_migrate_isolate_page()',
        thread: 'O: all pages PageBuddy?',
        does: ({ mt }) => (mt[0] === 'ISOLATE' ? 'test_page_buddy' : 'test_pages_isolated'),
      },
      test_page_buddy: {
        at: 'mm/page_isolation.c __test_page_isolated_in_pageblock() PageBuddy(page)',
        thread: 'O: all pages PageBuddy?',
        atomic: 'under zone->lock',
        does: ({ isFree }) => (isFree(0) ? 'offline_isolated_pages' : 'test_pages_isolated'),
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
  });
}

/** C: any block, for a while. */
export function allocContigRange({ process }: Make, variant: Variant) {
  const { design, isolators, blocks, page, block, pagesOf } = variant;
  const allBlocks = Array.from({ length: blocks }, (_, b) => b);
  return process({
    count: isolators === 'offline-and-contig' ? 1 : 0,
    locals: { block, owns: orNone(block), taken: set(page) },
    start: 'set_migratetype_isolate',
    steps: {
      set_migratetype_isolate: {
        at: 'mm/page_isolation.c set_migratetype_isolate()',
        thread: 'C: isolate, test, take, undo, free',
        atomic: 'under zone->lock',
        does: ({ mt, offlined, isolateBlock, me, choose }) => {
          // On -EBUSY the caller tries again; here it waits.
          const offered = allBlocks.filter((block) => {
            if (pagesOf(block).some((p) => offlined.has(p))) return false;
            return mt[block] === 'MOVABLE' || design === 'isolate-no-ebusy';
          });
          if (offered.length === 0) return 'blocked';
          me.block = choose(offered);
          isolateBlock(me.block);
          me.owns = me.block;
          return 'test_pages_isolated';
        },
      },
      test_pages_isolated: {
        at: 'mm/page_isolation.c test_pages_isolated() is_migrate_isolate_page()',
        thread: 'C: isolate, test, take, undo, free',
        does: ({ mt, me }) =>
          mt[me.block] === 'ISOLATE' ? 'test_page_buddy' : 'undo_isolate_page_range',
      },
      test_page_buddy: {
        at: 'mm/page_isolation.c __test_page_isolated_in_pageblock() PageBuddy(page)',
        thread: 'C: isolate, test, take, undo, free',
        atomic: 'under zone->lock',
        does: ({ isFree, me }) =>
          isFree(me.block) ? 'isolate_freepages' : 'undo_isolate_page_range',
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
        atomic:
          'each page under zone->lock; that some are free before others matters to nobody here',
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
  });
}
