// T of zonelist-rebuild: looks for the first zone that suits the request, walks the zonelist from there in
// passes, and calls the OOM killer, or fails, if none has a page.

import { none, oneOf, orNone, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function allocPages({ process }: Make, variant: Variant) {
  const { torn, loads, gfp, retries, machine, last, traits } = variant;
  const { task, zone, highest, isAllowed, operations } = machine;
  const classes = gfp === 'mixed' ? (['kernel', 'movable', 'bound'] as const) : ([gfp] as const);
  const whole = !torn && loads === 'whole';
  const { counted, spins, checksOom, checksNopage, checksRetry } = traits;
  return process({
    count: task,
    locals: {
      gfp: oneOf(...classes),
      i: upTo(last),
      pref: upTo(last),
      zone: orNone(zone),
      pass: oneOf('fast', 'retry', 'last'),
      tries: upTo(retries - 1),
      cookie: upTo(counted ? 2 * operations.length : 0),
    },
    begin: (id) => ({ gfp: classes[id % classes.length] }),
    start: 'first',
    steps: {
      // The preferred zoneref: the first that suits the request, judged by its idx alone.
      // A walk begins; enter() counts it where hotplug waits for walks.
      first: {
        at: 'mm/page_alloc.c prepare_alloc_pages(), __alloc_pages_slowpath()',
        thread: ['T 1: read Z[i].idx, skip', 'T 3: recompute pref'],
        does: ({ enter, me }) => {
          enter();
          me.i = 0;
          return 'skip';
        },
      },
      skip: {
        at: 'include/linux/mmzone.h first_zones_zonelist()',
        thread: ['T 1: read Z[i].idx, skip', 'T 3: recompute pref'],
        does: ({ zonelist, me }) => {
          if (zonelist[me.i].idx > highest[me.gfp]) {
            me.i++;
            return 'skip';
          }
          if (me.gfp === 'bound') return 'skip_node';
          me.pref = me.i;
          return me.pass === 'fast' ? 'visit' : 'usable';
        },
      },
      skip_node: {
        thread: 'T 1: read Z[i].zone for the nodemask',
        does: ({ zonelist, me }) => {
          const there = zonelist[me.i].zone;
          if (there !== none && !isAllowed(me.gfp, there)) {
            me.i++;
            return 'skip';
          }
          me.pref = me.i;
          return me.pass === 'fast' ? 'visit' : 'usable';
        },
      },

      // A pass: zone after zone from `i` on. The kernel takes the first one at `pref` unseen.
      visit: {
        at: 'mm/page_alloc.c get_page_from_freelist()',
        thread: 'T 2: read Z[i].zone',
        atomic: 'a walk ends with the load that ends it: to end later only holds up hotplug',
        does: ({ zonelist, leave, me }) => {
          if (whole && zonelist[me.i].idx > highest[me.gfp]) {
            me.i++;
            return 'visit';
          }
          me.zone = zonelist[me.i].zone;
          if (me.zone !== none) return 'watermark';
          leave();
          if (me.pass === 'last') return 'out_of_memory';
          return me.pass === 'retry' ? 'reclaim' : 'restart';
        },
      },
      watermark: {
        at: 'mm/page_alloc.c zone_watermark_fast()',
        thread: 'T 2: watermark check',
        does: ({ free, me }) => {
          if (me.zone !== none && free[me.zone] > 0) return 'take';
          me.i++;
          me.zone = none;
          return 'advance';
        },
      },
      take: {
        at: 'mm/page_alloc.c rmqueue()',
        thread: 'T 2: lock, take page, unlock',
        atomic: 'under zone->lock',
        does: ({ free, leave, me }) => {
          if (me.zone === none || free[me.zone] === 0) {
            me.i++;
            me.zone = none;
            return 'advance';
          }
          free[me.zone]--;
          leave();
          return 'done';
        },
      },
      advance: {
        at: 'include/linux/mmzone.h next_zones_zonelist()',
        thread: 'T 2: i++, skip',
        does: ({ zonelist, me }) => {
          if (zonelist[me.i].idx > highest[me.gfp]) {
            me.i++;
            return 'advance';
          }
          return me.gfp === 'bound' ? 'advance_node' : 'visit';
        },
      },
      advance_node: {
        thread: 'T 2: i++, skip',
        does: ({ zonelist, me }) => {
          const there = zonelist[me.i].zone;
          if (there === none || isAllowed(me.gfp, there)) return 'visit';
          me.i++;
          return 'advance';
        },
      },

      // The slow path: `pref` is found once for all passes that follow.
      restart: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() zonelist_iter_begin()',
        thread: 'T 3: cookie := read_seqbegin',
        does: ({ sequence, me }) => {
          if (spins && sequence() % 2 === 1) return 'blocked';
          me.cookie = sequence();
          me.pass = 'retry';
          me.tries = retries - 1;
          me.pref = 0;
          return 'first';
        },
      },
      usable: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() preferred_zoneref->zone',
        thread: 'T 3: Z[pref].zone == NULL',
        atomic: 'the walk for the preferred zoneref ends here, as in visit',
        does: ({ zonelist, leave, me }) => {
          leave();
          return zonelist[me.pref].zone === none ? 'nopage' : 'get_page';
        },
      },
      get_page: {
        at: 'mm/page_alloc.c get_page_from_freelist() preferred_zoneref',
        thread: ['T 3: retry pass from pref', 'T 3: last attempt from pref'],
        does: ({ enter, me }) => {
          enter();
          me.i = me.pref;
          return 'visit';
        },
      },
      // should_reclaim_retry() walks from index 0, but gives up after MAX_RECLAIM_RETRIES: here retries.
      reclaim: {
        at: 'mm/page_alloc.c __alloc_pages_direct_reclaim(), should_reclaim_retry()',
        thread: 'T 3: reclaim',
        does: ({ me }) => {
          if (me.tries === 0) return me.gfp === 'noretry' ? 'nopage' : 'before_oom';
          me.tries--;
          return checksRetry ? 'retry' : 'get_page';
        },
      },
      retry: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() retry: check_retry_zonelist()',
        thread: 'T 3: retry pass from pref',
        does: checksRetry
          ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'get_page')
          : () => 'get_page',
      },
      before_oom: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() check_retry_zonelist()',
        thread: 'T 3: seq != cookie before OOM',
        does: checksOom
          ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'last_attempt')
          : () => 'last_attempt',
      },
      // oom_lock is left out: who does not get it retries.
      last_attempt: {
        at: 'mm/page_alloc.c __alloc_pages_may_oom()',
        thread: 'T 3: last attempt from pref',
        does: ({ me }) => {
          me.pass = 'last';
          return 'get_page';
        },
      },
      // Nobody is left to kill, did_some_progress is 0; else the kernel would retry from the saved zoneref.
      out_of_memory: {
        at: 'mm/oom_kill.c out_of_memory()',
        thread: 'T 3: OOM kill',
        does: () => 'nopage',
      },
      nopage: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() nopage: check_retry_zonelist()',
        thread: 'T 3: nopage, seq != cookie, return NULL',
        does: checksNopage
          ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'done')
          : () => 'done',
      },
    },
  });
}
