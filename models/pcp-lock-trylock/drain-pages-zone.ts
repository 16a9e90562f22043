// R of pcp-lock-trylock: moves the list of cpu 0 to the buddy allocator, from that cpu or from another.

import { set, upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export function drainPagesZone({ process }: Make, variant: Variant) {
  const { drain_from, drain_takes, disable, scheme, isSmp, isLocked, isBuffered, cpu, pages } =
    variant;
  const form = drain_takes === 'spin_lock' ? 'plain' : 'irqsave';
  return process({
    ...task(isSmp && drain_from === 'other-cpu' ? 1 : 0),
    locals: { cpu, lp: upTo(1), moved: set(pages) },
    start: disable ? 'zone_pcp_disable' : 'begin',
    steps: {
      zone_pcp_disable: {
        at: 'mm/page_alloc.c zone_pcp_disable()',
        thread: 'R: zone_pcp_disable',
        does: ({ pcp_high }) => {
          pcp_high.value = false;
          return 'begin';
        },
      },
      begin: {
        at: 'mm/page_alloc.c drain_pages_zone()',
        thread: 'R: LOCK',
        does: ({ cpus, me }) => {
          if (!isBuffered) cpus[me.cpu].spinBegin(me, form);
          if (isLocked) return 'spin_lock';
          return isBuffered ? 'swap_lp' : 'list_splice';
        },
      },
      spin_lock: {
        at: 'mm/page_alloc.c drain_pages_zone()',
        thread: 'R: LOCK',
        does: ({ pcp_lock, me }) => (pcp_lock.acquire(me) ? 'list_splice' : 'blocked'),
      },
      swap_lp: {
        thread: 'double buffer: swap, synchronize_rcu',
        does: ({ lp, me }) => {
          me.lp = lp.value;
          lp.value = 1 - me.lp;
          return scheme === 'double-buffer' ? 'synchronize_rcu' : 'list_splice';
        },
      },
      synchronize_rcu: {
        thread: 'double buffer: swap, synchronize_rcu',
        does: ({ rcu }) => {
          rcu.start(0);
          return 'wait_rcu_gp';
        },
      },
      wait_rcu_gp: {
        thread: 'double buffer: swap, synchronize_rcu',
        does: ({ rcu }) => (rcu.isOver(0) ? 'list_splice' : 'blocked'),
      },
      list_splice: {
        at: 'mm/page_alloc.c free_pcppages_bulk()',
        thread: 'R: move batch to buddy',
        does: ({ pcp, me }) => {
          for (const page of pcp[me.lp].list.values()) me.moved.add(page);
          return 'list_init';
        },
      },
      list_init: {
        at: 'mm/page_alloc.c free_pcppages_bulk()',
        thread: 'R: move batch to buddy',
        does: ({ pcp, me }) => {
          pcp[me.lp].list.clear();
          return 'uncount';
        },
      },
      uncount: {
        at: 'mm/page_alloc.c free_pcppages_bulk() pcp->count--',
        thread: 'R: move batch to buddy',
        does: ({ pcp, me }) => {
          pcp[me.lp].count = 0;
          return 'free_one_page';
        },
      },
      free_one_page: {
        thread: 'R: move batch to buddy',
        atomic: 'under zone->lock',
        does: ({ buddy, me }) => {
          for (const page of me.moved.values()) buddy.add(page);
          me.moved.clear();
          return 'unlock';
        },
      },
      unlock: {
        thread: 'R: UNLOCK',
        atomic: 'a handler that comes in between finds the lock free, as after it',
        does: ({ pcp_lock, cpus, me }) => {
          if (isLocked) pcp_lock.release(me);
          if (!isBuffered) cpus[me.cpu].spinEnd(me, form);
          return 'done';
        },
      },
    },
  });
}
