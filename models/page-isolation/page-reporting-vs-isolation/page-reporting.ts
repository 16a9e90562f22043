// W of page-reporting-vs-isolation: the worker that reports free pages to the host, pulled from the buddy
// lists as merged, or isolated.

import { bool, none, orNone } from 'mmcheck';
import { migratetype } from '../../shared/pageblock.ts';
import { isolatingWorker } from './isolating-worker.ts';
import type { Make, Variant } from './variant.ts';

export function pageReporting({ process }: Make, variant: Variant) {
  const { design, watermark, capacity, min, failures, page, block } = variant;
  const pulls = design.startsWith('pull');
  return process({
    locals: {
      /** Which list it walks, and the iterator that it keeps while the lock is dropped. */
      list: migratetype,
      next: orNone(page),
      err: bool,
      /** Which block it looks at, and the one that it has isolated. */
      block,
      owns: orNone(block),
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
            // The lists have no order here: any page may be next.
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
      // D and host_dropped are not modelled: to be in sgl is to lose the contents.
      report: {
        at: 'drivers/virtio/virtio_balloon.c virtballoon_free_page_report()',
        thread: 'D: sets host_dropped, or fails',
        does: ({ sgl, me, choose }) => {
          me.err = failures ? choose([false, true]) : false;
          if (!pulls) return 'undo_isolate_page_range';
          return sgl.size < capacity || me.err ? 'page_reporting_drain' : 'page_reporting_cycle';
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
        at: 'mm/page_reporting.c page_reporting_process_zone() is_migrate_isolate(mt)',
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

      ...isolatingWorker(variant),
    },
  });
}
