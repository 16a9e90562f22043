// T of pcp-lock-trylock: a task frees a page, on cpu 0 or, once it has found the list of cpu 0, on cpu 1.

import { upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import { listSteps } from './list-steps.ts';
import type { Make, Variant } from './variant.ts';

export function freeUnrefPage({ process }: Make, variant: Variant) {
  const { migrated, tasks, irqs, isSmp, isRt, isLocked, cpu, page } = variant;
  const on = isSmp && migrated ? 1 : 0;
  return process({
    ...task(on),
    count: tasks,
    locals: { cpu, page, lp: upTo(1) },
    begin: (id) => ({ cpu: cpu.ids[on], page: id }),
    start: 'prepare',
    steps: {
      prepare: {
        at: 'mm/page_alloc.c free_unref_page() pcp_trylock_prepare()',
        thread: 'T: pin cpu',
        does: ({ cpus, me }) => {
          if (irqs === 'off') cpus[me.cpu].irqSave(me);
          else if (!isRt) cpus[me.cpu].preemptDisable(me);
          return isLocked ? 'spin_trylock' : 'read_lp';
        },
      },
      spin_trylock: {
        at: 'mm/page_alloc.c pcp_spin_trylock()',
        thread: 'T, I: TRYLOCK',
        does: ({ pcp_lock, me }) => (pcp_lock.tryAcquire(me) ? 'list_add' : 'free_one_page'),
      },
      ...listSteps(variant, 'finish'),
      finish: {
        thread: 'T: pin cpu',
        does: ({ cpus, me }) => {
          if (irqs === 'off') cpus[me.cpu].irqRestore(me);
          else if (!isRt) cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    },
  });
}
