// A of pcp-drain-ipi-vs-cpu-hotplug: a task in direct reclaim, which drains all lists by drain_all_pages()
// before it looks for a page again.

import { none, set, upTo } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import type { DrainPages } from './pages.ts';
import type { Make, Variant } from './variant.ts';

export function allocPages({ process, call }: Make, values: Variant, drainPages: DrainPages) {
  const { variant, caller, preemption, allocators, drains, cpu, isLruLocked } = values;
  const isEarly = variant.startsWith('early-mask');
  const isAsync = (allocator: number) => variant.startsWith('async') && allocator === 0;
  const underMutex = caller === 'pcpu_alloc';
  return process({
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
          if (isLruLocked) return 'spin_lock';
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
      spin_lock_wait: ({ lru_lock, me }) => (lru_lock.acquire(me) ? 'preempt_disable' : 'blocked'),
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
        does: ({ calls, cpus, ipi, me }) => {
          const c = me.targets.values()[0];
          const isFirst = !calls[c].isQueued();
          // With irqs off the kernel complains; what comes of it is the variant's question.
          const mayCall = variant === 'irqs-off' ? none : cpus[me.cpu].mayCall(me);
          if (!calls[c].send(me, me.cpu, mayCall, !isAsync(me.id))) return 'blocked';
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
        does: call(drainPages, ({ me }) => ({ list: me.cpu }), {
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
          return isLruLocked ? 'spin_unlock' : 'get_page_from_freelist';
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
          if (buddy.value === 0) return me.drained < drains ? 'cond_resched' : 'out_of_memory';
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
  });
}
