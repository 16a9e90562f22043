// I of pcp-lock-trylock: an irq on cpu 0 frees a page, or takes one from the list, in the midst of what a
// task or the drain does there.

import { orNone, upTo } from 'mmcheck';
import { irq, task } from 'mmcheck/kernel';
import { listSteps } from './list-steps.ts';
import type { Make, Variant } from './variant.ts';

export function irqPage({ process }: Make, variant: Variant) {
  const { handler, interrupts, irq_takes, isLocked, tasks, cpu, page, pages, count } = variant;
  return process({
    ...(handler === 'thread' ? task(0) : irq(0)),
    count: interrupts,
    locals: {
      cpu,
      page,
      lp: upTo(1),
      seen: count,
      n: upTo(pages),
      taken: orNone(page),
    },
    begin: (id) => ({ page: tasks + id, seen: 0 }),
    start: 'irq_enter',
    steps: {
      irq_enter: {
        thread: 'I: nests',
        does: ({ cpus, me }) => {
          if (handler === 'hardirq') cpus[me.cpu].irqEnter(me);
          return isLocked ? 'spin_trylock' : 'read_lp';
        },
      },
      spin_trylock: {
        at: 'mm/page_alloc.c pcp_spin_trylock()',
        thread: 'T, I: TRYLOCK',
        does: ({ pcp_lock, me }) => {
          if (irq_takes === 'spin_lock') return pcp_lock.acquire(me) ? 'free_or_take' : 'blocked';
          return pcp_lock.tryAcquire(me) ? 'free_or_take' : 'free_one_page';
        },
      },
      free_or_take: ({ choose }) => (choose([false, true]) ? 'rmqueue' : 'list_add'),
      ...listSteps(variant, { entered: 'free_or_take', released: 'irq_exit', failed: 'irq_exit' }),
      // Where the list is empty, rmqueue_bulk() fills it from the buddy allocator; here it frees then.
      rmqueue: {
        at: 'mm/page_alloc.c __rmqueue_pcplist() list_del()',
        thread: 'T, I: ok, list op (list, count)',
        does: ({ pcp, me }) => {
          const [first] = pcp[me.lp].list.values();
          if (first === undefined) return 'list_add';
          pcp[me.lp].list.delete(first);
          me.taken = first;
          return 'load_uncount';
        },
      },
      load_uncount: {
        at: 'mm/page_alloc.c __rmqueue_pcplist() pcp->count',
        thread: 'T, I: ok, list op (list, count)',
        does: ({ pcp, me }) => {
          me.seen = pcp[me.lp].count;
          return 'uncount';
        },
      },
      uncount: {
        at: 'mm/page_alloc.c __rmqueue_pcplist() pcp->count',
        thread: 'T, I: ok, list op (list, count)',
        does: ({ pcp, me }) => {
          pcp[me.lp].count = me.seen - 1;
          me.seen = 0;
          return 'unlock';
        },
      },
      irq_exit: {
        thread: 'I: nests',
        does: ({ cpus, me }) => {
          if (handler === 'hardirq') cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    },
  });
}
