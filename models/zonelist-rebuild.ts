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
            first: ({ enter, me }) => {
              enter();
              me.i = 0;
              return 'skip';
            },
            skip: ({ zonelist, me }) => {
              if (zonelist[me.i].idx > highest[me.gfp]) {
                me.i++;
                return 'skip';
              }
              if (me.gfp === 'bound') return 'skip_node';
              me.pref = me.i;
              return me.pass === 'fast' ? 'visit' : 'usable';
            },
            skip_node: ({ zonelist, me }) => {
              const there = zonelist[me.i].zone;
              if (there !== none && !isAllowed(me.gfp, there)) {
                me.i++;
                return 'skip';
              }
              me.pref = me.i;
              return me.pass === 'fast' ? 'visit' : 'usable';
            },

            // A pass: zone after zone from `i` on. The kernel takes the first one at `pref` unseen.
            visit: ({ zonelist, leave, me }) => {
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
            watermark: ({ free, me }) => {
              if (me.zone !== none && free[me.zone] > 0) return 'take';
              me.i++;
              me.zone = none;
              return 'advance';
            },
            take: ({ free, leave, me }) => {
              if (me.zone === none || free[me.zone] === 0) {
                me.i++;
                me.zone = none;
                return 'advance';
              }
              free[me.zone]--;
              leave();
              return 'done';
            },
            advance: ({ zonelist, me }) => {
              if (zonelist[me.i].idx > highest[me.gfp]) {
                me.i++;
                return 'advance';
              }
              return me.gfp === 'bound' ? 'advance_node' : 'visit';
            },
            advance_node: ({ zonelist, me }) => {
              const there = zonelist[me.i].zone;
              if (there === none || isAllowed(me.gfp, there)) return 'visit';
              me.i++;
              return 'advance';
            },

            // The slow path: `pref` is found once for all passes that follow.
            restart: ({ sequence, me }) => {
              if (spins && sequence() % 2 === 1) return 'blocked';
              me.cookie = sequence();
              me.pass = 'retry';
              me.tries = retries - 1;
              me.pref = 0;
              return 'first';
            },
            usable: ({ zonelist, leave, me }) => {
              leave();
              return zonelist[me.pref].zone === none ? 'nopage' : 'get_page';
            },
            get_page: ({ enter, me }) => {
              enter();
              me.i = me.pref;
              return 'visit';
            },
            reclaim: ({ me }) => {
              if (me.tries === 0) return me.gfp === 'noretry' ? 'nopage' : 'before_oom';
              me.tries--;
              return 'get_page';
            },
            before_oom: checksOom
              ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'last_attempt')
              : () => 'last_attempt',
            last_attempt: ({ me }) => {
              me.pass = 'last';
              return 'get_page';
            },
            out_of_memory: () => 'nopage',
            nopage: checksNopage
              ? ({ changed, me }) => (changed(me.cookie) ? 'restart' : 'done')
              : () => 'done',
          },
          at: {
            skip: 'include/linux/mmzone.h first_zones_zonelist()',
            visit: 'mm/page_alloc.c get_page_from_freelist()',
            watermark: 'mm/page_alloc.c zone_watermark_fast()',
            take: 'mm/page_alloc.c rmqueue()',
            advance: 'include/linux/mmzone.h next_zones_zonelist()',
            restart: 'mm/page_alloc.c __alloc_pages_slowpath() zonelist_iter_begin()',
            usable: 'mm/page_alloc.c __alloc_pages_slowpath() preferred_zoneref->zone',
            get_page: 'mm/page_alloc.c get_page_from_freelist() preferred_zoneref',
            reclaim: 'mm/page_alloc.c __alloc_pages_direct_reclaim(), should_reclaim_retry()',
            before_oom: 'mm/page_alloc.c __alloc_pages_slowpath() check_retry_zonelist()',
            last_attempt: 'mm/page_alloc.c __alloc_pages_may_oom()',
            out_of_memory: 'mm/oom_kill.c out_of_memory()',
            nopage: 'mm/page_alloc.c __alloc_pages_slowpath() nopage: check_retry_zonelist()',
          },
          coarse: {
            visit: 'a walk ends with the load that ends it: to end later only holds up hotplug',
            usable: 'the walk for the preferred zoneref ends here, as in visit',
            take: 'under zone->lock',
          },
        }),
        free_pages: process({
          environment: true,
          start: 'free_one',
          steps: {
            free_one: ({ free }) => {
              free[freed]++;
              return 'done';
            },
          },
          at: { free_one: 'mm/page_alloc.c free_one_page()' },
        }),
        hotplug: process({
          locals: { rebuilt: upTo(operations.length), k: upTo(last + 2), halfway: bool },
          start: operations[0] === 'online' ? 'online_pages' : 'offline_pages',
          steps: {
            offline_pages: ({ managed, free }) => {
              managed[hot] = 0;
              free[hot] = 0;
              return 'build';
            },
            online_pages: ({ managed, free }) => {
              managed[hot] = 1;
              free[hot] = 1;
              return 'build';
            },
            build: () => (atomic ? 'stop_machine' : counted ? 'write_seqlock' : 'store'),
            stop_machine: ({ zonelist, walkers, me }) => {
              if (walkers() > 0) return 'blocked';
              for (const { slot, zone } of rebuilds[me.rebuilt]) {
                zonelist[slot].zone = zone;
                zonelist[slot].idx = idxOf(zone);
              }
              return 'built';
            },
            write_seqlock: ({ nextSequence }) => {
              nextSequence();
              return 'store';
            },
            store: ({ zonelist, me }) => {
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
            synchronize: ({ walkers }) => (walkers() > 0 ? 'blocked' : 'store'),
            built: ({ nextSequence, me }) => {
              nextSequence();
              me.k = 0;
              me.rebuilt++;
              if (me.rebuilt === operations.length) return 'done';
              return operations[me.rebuilt] === 'online' ? 'online_pages' : 'offline_pages';
            },
          },
          at: {
            offline_pages: 'mm/memory_hotplug.c offline_pages() adjust_managed_page_count()',
            online_pages: 'mm/memory_hotplug.c online_pages() adjust_present_page_count()',
            build: 'mm/page_alloc.c build_zonelists()',
            stop_machine: 'mm/page_alloc.c build_all_zonelists()',
            store: 'mm/page_alloc.c zoneref_set_zone()',
          },
          coarse: {
            offline_pages: 'under zone->lock',
            online_pages: 'under zone->lock',
            stop_machine: 'no cpu runs anything else',
          },
        }),
      }),
    );
  },
});
