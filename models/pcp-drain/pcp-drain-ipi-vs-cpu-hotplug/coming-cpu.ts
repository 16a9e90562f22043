// The cpu of pcp-drain-ipi-vs-cpu-hotplug that comes or goes: how it dies in stop_machine(), how it boots,
// and a task that runs on it. What must stay true: it is online before its irqs are on, as on x86, and
// dies with its irqs off; what waits for what in between is the variant.

import { bool } from 'mmcheck';
import { stopper, stopperSteps, task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

/** The stoppers in cpu_down(). An IPI that the dying cpu has not taken by now is lost. */
export function stoppers({ process }: Make, { variant, cpu, last }: Variant) {
  return process({
    ...stopper(cpu),
    steps: {
      sleep: {
        thread: 'H down: stop_machine',
        atomic: 'the cpu is its own',
        does: stopperSteps.sleep,
      },
      disable_irq: {
        thread: 'H down: stop_machine',
        atomic: 'the cpu is its own',
        does: stopperSteps.disable_irq,
      },
      run: {
        thread: 'H down: stop_machine',
        does: ({ stop, me }) => {
          if (!stop.isRunning()) return 'blocked';
          if (me.cpu === last) return 'take_cpu_down';
          stop.ack();
          return 'exit';
        },
      },
      exit: {
        thread: 'H down: stop_machine',
        atomic: 'the cpu is its own',
        does: stopperSteps.exit,
      },
      take_cpu_down: {
        at: 'kernel/cpu.c take_cpu_down()',
        thread: 'H down: online -= c',
        atomic: 'all others spin with irqs off',
        does: ({ cpus, ipi, active, stopper_enabled }) => {
          cpus[last].setOnline(false);
          ipi[last] = false;
          active.value = false;
          stopper_enabled.value = false;
          return 'CPU_DYING';
        },
      },
      CPU_DYING: {
        at: 'kernel/smp.c hotplug_cfd() flush_smp_call_function_queue()',
        thread: 'H down: CPU_DYING',
        atomic: 'all others spin with irqs off',
        does: ({ stop, calls, pcp, buddy }) => {
          let flushes = variant === 'async-flushed' && calls[last].take();
          while (flushes) {
            calls[last].start();
            buddy.value += pcp[last];
            pcp[last] = 0;
            flushes = calls[last].finish();
          }
          stop.ack();
          return 'exit';
        },
      },
    },
  });
}

/** start_secondary(): the cpu is its idle task's until it is idle, and has irqs off at first. */
export function startSecondary({ process }: Make, { variant, last }: Variant) {
  return process({
    lane: () => `CPU${last}/idle`,
    start: 'start_secondary',
    end: ['start_secondary'],
    steps: {
      start_secondary: {
        at: 'arch/x86/kernel/smpboot.c start_secondary()',
        thread: 'H up: c boots',
        atomic: 'nothing runs on a cpu that is offline',
        does: ({ cpus, booting, me }) => {
          if (!booting.value) return 'blocked';
          booting.value = false;
          cpus[last].preemptDisable(me);
          cpus[last].irqSave(me);
          return variant === 'online-then-active' ? 'set_cpu_online' : 'notify_cpu_starting';
        },
      },
      notify_cpu_starting: {
        at: 'kernel/cpu.c notify_cpu_starting()',
        thread: 'H up: active',
        does: ({ active }) => {
          active.value = true;
          return 'set_cpu_online';
        },
      },
      set_cpu_online: {
        thread: 'H up: online += c',
        does: ({ cpus }) => {
          cpus[last].setOnline(true);
          return 'wait_for_active';
        },
      },
      wait_for_active: ({ active }) => (active.value ? 'local_irq_enable' : 'blocked'),
      local_irq_enable: {
        thread: 'H up: able to take interrupts',
        does: ({ cpus, me }) => {
          cpus[last].irqRestore(me);
          return 'cpuhp_online_idle';
        },
      },
      cpuhp_online_idle: {
        at: 'kernel/cpu.c cpuhp_online_idle() stop_machine_unpark()',
        thread: 'H up: unpark',
        does: ({ stopper_enabled }) => {
          if (variant !== 'late-unpark') stopper_enabled.value = true;
          return 'do_idle';
        },
      },
      do_idle: ({ cpus, me }) => {
        cpus[last].preemptEnable(me);
        return 'done';
      },
    },
  });
}

/** A workqueue's rescuer, which finds itself on the new cpu and is to run on another. */
export function rescuerThread({ process }: Make, { cpu, isUp }: Variant) {
  return process({
    ...task(cpu.size - 1),
    locals: { cpu, migrated: bool },
    start: isUp ? 'elsewhere' : 'set_cpus_allowed_ptr',
    end: ['elsewhere', 'set_cpus_allowed_ptr', 'process_scheduled_works'],
    steps: {
      elsewhere: () => 'blocked',
      set_cpus_allowed_ptr: {
        at: 'kernel/stop_machine.c stop_one_cpu()',
        atomic: 'the stopper preempts its caller, and migrates it',
        does: ({ stopper_enabled, me }) => {
          me.migrated = stopper_enabled.value;
          return 'process_scheduled_works';
        },
      },
      process_scheduled_works: {
        at: 'kernel/workqueue.c process_one_work() WARN_ON_ONCE()',
        does: () => 'done',
      },
    },
  });
}
