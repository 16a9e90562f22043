// A of page-reporting-vs-isolation. What it holds it gives back: it frees the page, or somebody migrates it
// away.

import { none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function allocPages({ process }: Make, { allocators, min, page, blockOf }: Variant) {
  return process({
    count: allocators,
    locals: { page: orNone(page) },
    start: 'zone_watermark_fast',
    steps: {
      zone_watermark_fast: {
        at: 'mm/page_alloc.c get_page_from_freelist()',
        thread: 'A sees free < min',
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
        thread: 'A sees free < min',
        does: () => 'zone_watermark_fast',
      },
    },
  });
}
