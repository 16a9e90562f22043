// T of pcp-lock-trylock: a task frees a page, on cpu 0 or, once it has found the list of cpu 0, on cpu 1.

import { upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import { listSteps } from './list-steps.ts';
import type { Make, Variant } from './variant.ts';

export function freeUnrefPage({ process }: Make, variant: Variant) {
  const { migrated, tasks, irqs, isSmp, isRt, isLocked, cpu, page, pages, count } = variant;
  const on = isSmp && migrated ? 1 : 0;
  /** With irqs off nothing preempts it anyway. */
  const pins = irqs === 'on' && !isRt;
  return process({
    ...task(on),
    count: tasks,
    locals: { cpu, page, lp: upTo(1), seen: count, n: upTo(pages) },
    begin: (id) => ({ cpu: cpu.ids[on], page: id, seen: 0 }),
    start: 'prepare',
    steps: {
      prepare: {
        at: 'mm/page_alloc.c free_unref_page() pcp_trylock_prepare(), pcpu_task_pin()',
        thread: 'T: pin cpu',
        does: ({ cpus, me }) => {
          if (irqs === 'off') cpus[me.cpu].irqSave(me);
          if (pins) cpus[me.cpu].preemptDisable(me);
          return isLocked ? 'spin_trylock' : 'read_lp';
        },
      },
      spin_trylock: {
        at: 'mm/page_alloc.c pcp_spin_trylock()',
        thread: 'T, I: TRYLOCK',
        atomic: 'who has not got the lock unpins, and holds nothing any more',
        does: ({ pcp_lock, cpus, me }) => {
          if (pcp_lock.tryAcquire(me)) return 'list_add';
          if (pins) cpus[me.cpu].preemptEnable(me);
          return 'free_one_page';
        },
      },
      ...listSteps(variant, { entered: 'list_add', released: 'unpin', failed: 'finish' }),
      unpin: {
        at: 'mm/page_alloc.c pcpu_task_unpin()',
        thread: 'T: unpin cpu',
        does: ({ cpus, me }) => {
          if (pins) cpus[me.cpu].preemptEnable(me);
          return 'finish';
        },
      },
      finish: {
        at: 'mm/page_alloc.c pcp_trylock_finish()',
        thread: 'T: unpin cpu',
        does: ({ cpus, me }) => {
          if (irqs === 'off') cpus[me.cpu].irqRestore(me);
          return 'done';
        },
      },
    },
  });
}
