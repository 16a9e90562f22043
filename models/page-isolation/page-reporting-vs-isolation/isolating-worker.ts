// The worker as Hildenbrand proposes it: it leaves free pages in the buddy lists and isolates their
// pageblock while they are reported, as memory offlining does before it takes the pages away.

import { type None, none } from 'mmcheck';
import type { Page, Zone } from './zone.ts';

interface Context extends Zone {
  isFree(block: number): boolean;
  isolateBlock(block: number): void;
  unisolateBlock(block: number): void;
  readonly me: { block: number; owns: number | None; err: boolean };
}

interface Options {
  readonly design: string;
  readonly blocks: number;
  pagesOf(block: number): readonly Page[];
}

export function isolatingWorker({ design, blocks, pagesOf }: Options) {
  return {
    PageBuddy: {
      thread: 'W isolate: R PageBuddy, without the lock',
      atomic: 'a look without the lock, torn or not: test_pages_isolated() looks again under it',
      does: ({ isFree, reported, me }: Context) => {
        if (isFree(me.block) && pagesOf(me.block).some((p) => !reported.has(p))) {
          return 'start_isolate_page_range';
        }
        me.block = (me.block + 1) % blocks;
        return 'PageBuddy';
      },
    },
    start_isolate_page_range: {
      at: 'mm/page_isolation.c start_isolate_page_range()',
      thread: 'W isolate: start_isolate(block); EBUSY, skip',
      atomic: 'under zone->lock',
      does: ({ mt, isolateBlock, sgl, me }: Context) => {
        if (mt[me.block] === 'ISOLATE' && design !== 'isolate-no-ebusy') {
          me.block = (me.block + 1) % blocks;
          return 'PageBuddy';
        }
        isolateBlock(me.block);
        me.owns = me.block;
        if (design !== 'isolate-trusting') return 'test_pages_isolated';
        for (const p of pagesOf(me.block)) sgl.add(p);
        return 'report';
      },
    },
    // A page may have been allocated since the look without the lock.
    test_pages_isolated: {
      at: 'mm/page_isolation.c test_pages_isolated() is_migrate_isolate_page()',
      thread: 'W isolate: test_pages_isolated',
      does: ({ mt, me }: Context) =>
        mt[me.block] === 'ISOLATE' ? 'test_page_buddy' : 'undo_isolate_page_range',
    },
    test_page_buddy: {
      at: 'mm/page_isolation.c __test_page_isolated_in_pageblock() PageBuddy(page)',
      thread: 'W isolate: test_pages_isolated',
      atomic: 'under zone->lock',
      does: ({ isFree, sgl, me }: Context) => {
        if (!isFree(me.block)) return 'undo_isolate_page_range';
        for (const p of pagesOf(me.block)) sgl.add(p);
        return 'report';
      },
    },
    undo_isolate_page_range: {
      at: 'mm/page_isolation.c undo_isolate_page_range()',
      thread: 'W isolate: undo_isolate',
      atomic: 'under zone->lock',
      does: ({ isolate, unisolateBlock, reported, sgl, me }: Context): 'PageBuddy' => {
        for (const p of sgl.values()) if (isolate.has(p) && !me.err) reported.add(p);
        unisolateBlock(me.block);
        sgl.clear();
        me.err = false;
        me.owns = none;
        me.block = (me.block + 1) % blocks;
        return 'PageBuddy';
      },
    },
  } as const;
}
