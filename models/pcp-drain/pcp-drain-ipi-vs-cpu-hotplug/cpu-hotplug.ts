// H of pcp-drain-ipi-vs-cpu-hotplug: takes the last cpu down, or brings it up, or both.

import { task } from 'mmcheck/kernel';
import { cpusWriteLock, cpusWriteWait } from '../../shared/hotplug-locks.ts';
import type { DrainPages } from './pages.ts';
import type { Make, Variant } from './variant.ts';

export function cpuHotplug({ process, call }: Make, values: Variant, drainPages: DrainPages) {
  const { variant, hotplug, cpus: size, cpu, last } = values;
  return process({
    ...task(size - 2),
    locals: { cpu },
    start: hotplug === 'none' ? 'no_hotplug' : 'cpu_hotplug_begin',
    end: ['no_hotplug'],
    steps: {
      no_hotplug: () => 'blocked',
      cpu_hotplug_begin: { thread: 'H: LOCK hotplug, UNLOCK', does: cpusWriteLock },
      cpu_hotplug_wait: { thread: 'H: LOCK hotplug, UNLOCK', does: cpusWriteWait },
      // _cpu_down()
      callbacks: ({ cpus }) => {
        if (!cpus[last].online) return 'alloc_percpu';
        return variant === 'early-CPU_DEAD' ? 'local_irq_save' : 'stop_machine';
      },
      stop_machine: {
        at: 'kernel/cpu.c _cpu_down()',
        thread: 'H down: stop_machine',
        atomic: 'under cpu_hotplug.lock',
        does: ({ stop, cpus, cpu_hotplug_lock, me }) => {
          const online = cpu.ids.filter((c) => cpus[c].online);
          return stop.begin(online, cpu_hotplug_lock.isHeldBy(me))
            ? 'stop_machine_wait'
            : 'blocked';
        },
      },
      stop_machine_wait: {
        thread: 'H down: stop_machine',
        does: ({ stop }) => {
          if (!stop.isDone()) return 'blocked';
          return variant.endsWith('CPU_DEAD') ? 'cpu_hotplug_done' : 'local_irq_save';
        },
      },
      local_irq_save: ({ cpus, me }) => {
        cpus[me.cpu].irqSave(me);
        return 'CPU_DEAD';
      },
      local_irq_restore: ({ cpus, me }) => {
        cpus[me.cpu].irqRestore(me);
        return variant === 'early-CPU_DEAD' ? 'stop_machine' : 'cpu_hotplug_done';
      },
      CPU_DEAD: {
        at: 'mm/page_alloc.c page_alloc_cpu_notify()',
        thread: 'H down: CPU_DEAD: drain_pages(c)',
        does: call(drainPages, () => ({ list: last }), { done: 'local_irq_restore' }),
      },
      // _cpu_up(): a callback allocates percpu memory, and the cpu is told to boot.
      alloc_percpu: {
        at: 'kernel/cpu.c _cpu_up() CPU_UP_PREPARE',
        thread: 'H up: prepare',
        does: ({ pcpu_alloc_mutex, me }) =>
          pcpu_alloc_mutex.acquire(me) ? 'alloc_percpu_done' : 'blocked',
      },
      alloc_percpu_done: ({ pcpu_alloc_mutex, me }) => {
        pcpu_alloc_mutex.release(me);
        return '__cpu_up';
      },
      __cpu_up: {
        thread: 'H up: prepare',
        does: ({ booting }) => {
          booting.value = true;
          return 'wait_for_online';
        },
      },
      wait_for_online: {
        at: 'arch/x86/kernel/smpboot.c native_cpu_up()',
        does: ({ cpus }) => (cpus[last].online ? 'CPU_ONLINE' : 'blocked'),
      },
      CPU_ONLINE: {
        at: 'kernel/sched.c sched_cpu_active()',
        thread: 'H up: active',
        does: ({ active }) => {
          active.value = true;
          return 'stop_machine_unpark';
        },
      },
      stop_machine_unpark: {
        thread: 'H up: unpark',
        does: ({ stopper_enabled }) => {
          stopper_enabled.value = true;
          return 'cpu_hotplug_done';
        },
      },
      cpu_hotplug_done: {
        thread: 'H: LOCK hotplug, UNLOCK',
        atomic: 'under cpu_hotplug.lock',
        does: ({ cpus, cpu_hotplug_lock, me }) => {
          cpu_hotplug_lock.releaseWrite(me);
          return hotplug === 'cpu_down+up' && !cpus[last].online ? 'cpu_hotplug_begin' : 'done';
        },
      },
    },
  });
}
