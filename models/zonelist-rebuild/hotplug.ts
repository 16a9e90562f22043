// H of zonelist-rebuild: changes what node 0's Movable zone manages, and rewrites the zonelist.

import { bool, upTo } from 'mmcheck';
import { rewrite } from './machine.ts';
import type { Make, Variant } from './variant.ts';

export function hotplug({ process }: Make, { update, torn, machine, last, counted }: Variant) {
  const { idxOf, operations, hot, lists } = machine;
  const atomic = update === 'stop-machine' || update === 'preempt-off-iterator';
  const grace = update === 'append-copy-grace';
  /** What each rebuild stores, in order; the terminator comes last. */
  const rebuilds = operations.map((_, k) => rewrite(update, lists[k], lists[k + 1]));
  return process({
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
  });
}
