// The zone of page-reporting-vs-isolation: pageblocks of two pages, the buddy lists, and what the
// worker and isolation do to them under zone->lock.
//
// The pages are of an order that per-cpu lists do not take, so that there is nothing to drain
// (offline-pcp-drain is about that), and they do not merge.

import { array, type Id, kind, type SetView, set } from 'mmcheck';
import { migratetype } from '../../shared/pageblock.ts';

/** By pageblock. */
const PAGES = [
  ['a0', 'a1'],
  ['b0', 'b1'],
  ['c0', 'c1'],
] as const;

export type Page = Id<'page'>;
export interface Zone {
  readonly mt: ('MOVABLE' | 'ISOLATE')[];
  readonly movable: SetView<Page>;
  readonly isolate: SetView<Page>;
  readonly reported: SetView<Page>;
  readonly sgl: SetView<Page>;
}

export function zoneOf(blocks: number, design: string) {
  const page = kind('page', PAGES.slice(0, blocks).flat());
  const blocksOf = PAGES.flatMap((names, block) => names.map(() => block));
  const blockOf = (p: Page): number => blocksOf[p];
  const pagesOf = (block: number) => page.ids.filter((p) => blockOf(p) === block);

  return {
    page,
    blockOf,
    pagesOf,
    cells: {
      mt: array(blocks, migratetype),
      /** The buddy lists of both types. NR_FREE_PAGES does not count the second. */
      movable: set(page, page.ids),
      isolate: set(page),
      /** PageReported. */
      reported: set(page),
      /** The worker's scatterlist: what is being reported. */
      sgl: set(page),
      offlined: set(page),
    },
    helpers: {
      /** PageBuddy of all of its pages, whichever list they are on. */
      isFree: ({ movable, isolate }: Zone, block: number) =>
        pagesOf(block).every((p) => movable.has(p) || isolate.has(p)),
      /** set_migratetype_isolate(): the free pages move to the ISOLATE list. */
      isolateBlock: ({ mt, movable, isolate }: Zone, block: number) => {
        mt[block] = 'ISOLATE';
        for (const p of pagesOf(block)) {
          if (movable.has(p)) isolate.add(p);
          movable.delete(p);
        }
      },
      /** unset_migratetype_isolate(): they move back. */
      unisolateBlock: ({ mt, movable, isolate }: Zone, block: number) => {
        if (mt[block] !== 'ISOLATE') return;
        mt[block] = 'MOVABLE';
        for (const p of pagesOf(block)) {
          if (isolate.has(p)) movable.add(p);
          isolate.delete(p);
        }
      },
      /** page_reporting_drain(): each page to the list of what its pageblock is by now. */
      putBack: ({ mt, movable, isolate, reported, sgl }: Zone, err: boolean) => {
        for (const p of sgl.values()) {
          const isIsolated = mt[blockOf(p)] === 'ISOLATE' && design !== 'pull-stale-migratetype';
          if (isIsolated) isolate.add(p);
          else movable.add(p);
          if (!err) reported.add(p);
        }
        sgl.clear();
      },
    },
  };
}
