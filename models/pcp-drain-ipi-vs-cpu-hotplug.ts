// pcp-drain-ipi-vs-cpu-hotplug: drain_all_pages() sends IPIs to cpus that come and go.
//
// linux-mm, January 2012: "[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page
// allocator context" (Gorman, Miller). Direct reclaim drains without get_online_cpus() and depends on
// preemption being off. At stake: a machine that "halts with no messages", for an IPI to a cpu that
// has gone is never answered; and without the IPIs, an OOM beside pages on other cpus' lists. Of the
// same class: 5fbd036b552f (2012), 8d056c48e486 (2014), 45178ac0cea8 (2019).

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  oneOf,
  parameter,
  range,
  set,
  system,
  UsageError,
  upTo,
} from 'mmcheck';
import {
  callFunctions,
  contexts,
  irq,
  mutex,
  percpuRwsem,
  spinlock,
  stopMachine,
  stopper,
  task,
} from 'mmcheck/kernel';
import {
  cpuDown,
  cpuUp,
  rescuerThread,
  startSecondary,
  takeCpuDown,
} from './pcp-drain-ipi-vs-cpu-hotplug/coming-cpu.ts';
import { drainPages, releasePages } from './pcp-drain-ipi-vs-cpu-hotplug/pages.ts';
import { variants } from './pcp-drain-ipi-vs-cpu-hotplug/variants.ts';
import { cpusWriteLock, cpusWriteWait } from './shared/hotplug-locks.ts';

export default defineModel('pcp-drain-ipi-vs-cpu-hotplug', {
  about:
    'drain_all_pages() sends IPIs to cpus that come and go: who hangs, and who is out of memory ' +
    'too early? 5fbd036b552f (2012), 8d056c48e486 (2014), 45178ac0cea8 (2019).',
  parameters: {
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
  },

  system: ({ variant, hotplug, caller, preemption, cpus, allocators, freers, drains }) => {
    if (freers > cpus) {
      throw new UsageError('pcp-drain-ipi-vs-cpu-hotplug: each freer takes a cpu: cpus >= freers');
    }
    const cpu = kind('cpu', cpus);
    const last = cpu.ids[cpus - 1];
    const isUp = hotplug !== 'cpu_up';
    const isEarly = variant.startsWith('early-mask');
    const isAsync = (allocator: number) => variant.startsWith('async') && allocator === 0;
    const underMutex = caller === 'pcpu_alloc';
    const pages = 1 + freers;

    return system(
      {
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
      },
      ({ process, procedure, call }) => {
        const drain_pages = procedure('drain_pages', drainPages(cpu, pages));
        return {
          alloc_pages: process({
            ...task((id) => id),
            count: allocators,
            locals: {
              cpu,
              targets: set(cpu),
              called: set(cpu),
              drained: upTo(drains),
              page: upTo(1),
            },
            start: underMutex ? 'mutex_lock' : 'drain_all_pages',
            steps: {
              mutex_lock: {
                at: 'mm/percpu.c pcpu_alloc() pcpu_alloc_mutex',
                does: ({ pcpu_alloc_mutex, me }) =>
                  pcpu_alloc_mutex.acquire(me) ? 'drain_all_pages' : 'blocked',
              },
              drain_all_pages: {
                at: 'mm/page_alloc.c __alloc_pages_direct_reclaim()',
                does: ({ me }) => {
                  me.drained++;
                  if (variant === 'get_online_cpus') return 'get_online_cpus';
                  if (variant === 'lru_lock-held') return 'spin_lock';
                  return isEarly ? 'cpumask_copy' : 'preempt_disable';
                },
              },
              get_online_cpus: {
                thread: 'A: get_online_cpus',
                does: ({ cpu_hotplug_lock, me }) =>
                  cpu_hotplug_lock.acquireRead(me) ? 'preempt_disable' : 'blocked',
              },
              spin_lock: ({ cpus, me }) => {
                cpus[me.cpu].spinBegin(me);
                return 'spin_lock_wait';
              },
              spin_lock_wait: ({ lru_lock, me }) =>
                lru_lock.acquire(me) ? 'preempt_disable' : 'blocked',
              cpumask_copy: {
                thread: 'A: R online',
                does: ({ cpus, me }) => {
                  for (const c of cpu.ids) if (cpus[c].online && c !== me.cpu) me.targets.add(c);
                  return 'preempt_disable';
                },
              },
              preempt_disable: {
                at: 'kernel/smp.c on_each_cpu()',
                thread: 'A: preempt_disable',
                does: ({ cpus, me }) => {
                  cpus[me.cpu].claim(me);
                  if (variant === 'irqs-off') cpus[me.cpu].irqSave(me);
                  else if (preemption === 'full') cpus[me.cpu].preemptDisable(me);
                  if (variant === 'drain_local_pages') return 'local_irq_disable';
                  if (variant !== 'early-mask') return 'cpumask_and';
                  return me.targets.isEmpty ? 'local_irq_disable' : 'csd_lock';
                },
              },
              cpumask_and: {
                at: 'kernel/smp.c smp_call_function_many() cpumask_and()',
                thread: 'A: R online',
                does: ({ cpus, me }) => {
                  for (const c of cpu.ids) {
                    if (!cpus[c].online) me.targets.delete(c);
                    else if (!isEarly && c !== me.cpu) me.targets.add(c);
                  }
                  return me.targets.isEmpty ? 'local_irq_disable' : 'csd_lock';
                },
              },
              csd_lock: {
                at: 'kernel/smp.c csd_lock(), generic_exec_single()',
                thread: 'A: enqueue csd, send IPI',
                atomic: 'the first in the queue gets an IPI, which may come late anyway',
                does: ({ calls, ipi, me }) => {
                  const c = me.targets.values()[0];
                  const isFirst = !calls[c].isQueued();
                  if (!calls[c].send(me, me.cpu, !isAsync(me.id))) return 'blocked';
                  if (isFirst) ipi[c] = true;
                  me.targets.delete(c);
                  if (!isAsync(me.id)) me.called.add(c);
                  if (!me.targets.isEmpty) return 'csd_lock';
                  return isAsync(me.id) ? 'local_irq_disable' : 'csd_lock_wait';
                },
              },
              csd_lock_wait: {
                at: 'kernel/smp.c csd_lock_wait()',
                thread: 'A: spin until all acked',
                does: ({ calls, me }) => {
                  const c = me.called.values()[0];
                  if (!calls[c].isAcked(me)) return 'blocked';
                  me.called.delete(c);
                  return me.called.isEmpty ? 'local_irq_disable' : 'csd_lock_wait';
                },
              },
              local_irq_disable: {
                thread: 'A: {irq_off: drain own pcp}',
                does: ({ cpus, me }) => {
                  cpus[me.cpu].irqSave(me);
                  return 'drain_local_pages';
                },
              },
              drain_local_pages: {
                thread: 'A: {irq_off: drain own pcp}',
                does: call(drain_pages, ({ me }) => ({ list: me.cpu }), {
                  done: 'local_irq_enable',
                }),
              },
              local_irq_enable: {
                thread: 'A: {irq_off: drain own pcp}',
                does: ({ cpus, me }) => {
                  cpus[me.cpu].irqRestore(me);
                  return 'preempt_enable';
                },
              },
              preempt_enable: {
                thread: 'A: preempt_disable',
                does: ({ cpus, me }) => {
                  if (variant === 'irqs-off') cpus[me.cpu].irqRestore(me);
                  else if (preemption === 'full') cpus[me.cpu].preemptEnable(me);
                  if (variant === 'get_online_cpus') return 'put_online_cpus';
                  return variant === 'lru_lock-held' ? 'spin_unlock' : 'get_page_from_freelist';
                },
              },
              put_online_cpus: {
                thread: 'A: get_online_cpus',
                does: ({ cpu_hotplug_lock, me }) => {
                  cpu_hotplug_lock.releaseRead(me);
                  return 'get_page_from_freelist';
                },
              },
              spin_unlock: {
                atomic: 'nobody waits for preemption alone',
                does: ({ cpus, lru_lock, me }) => {
                  lru_lock.release(me);
                  cpus[me.cpu].spinEnd(me);
                  return 'get_page_from_freelist';
                },
              },
              get_page_from_freelist: {
                at: 'mm/page_alloc.c get_page_from_freelist()',
                thread: 'A: get_page, OOM if none',
                does: ({ buddy, me }) => {
                  if (buddy.value === 0)
                    return me.drained < drains ? 'cond_resched' : 'out_of_memory';
                  buddy.value--;
                  me.page = 1;
                  return 'return';
                },
              },
              cond_resched: ({ cpus, me }) => {
                cpus[me.cpu].yield(me);
                return 'drain_all_pages';
              },
              out_of_memory: {
                at: 'mm/page_alloc.c __alloc_pages_may_oom()',
                thread: 'A: get_page, OOM if none',
                does: () => 'return',
              },
              return: ({ cpus, me }) => {
                cpus[me.cpu].yield(me);
                return underMutex ? 'mutex_unlock' : 'done';
              },
              mutex_unlock: ({ pcpu_alloc_mutex, me }) => {
                pcpu_alloc_mutex.release(me);
                return 'done';
              },
            },
          }),
          call_function_interrupt: process({
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
                does: call(drain_pages, ({ me }) => ({ list: me.cpu }), { done: 'csd_unlock' }),
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
          }),
          release_pages: process(releasePages(cpu, freers, variant === 'lru_lock-held')),
          cpu_hotplug: process({
            ...task(cpus - 2),
            locals: { cpu },
            start: hotplug === 'none' ? 'no_hotplug' : 'cpu_hotplug_begin',
            end: ['no_hotplug'],
            steps: {
              no_hotplug: () => 'blocked',
              cpu_hotplug_begin: { thread: 'H: LOCK hotplug, UNLOCK', does: cpusWriteLock },
              cpu_hotplug_wait: { thread: 'H: LOCK hotplug, UNLOCK', does: cpusWriteWait },
              ...cpuDown(cpu, last, variant),
              CPU_DEAD: {
                at: 'mm/page_alloc.c page_alloc_cpu_notify()',
                thread: 'H down: CPU_DEAD: drain_pages(c)',
                does: call(drain_pages, () => ({ list: last }), { done: 'local_irq_restore' }),
              },
              ...cpuUp(last),
              cpu_hotplug_done: {
                thread: 'H: LOCK hotplug, UNLOCK',
                atomic: 'under cpu_hotplug.lock',
                does: ({ cpus, cpu_hotplug_lock, me }) => {
                  cpu_hotplug_lock.releaseWrite(me);
                  return hotplug === 'cpu_down+up' && !cpus[last].online
                    ? 'cpu_hotplug_begin'
                    : 'done';
                },
              },
            },
          }),
          stopper: process({ ...stopper(cpu), ...takeCpuDown(last, variant) }),
          start_secondary: process(startSecondary(last, variant)),
          rescuer_thread: process(rescuerThread(cpu, hotplug === 'cpu_up')),
        };
      },
      // The page that is wanted is on some cpu's list.
      ({ pcp, choose }) => {
        pcp[choose(cpu.ids.filter((c) => isUp || c !== last))] = 1;
      },
    );
  },
});
