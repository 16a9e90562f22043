// I of pcp-drain-ipi-vs-cpu-hotplug: the IPI, which takes what is queued on its cpu and drains the list.

import { irq } from 'mmcheck/kernel';
import type { DrainPages } from './pages.ts';
import type { Make, Variant } from './variant.ts';

export function callFunctionInterrupt(
  { process, call }: Make,
  { cpu }: Variant,
  drainPages: DrainPages,
) {
  return process({
    ...irq((id) => id),
    count: cpu,
    locals: { cpu },
    start: 'irq_enter',
    end: ['irq_enter'],
    steps: {
      irq_enter: {
        thread: 'I: dequeue',
        atomic: 'an irq comes where there is one to come',
        does: ({ cpus, calls, ipi, me }) => {
          if (!ipi[me.cpu]) return 'blocked';
          ipi[me.cpu] = false;
          if (!calls[me.cpu].take()) return 'irq_enter';
          cpus[me.cpu].irqEnter(me);
          return 'flush_smp_call_function_queue';
        },
      },
      flush_smp_call_function_queue: {
        at: 'kernel/smp.c flush_smp_call_function_queue()',
        thread: 'I: dequeue',
        does: ({ calls, me }) => {
          calls[me.cpu].start();
          return 'drain_local_pages';
        },
      },
      drain_local_pages: {
        thread: 'I: pcp to buddy',
        does: call(drainPages, ({ me }) => ({ list: me.cpu }), { done: 'csd_unlock' }),
      },
      csd_unlock: {
        thread: 'I: ack',
        does: ({ calls, me }) => {
          return calls[me.cpu].finish() ? 'flush_smp_call_function_queue' : 'irq_exit';
        },
      },
      irq_exit: {
        thread: 'I: ack',
        does: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'irq_enter';
        },
      },
    },
  });
}
