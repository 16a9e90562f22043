// The flush of slub-percpu-partial-drain-vs-notifier: of its own cpu, in an irq, unless the variant has another cpu run it.

import { none } from 'mmcheck';
import { ipi } from 'mmcheck/kernel';
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
        does: ({ cpu_slabs, partial, inuse, frozen, me }) => {
          const s = cpu_slabs[me.cpu].page;
          cpu_slabs[me.cpu].page = none;
          if (s !== none) {
            frozen.delete(s);
            if (!inuse.has(s)) partial.add(s);
          }
          return 'next';
        },
      },
      unfreeze_partials: {
        at: 'mm/slub.c unfreeze_partials()',
        thread: 'flush_all on every cpu',
        atomic: 'under list_lock, and by one cmpxchg each; the sender waits for this only',
        does: ({ cpu_slabs, partial, frozen, calls, cpus, me }) => {
          const c = cpu_slabs[me.cpu];
          for (let k = 0; k < c.partial.length; k++) {
            frozen.delete(c.partial.at(k));
            partial.add(c.partial.at(k));
          }
          c.partial.clear();
          calls[me.cpu].finish();
          if (!isElsewhere) cpus[me.cpu].irqExit(me);
          return 'irq_enter';
        },
      },
    },
  });
}
