// What happens to pages in pcp-drain-ipi-vs-cpu-hotplug: a list is drained, by its cpu or for a dead
// one, and a task frees a page. A list is counted, not named: a page that is freed twice shows.

import { bool, type Kind, type Scalar, upTo } from 'mmcheck';
import { type CpuContext, type Lock, task, type Who } from 'mmcheck/kernel';

interface Pages {
  readonly cpus: CpuContext[];
  readonly pcp: number[];
  readonly buddy: Scalar<number>;
  readonly lru_lock: Lock;
}

interface Drainer {
  readonly me: { readonly list: number; count: number };
}

/** drain_pages(), with irqs off: gives back a list, which belongs to its cpu and then to CPU_DEAD. */
export const drainPages = (cpu: Kind<'cpu'>, pages: number) => ({
  params: { list: cpu },
  locals: { count: upTo(pages) },
  returns: ['done'] as const,
  start: 'read_count' as const,
  steps: {
    read_count: {
      at: 'mm/page_alloc.c drain_pages() pcp->count',
      thread: 'pcp to buddy',
      does: ({ pcp, me }: Pick<Pages, 'pcp'> & Drainer): 'free_pcppages_bulk' => {
        me.count = pcp[me.list];
        return 'free_pcppages_bulk';
      },
    },
    free_pcppages_bulk: {
      at: 'mm/page_alloc.c free_pcppages_bulk()',
      thread: 'pcp to buddy',
      atomic: 'under zone->lock',
      does: ({ pcp, buddy, me }: Pick<Pages, 'pcp' | 'buddy'> & Drainer): 'done' => {
        pcp[me.list] = 0;
        buddy.value += me.count;
        return 'done';
      },
    },
  },
});

interface Freer {
  readonly me: Who & { readonly cpu: number; freed: boolean };
}

/**
 * release_pages(): takes a page off the LRU and frees it to the list of its cpu. The LRU is left out
 * where nobody else wants its lock: then it is only a second while with irqs off, before the first.
 */
export const releasePages = (cpu: Kind<'cpu'>, freers: number, isLruLocked: boolean) => ({
  ...task((id) => cpu.size - 1 - id),
  count: freers,
  locals: { cpu, freed: bool },
  start: isLruLocked ? ('spin_lock_irqsave' as const) : ('free_hot_cold_page' as const),
  // Where a task may stand as its cpu goes; it goes on elsewhere, which nobody here sees.
  end: ['spin_lock_irqsave', 'free_hot_cold_page'] as const,
  steps: {
    spin_lock_irqsave: {
      at: 'mm/swap.c release_pages()',
      does: ({ cpus, me }: Pick<Pages, 'cpus'> & Freer): 'spin_lock' => {
        cpus[me.cpu].claim(me);
        cpus[me.cpu].spinBegin(me, 'irqsave');
        return 'spin_lock';
      },
    },
    spin_lock: ({ lru_lock, me }: Pick<Pages, 'lru_lock'> & Freer) =>
      lru_lock.acquire(me) ? 'spin_unlock' : 'blocked',
    spin_unlock: ({ lru_lock, me }: Pick<Pages, 'lru_lock'> & Freer): 'irq_restore' => {
      lru_lock.release(me);
      return 'irq_restore';
    },
    irq_restore: ({ cpus, me }: Pick<Pages, 'cpus'> & Freer): 'free_hot_cold_page' => {
      cpus[me.cpu].spinEnd(me, 'irqsave');
      return 'free_hot_cold_page';
    },
    free_hot_cold_page: {
      at: 'mm/page_alloc.c free_hot_cold_page()',
      does: ({ cpus, me }: Pick<Pages, 'cpus'> & Freer): 'list_add' => {
        cpus[me.cpu].claim(me);
        cpus[me.cpu].irqSave(me);
        return 'list_add';
      },
    },
    list_add: {
      at: 'mm/page_alloc.c free_hot_cold_page() list_add(), pcp->count++',
      thread: 'F: a page to a pcp list',
      does: ({ pcp, me }: Pick<Pages, 'pcp'> & Freer): 'local_irq_restore' => {
        pcp[me.cpu]++;
        me.freed = true;
        return 'local_irq_restore';
      },
    },
    local_irq_restore: ({ cpus, me }: Pick<Pages, 'cpus'> & Freer): 'done' => {
      cpus[me.cpu].irqRestore(me);
      cpus[me.cpu].yield(me);
      return 'done';
    },
  },
});
