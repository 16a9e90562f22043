// The IPI of slub-flush-all-mask: flush_cpu_slab() on the cpu whose slabs these are.

import { ipi } from 'mmcheck/kernel';
import { flushSlab, unfreezePartials } from '../../shared/cpu-slabs.ts';
import type { Make, Variant } from './variant.ts';

export function flushCpuSlab({ process }: Make, { cpu }: Variant) {
  return process({
    ...ipi((id) => id),
    count: cpu,
    locals: { cpu },
    start: 'irq_enter',
    end: ['irq_enter'],
    steps: {
      irq_enter: {
        at: 'kernel/smp.c generic_smp_call_function_interrupt()',
        thread: 'cpu handler',
        atomic: 'an irq comes where there is a call',
        does: ({ calls, cpus, me }) => {
          if (!calls[me.cpu].take()) return 'blocked';
          cpus[me.cpu].irqEnter(me);
          return 'flush_slab';
        },
      },
      flush_slab: {
        at: 'mm/slub.c flush_cpu_slab() flush_slab()',
        thread: 'cpu handler: deactivate c.page',
        atomic: 'under list_lock, and by one cmpxchg; who looks at c->page waits for the whole',
        does: flushSlab,
      },
      unfreeze_partials: {
        at: 'mm/slub.c unfreeze_partials()',
        thread: 'cpu handler: unfreeze c.partial',
        atomic: 'under list_lock, and by one cmpxchg each',
        does: unfreezePartials,
      },
      csd_unlock: {
        at: 'kernel/smp.c csd_unlock()',
        thread: 'cpu handler',
        does: ({ calls, me }) => (calls[me.cpu].finish() ? 'flush_slab' : 'irq_exit'),
      },
      irq_exit: ({ cpus, me }) => {
        cpus[me.cpu].irqExit(me);
        return 'irq_enter';
      },
    },
  });
}
