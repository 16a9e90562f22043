// What happens to pages in pcp-drain-ipi-vs-cpu-hotplug: a list is drained, by its cpu or for a dead
// one, and a task frees a page. A list is counted, not named: a page that is freed twice shows.

import { bool, upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export type DrainPages = ReturnType<typeof drainPages>;

/** drain_pages(), with irqs off: gives back a list, which belongs to its cpu and then to CPU_DEAD. */
export const drainPages = ({ procedure }: Make, { cpu, pages }: Variant) =>
  procedure('drain_pages', {
    params: { list: cpu },
    locals: { count: upTo(pages) },
    returns: ['done'],
    start: 'read_count',
    steps: {
      read_count: {
        at: 'mm/page_alloc.c drain_pages() pcp->count',
        thread: 'pcp to buddy',
        does: ({ pcp, me }) => {
          me.count = pcp[me.list];
          return 'free_pcppages_bulk';
        },
      },
      free_pcppages_bulk: {
        at: 'mm/page_alloc.c free_pcppages_bulk()',
        thread: 'pcp to buddy',
        atomic: 'under zone->lock',
        does: ({ pcp, buddy, me }) => {
          pcp[me.list] = 0;
          buddy.value += me.count;
          return 'done';
        },
      },
    },
  });

/**
 * release_pages(): takes a page off the LRU and frees it to the list of its cpu. The LRU is left out
 * where nobody else wants its lock: then it is only a second while with irqs off, before the first.
 */
export const releasePages = ({ process }: Make, { cpu, freers, isLruLocked }: Variant) =>
  process({
    ...task((id) => cpu.size - 1 - id),
    count: freers,
    locals: { cpu, freed: bool },
    start: isLruLocked ? 'spin_lock_irqsave' : 'free_hot_cold_page',
    // Where a task may stand as its cpu goes; it goes on elsewhere, which nobody here sees.
    end: ['spin_lock_irqsave', 'free_hot_cold_page'],
    steps: {
      spin_lock_irqsave: {
        at: 'mm/swap.c release_pages()',
        does: ({ cpus, me }) => {
          cpus[me.cpu].claim(me);
          cpus[me.cpu].spinBegin(me, 'irqsave');
          return 'spin_lock';
        },
      },
      spin_lock: ({ lru_lock, me }) => (lru_lock.acquire(me) ? 'spin_unlock' : 'blocked'),
      spin_unlock: ({ lru_lock, me }) => {
        lru_lock.release(me);
        return 'irq_restore';
      },
      irq_restore: ({ cpus, me }) => {
        cpus[me.cpu].spinEnd(me, 'irqsave');
        return 'free_hot_cold_page';
      },
      free_hot_cold_page: {
        at: 'mm/page_alloc.c free_hot_cold_page()',
        does: ({ cpus, me }) => {
          cpus[me.cpu].claim(me);
          cpus[me.cpu].irqSave(me);
          return 'list_add';
        },
      },
      list_add: {
        at: 'mm/page_alloc.c free_hot_cold_page() list_add(), pcp->count++',
        thread: 'F: a page to a pcp list',
        does: ({ pcp, me }) => {
          pcp[me.cpu]++;
          me.freed = true;
          return 'local_irq_restore';
        },
      },
      local_irq_restore: ({ cpus, me }) => {
        cpus[me.cpu].irqRestore(me);
        cpus[me.cpu].yield(me);
        return 'done';
      },
    },
  });
