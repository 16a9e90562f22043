// H of zonelist-rebuild: changes what node 0's Movable zone manages, and rewrites the zonelist.

import { bool, upTo } from 'mmcheck';
import { rewrite } from './machine.ts';
import type { Make, Variant } from './variant.ts';

export function hotplug({ process }: Make, { torn, machine, last, traits }: Variant) {
  const { idxOf, operations, hot, lists } = machine;
  const { atomic, counted, grace, isolates } = traits;
  /** What each rebuild stores, in order; the terminator comes last. */
  const rebuilds = operations.map((_, k) => rewrite(traits, lists[k], lists[k + 1]));
  return process({
    locals: { rebuilt: upTo(operations.length), k: upTo(last + 2), halfway: bool },
    start: operations[0] === 'online' ? 'online_pages' : 'offline_pages',
    steps: {
      // In 6.1 managed is counted down much later than the pages go, and zone_pcp_reset() stands between that and the rebuild.
      // Who allocates reads neither: what a claim asks of a pass that begins between is less here than it might be.
      offline_pages: {
        at: 'mm/memory_hotplug.c offline_pages() __offline_isolated_pages() adjust_managed_page_count()',
        thread: 'H 1: managed first',
        atomic: 'the pages leave the buddy lists under zone->lock; managed is read by claims only',
        does: ({ managed, free }) => {
          managed[hot] = 0;
          free[hot] = 0;
          return 'build';
        },
      },
      online_pages: {
        at: 'mm/memory_hotplug.c online_pages() online_pages_range(), adjust_present_page_count()',
        thread: 'H 1: managed first',
        atomic: 'the zone is in no list yet; managed is read by claims only',
        does: ({ managed, free }) => {
          managed[hot] = 1;
          if (!isolates) free[hot] = 1;
          return 'build';
        },
      },
      // Of the new order but node_order is private, since 9d3be21bf9c0: build_zonelists() stores in place.
      build: {
        at: 'mm/page_alloc.c build_all_zonelists()',
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
        at: 'mm/page_alloc.c __build_all_zonelists() write_seqlock()',
        thread: 'H 3: write_seqlock, write_sequnlock',
        does: ({ nextSequence }) => {
          nextSequence();
          return 'store';
        },
      },
      store: {
        at: 'mm/page_alloc.c zoneref_set_zone()',
        thread: 'H 3: W Z[k].zone, W Z[k].idx',
        atomic: 'a zoneref is one word unless torn',
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
        at: 'mm/page_alloc.c __build_all_zonelists() write_sequnlock()',
        thread: 'H 3: write_seqlock, write_sequnlock',
        does: ({ nextSequence, me }) => {
          nextSequence();
          me.k = 0;
          me.rebuilt++;
          if (isolates && operations[me.rebuilt - 1] === 'online') return 'undo_isolate';
          if (me.rebuilt === operations.length) return 'done';
          return operations[me.rebuilt] === 'online' ? 'online_pages' : 'offline_pages';
        },
      },
      // The onlining is the last operation.
      undo_isolate: {
        at: 'mm/memory_hotplug.c online_pages() undo_isolate_page_range()',
        thread: 'H 1: managed first',
        does: ({ free }) => {
          free[hot] = 1;
          return 'done';
        },
      },
    },
  });
}
