// What can be chosen in pcp-drain-ipi-vs-cpu-hotplug, what follows from it for more than one process, and
// the cells.

import {
  array,
  type Builder,
  bool,
  cell,
  kind,
  oneOf,
  parameter,
  range,
  UsageError,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { callFunctions, contexts, mutex, percpuRwsem, spinlock, stopMachine } from 'mmcheck/kernel';
import { variants } from './variants.ts';

export const parameters = {
  variant: parameter('What is changed in the drain or in cpu hotplug.', variants),
  hotplug: parameter(
    'What becomes of the last cpu.',
    oneOf('none', 'cpu_down', 'cpu_up', 'cpu_down+up'),
  ),
  caller: parameter(
    'Who wants a page; the percpu allocator does under its mutex, as bringing a cpu up does.',
    oneOf('page_fault', 'pcpu_alloc'),
  ),
  preemption: parameter('CONFIG_PREEMPT or not.', oneOf('full', 'none')),
  cpus: parameter('Cpus. The last one comes or goes, by a task on the one before.', range(2, 4)),
  allocators: parameter('Tasks in direct reclaim, on cpu 0, 1, ...', range(1, 2)),
  freers: parameter('Tasks that free a page, on the last cpu, the one before, ...', range(1, 3)),
  drains: parameter('How often an allocator drains before it gives up.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { variant, hotplug, cpus, freers } = values;
  if (freers > cpus) {
    throw new UsageError('pcp-drain-ipi-vs-cpu-hotplug: each freer takes a cpu: cpus >= freers');
  }
  const cpu = kind('cpu', cpus);
  return {
    ...values,
    cpu,
    /** The one that comes or goes. */
    last: cpu.ids[cpus - 1],
    isUp: hotplug !== 'cpu_up',
    isLruLocked: variant === 'lru_lock-held',
    pages: 1 + freers,
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, last, isUp, preemption, allocators, pages }: Variant) => ({
  cpus: contexts(cpu, { preemption, online: (c) => isUp || c !== last }),
  calls: callFunctions(cpu, { records: 1 + allocators }),
  /** An IPI that has been sent and not taken. */
  ipi: array(cpu, bool),
  stop: stopMachine(cpu),
  pcp: array(cpu, upTo(pages)),
  /** Has room for pages that are freed twice. */
  buddy: cell(upTo(2 * pages)),
  cpu_hotplug_lock: percpuRwsem('cpu_hotplug.lock', { readers: 1 }),
  pcpu_alloc_mutex: mutex('pcpu_alloc_mutex'),
  lru_lock: spinlock('zone->lru_lock'),
  /** Of the last cpu: it may boot; its bit in cpu_active_mask; its stopper->enabled. */
  booting: cell(bool),
  active: cell(bool, isUp),
  stopper_enabled: cell(bool, isUp),
});
