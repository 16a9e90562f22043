// I of pcp-lock-trylock: an irq on cpu 0 frees a page, in the midst of what a task or the drain does there.

import { upTo } from 'mmcheck';
import { irq, task } from 'mmcheck/kernel';
import { listSteps } from './list-steps.ts';
import type { Make, Variant } from './variant.ts';

export function irqFreePage({ process }: Make, variant: Variant) {
  const { handler, interrupts, irq_takes, isLocked, tasks, cpu, page } = variant;
  return process({
    ...(handler === 'thread' ? task(0) : irq(0)),
    count: interrupts,
    locals: { cpu, page, lp: upTo(1) },
    begin: (id) => ({ page: tasks + id }),
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
          if (irq_takes === 'spin_lock') return pcp_lock.acquire(me) ? 'list_add' : 'blocked';
          return pcp_lock.tryAcquire(me) ? 'list_add' : 'free_one_page';
        },
      },
      ...listSteps(variant, 'irq_exit'),
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
