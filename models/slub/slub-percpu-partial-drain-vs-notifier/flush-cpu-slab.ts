// The flush of slub-percpu-partial-drain-vs-notifier: of its own cpu, in an irq, unless the variant has another cpu run it.

import { ipi } from 'mmcheck/kernel';
import { flushSlab, unfreezePartials } from '../../shared/cpu-slabs.ts';
import type { Make, Variant } from './variant.ts';

export function flushCpuSlab({ process }: Make, { cpu, notifier }: Variant) {
  const isElsewhere = notifier === 'other-cpu';
  const handler = isElsewhere ? { begin: (id: number) => ({ cpu: cpu.ids[id] }) } : ipi((id) => id);
  return process({
    ...handler,
    count: cpu,
    // An irq that is pending comes as soon as irqs are on, be that ever so short.
    fairness: 'strong',
    locals: { cpu },
    start: 'irq_enter',
    end: ['irq_enter'],
    steps: {
      irq_enter: {
        at: 'kernel/smp.c generic_smp_call_function_interrupt()',
        atomic: 'an irq comes where there is a call',
        does: ({ calls, cpus, me }) => {
          if (!calls[me.cpu].take()) return 'blocked';
          if (!isElsewhere) cpus[me.cpu].irqEnter(me);
          return 'next';
        },
      },
      flush_slab: {
        at: 'mm/slub.c flush_cpu_slab() flush_slab()',
        thread: 'flush_all on every cpu',
        atomic: 'under list_lock, and by one cmpxchg',
        does: flushSlab,
      },
      unfreeze_partials: {
        at: 'mm/slub.c unfreeze_partials()',
        thread: 'flush_all on every cpu',
        atomic: 'under list_lock, and by one cmpxchg each',
        does: unfreezePartials,
      },
      csd_unlock: {
        at: 'kernel/smp.c csd_unlock()',
        thread: 'flush_all on every cpu',
        atomic: 'the sender waits for this only',
        does: ({ calls, cpus, me }) => {
          calls[me.cpu].finish();
          if (!isElsewhere) cpus[me.cpu].irqExit(me);
          return 'irq_enter';
        },
      },
    },
  });
}
