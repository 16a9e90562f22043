// R of pcp-lock-trylock: moves the list of cpu 0 to the buddy allocator, from that cpu or from another.

import { set, upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import { bulkSteps } from './free-pcppages-bulk.ts';
import type { Make, Variant } from './variant.ts';

export function drainPagesZone({ process }: Make, variant: Variant) {
  const {
    drain_from,
    drain_takes,
    peeks,
    disable,
    scheme,
    isSmp,
    isLocked,
    isBuffered,
    cpu,
    pages,
  } = variant;
  const start = peeks ? 'peek_count' : 'pin';
  const form = drain_takes === 'spin_lock' ? 'plain' : 'irqsave';
  return process({
    ...task(isSmp && drain_from === 'other-cpu' ? 1 : 0),
    locals: { cpu, lp: upTo(1), n: upTo(pages), moved: set(pages) },
    start: disable ? 'zone_pcp_disable' : start,
    steps: {
      zone_pcp_disable: {
        at: 'mm/page_alloc.c zone_pcp_disable()',
        thread: 'R: zone_pcp_disable',
        does: ({ pcp_high }) => {
          pcp_high.value = false;
          return start;
        },
      },
      peek_count: {
        at: 'mm/page_alloc.c __drain_all_pages() if (pcp->count)',
        thread: 'R: R count, without the lock',
        does: ({ pcp, me }) => (pcp[me.lp].count > 0 ? 'pin' : 'done'),
      },
      // What spin_lock[_irqsave]() does to the cpu, before it looks at the lock.
      pin: {
        at: 'mm/page_alloc.c drain_pages_zone() pcp_spin_lock_maybe_irqsave()',
        thread: 'R: LOCK',
        does: ({ cpus, me }) => {
          if (!isBuffered) cpus[me.cpu].spinBegin(me, form);
          if (isLocked) return 'spin_lock';
          return isBuffered ? 'swap_lp' : 'list_splice';
        },
      },
      spin_lock: {
        at: 'mm/page_alloc.c drain_pages_zone() pcp_spin_lock_maybe_irqsave()',
        thread: 'R: LOCK',
        does: ({ pcp_lock, me }) => (pcp_lock.acquire(me) ? 'read_count' : 'blocked'),
      },
      // The kernel loops, with at most batch << CONFIG_PCP_BATCH_SCALE_MAX pages for each hold of the lock; here one takes all.
      read_count: {
        at: 'mm/page_alloc.c drain_pages_zone() count = pcp->count',
        thread: 'R: move batch to buddy',
        does: ({ pcp, me }) => {
          me.n = Math.max(0, pcp[me.lp].count);
          return me.n > 0 ? 'min_count' : 'unlock';
        },
      },
      ...bulkSteps('R: move batch to buddy'),
      swap_lp: {
        atomic: 'only the drain writes lp, under pcpu_drain_mutex',
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
      // Without a lock the drain is that of 2021: to a private list first, and zone->lock last.
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
          return '__free_one_page';
        },
      },
      __free_one_page: {
        at: 'mm/page_alloc.c free_pcppages_bulk() __free_one_page()',
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
