// zonelist-rebuild: memory hotplug rewrites a node's zonelist while tasks walk it without a lock.
//
// linux-mm, July 2017: "[PATCH 7/9] mm, page_alloc: remove stop_machine from build_all_zonelists"
// (Hocko, Gorman, Babka), merged as 11cd8638c37f: a racing walk may miss a zone or try one twice,
// which was held to be harmless, since at least one zone is always visible. At stake: the OOM
// killer beside free memory, which 3d36424b3b58 (2022) mended with a sequence count, and kernel
// allocations out of ZONE_MOVABLE.

import {
  array,
  bool,
  cell,
  defineModel,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  system,
  table,
  upTo,
} from 'mmcheck';
import { countersOf } from './zonelist-rebuild/counters.ts';
import { machineOf, rewrite } from './zonelist-rebuild/machine.ts';
import { updates } from './zonelist-rebuild/updates.ts';

export default defineModel('zonelist-rebuild', {
  about:
    'Memory hotplug rewrites a zonelist while tasks walk it without a lock: may they miss a zone ' +
    'and call the OOM killer beside free memory? 11cd8638c37f (2017), 3d36424b3b58 (2022).',
  parameters: {
    update: parameter('How a zonelist is rewritten while tasks walk it.', updates),
    event: parameter(
      'What becomes of the Movable zone; stale-tail: a cycle next to a DMA32 that is ballooned away.',
      oneOf('shrink', 'grow', 'cycle', 'stale-tail'),
    ),
    torn: parameter(
      'A zoneref is two words, stored one after the other; otherwise it is one word.',
      bool,
    ),
    loads: parameter(
      'Loads of a one-word zoneref: the whole, or as the kernel does, idx and later the zone.',
      oneOf('whole', 'idx-then-zone'),
    ),
    gfp: parameter(
      'What the tasks ask for; mixed: kernel, movable, and bound to the last node.',
      oneOf('kernel', 'movable', 'noretry', 'mixed'),
    ),
    tasks: parameter('Tasks that allocate.', range(1, 3)),
    retries: parameter('Passes that the slow path makes before it gives up.', range(1, 3)),
    nodes: parameter('NUMA nodes, of which the first is hotplugged.', range(1, 2)),
    zones: parameter('Zones a node: with DMA32 or without.', range(2, 3)),
  },

  system: ({ update, event, torn, loads, gfp, tasks, retries, nodes, zones }) => {
    const machine = machineOf({ nodes, zones, event });
    const { zone, idxOf, highest, isAllowed, operations, hot, lists, freed } = machine;
    const last = 2 * zone.size;
    const classes = gfp === 'mixed' ? (['kernel', 'movable', 'bound'] as const) : ([gfp] as const);
    const whole = !torn && loads === 'whole';
    const atomic = update === 'stop-machine' || update === 'preempt-off-iterator';
    const grace = update === 'append-copy-grace';
    const counted = update.startsWith('seqcount');
    const spins = update !== 'seqcount-not-spinning';
    const checksOom = counted && update !== 'seqcount-nopage-site-only';
    const checksNopage = counted && update !== 'seqcount-oom-site-only';
    /** What each rebuild stores, in order; the terminator comes last. */
    const rebuilds = operations.map((_, k) => rewrite(update, lists[k], lists[k + 1]));

    return system(
      {
        zonelist: table(last + 1, { zone: orNone(zone), idx: upTo(2) }, machine.zonerefAt),
        managed: array(zone, upTo(1), machine.managedAt),
        free: array(zone, upTo(1)),
        /** zonelist_update_seq; and tasks in a walk, with preemption off or as RCU readers. */
        seq: cell(upTo(2 * operations.length)),
        walking: cell(upTo(tasks)),
      },
      countersOf(update),
      ({ process }) => ({
        alloc_pages: process({
          count: tasks,
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
            first: {
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
              thread: 'T 1: read Z[i].zone for the nodemask',
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
            reclaim: {
              at: 'mm/page_alloc.c __alloc_pages_direct_reclaim(), should_reclaim_retry()',
              thread: 'T 3: reclaim',
              does: ({ me }) => {
                if (me.tries === 0) return me.gfp === 'noretry' ? 'nopage' : 'before_oom';
                me.tries--;
                return 'get_page';
              },
            },
            before_oom: {
              at: 'mm/page_alloc.c __alloc_pages_slowpath() check_retry_zonelist()',
              thread: 'T 3: seq != cookie before OOM',
              does: checksOom
                ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'last_attempt')
                : () => 'last_attempt',
            },
            last_attempt: {
              at: 'mm/page_alloc.c __alloc_pages_may_oom()',
              thread: 'T 3: last attempt from pref',
              does: ({ me }) => {
                me.pass = 'last';
                return 'get_page';
              },
            },
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
        }),
        free_pages: process({
          environment: true,
          start: 'free_one',
          steps: {
            free_one: {
              at: 'mm/page_alloc.c free_one_page()',
              thread: 'F: a page appears',
              does: ({ free }) => {
                free[freed]++;
                return 'done';
              },
            },
          },
        }),
        hotplug: process({
          locals: { rebuilt: upTo(operations.length), k: upTo(last + 2), halfway: bool },
          start: operations[0] === 'online' ? 'online_pages' : 'offline_pages',
          steps: {
            offline_pages: {
              at: 'mm/memory_hotplug.c offline_pages() adjust_managed_page_count()',
              thread: 'H 1: managed first',
              atomic: 'under zone->lock',
              does: ({ managed, free }) => {
                managed[hot] = 0;
                free[hot] = 0;
                return 'build';
              },
            },
            online_pages: {
              at: 'mm/memory_hotplug.c online_pages() adjust_present_page_count()',
              thread: 'H 1: managed first',
              atomic: 'under zone->lock',
              does: ({ managed, free }) => {
                managed[hot] = 1;
                free[hot] = 1;
                return 'build';
              },
            },
            build: {
              at: 'mm/page_alloc.c build_zonelists()',
              thread: 'H 2: build the new order',
              does: () => (atomic ? 'stop_machine' : counted ? 'write_seqlock' : 'store'),
            },
            stop_machine: {
              at: 'mm/page_alloc.c build_all_zonelists()',
              thread: 'H 3: all at once',
              atomic: 'no cpu runs anything else',
              does: ({ zonelist, walkers, me }) => {
                if (walkers() > 0) return 'blocked';
                for (const { slot, zone } of rebuilds[me.rebuilt]) {
                  zonelist[slot].zone = zone;
                  zonelist[slot].idx = idxOf(zone);
                }
                return 'built';
              },
            },
            write_seqlock: {
              thread: 'H 3: write_seqlock, write_sequnlock',
              does: ({ nextSequence }) => {
                nextSequence();
                return 'store';
              },
            },
            store: {
              at: 'mm/page_alloc.c zoneref_set_zone()',
              thread: 'H 3: W Z[k].zone, W Z[k].idx',
              does: ({ zonelist, me }) => {
                const stores = rebuilds[me.rebuilt];
                const { slot, zone } = stores[me.k];
                if (!me.halfway) zonelist[slot].zone = zone;
                me.halfway = torn && !me.halfway;
                if (me.halfway) return 'store';
                zonelist[slot].idx = idxOf(zone);
                me.k++;
                if (me.k === stores.length) return 'built';
                return grace && me.k === stores.length - 1 ? 'synchronize' : 'store';
              },
            },
            synchronize: {
              thread: 'H 3: wait for passes',
              does: ({ walkers }) => (walkers() > 0 ? 'blocked' : 'store'),
            },
            built: {
              thread: 'H 3: write_seqlock, write_sequnlock',
              does: ({ nextSequence, me }) => {
                nextSequence();
                me.k = 0;
                me.rebuilt++;
                if (me.rebuilt === operations.length) return 'done';
                return operations[me.rebuilt] === 'online' ? 'online_pages' : 'offline_pages';
              },
            },
          },
        }),
      }),
    );
  },
});
