// The cpu of pcp-drain-ipi-vs-cpu-hotplug that comes or goes: what cpu hotplug does for it, how it
// dies in stop_machine(), how it boots, and a task that runs on it. What must stay true: it is
// online before its irqs are on, as on x86, and dies with its irqs off; what waits for what in
// between is the variant.

import { bool, type Id, type Kind, type Scalar } from 'mmcheck';
import {
  type CallFunction,
  type CpuContext,
  type Lock,
  type StopMachine,
  stopperSteps,
  task,
  type Who,
} from 'mmcheck/kernel';

interface Machine {
  readonly cpus: CpuContext[];
  readonly stop: StopMachine;
  readonly calls: CallFunction<'call'>[];
  readonly ipi: boolean[];
  readonly pcp: number[];
  readonly buddy: Scalar<number>;
  readonly pcpu_alloc_mutex: Lock;
  readonly booting: Scalar<boolean>;
  readonly active: Scalar<boolean>;
  readonly stopper_enabled: Scalar<boolean>;
}
type Needs<Name extends keyof Machine> = Pick<Machine, Name>;
interface Me {
  readonly me: Who;
}
interface OnCpu {
  readonly me: Who & { readonly cpu: number };
}
interface Rescuer {
  readonly me: { migrated: boolean };
}

/** _cpu_down(), and around what CPU_DEAD does; or on to _cpu_up(). */
export const cpuDown = (cpu: Kind<'cpu'>, dying: Id<'cpu'>, variant: string) => ({
  callbacks: ({ cpus }: Needs<'cpus'>) => {
    if (!cpus[dying].online) return 'alloc_percpu';
    return variant === 'early-CPU_DEAD' ? 'local_irq_save' : 'stop_machine';
  },
  stop_machine: {
    at: 'kernel/cpu.c _cpu_down()',
    thread: 'H down: stop_machine',
    atomic: 'under cpu_hotplug.lock',
    does: ({ stop, cpus }: Needs<'stop' | 'cpus'>) =>
      stop.begin(cpu.ids.filter((c) => cpus[c].online)) ? 'stop_machine_wait' : 'blocked',
  },
  stop_machine_wait: {
    thread: 'H down: stop_machine',
    does: ({ stop }: Needs<'stop'>) => {
      if (!stop.isDone()) return 'blocked';
      return variant.endsWith('CPU_DEAD') ? 'cpu_hotplug_done' : 'local_irq_save';
    },
  },
  local_irq_save: ({ cpus, me }: Needs<'cpus'> & OnCpu): 'CPU_DEAD' => {
    cpus[me.cpu].irqSave(me);
    return 'CPU_DEAD';
  },
  local_irq_restore: ({ cpus, me }: Needs<'cpus'> & OnCpu) => {
    cpus[me.cpu].irqRestore(me);
    return variant === 'early-CPU_DEAD' ? 'stop_machine' : 'cpu_hotplug_done';
  },
});

/** _cpu_up(): a callback allocates percpu memory, and the cpu is told to boot. */
export const cpuUp = (coming: Id<'cpu'>) => ({
  alloc_percpu: {
    at: 'kernel/cpu.c _cpu_up() CPU_UP_PREPARE',
    thread: 'H up: prepare',
    does: ({ pcpu_alloc_mutex, me }: Needs<'pcpu_alloc_mutex'> & Me) =>
      pcpu_alloc_mutex.acquire(me) ? 'alloc_percpu_done' : 'blocked',
  },
  alloc_percpu_done: ({ pcpu_alloc_mutex, me }: Needs<'pcpu_alloc_mutex'> & Me): '__cpu_up' => {
    pcpu_alloc_mutex.release(me);
    return '__cpu_up';
  },
  __cpu_up: {
    thread: 'H up: prepare',
    does: ({ booting }: Needs<'booting'>): 'wait_for_online' => {
      booting.value = true;
      return 'wait_for_online';
    },
  },
  wait_for_online: {
    at: 'arch/x86/kernel/smpboot.c native_cpu_up()',
    does: ({ cpus }: Needs<'cpus'>) => (cpus[coming].online ? 'CPU_ONLINE' : 'blocked'),
  },
  CPU_ONLINE: {
    at: 'kernel/sched.c sched_cpu_active()',
    thread: 'H up: active',
    does: ({ active }: Needs<'active'>): 'stop_machine_unpark' => {
      active.value = true;
      return 'stop_machine_unpark';
    },
  },
  stop_machine_unpark: {
    thread: 'H up: unpark',
    does: ({ stopper_enabled }: Needs<'stopper_enabled'>): 'cpu_hotplug_done' => {
      stopper_enabled.value = true;
      return 'cpu_hotplug_done';
    },
  },
});

/** The stoppers in cpu_down(). An IPI that the dying cpu has not taken by now is lost. */
export const takeCpuDown = (dying: Id<'cpu'>, variant: string) => ({
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
      does: ({ stop, me }: Needs<'stop'> & OnCpu) => {
        if (!stop.isRunning()) return 'blocked';
        if (me.cpu === dying) return 'take_cpu_down';
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
      does: ({
        cpus,
        ipi,
        active,
        stopper_enabled,
      }: Needs<'cpus' | 'ipi' | 'active' | 'stopper_enabled'>): 'CPU_DYING' => {
        cpus[dying].setOnline(false);
        ipi[dying] = false;
        active.value = false;
        stopper_enabled.value = false;
        return 'CPU_DYING';
      },
    },
    CPU_DYING: {
      at: 'kernel/smp.c hotplug_cfd() flush_smp_call_function_queue()',
      thread: 'H down: CPU_DYING',
      atomic: 'all others spin with irqs off',
      does: ({ stop, calls, pcp, buddy }: Needs<'stop' | 'calls' | 'pcp' | 'buddy'>): 'exit' => {
        let flushes = variant === 'async-flushed' && calls[dying].take();
        while (flushes) {
          calls[dying].start();
          buddy.value += pcp[dying];
          pcp[dying] = 0;
          flushes = calls[dying].finish();
        }
        stop.ack();
        return 'exit';
      },
    },
  },
});

/** start_secondary(): the cpu is its idle task's until it is idle, and has irqs off at first. */
export const startSecondary = (coming: Id<'cpu'>, variant: string) => ({
  lane: () => `CPU${coming}/idle`,
  start: 'start_secondary' as const,
  end: ['start_secondary'] as const,
  steps: {
    start_secondary: {
      at: 'arch/x86/kernel/smpboot.c start_secondary()',
      thread: 'H up: c boots',
      atomic: 'nothing runs on a cpu that is offline',
      does: ({ cpus, booting, me }: Needs<'cpus' | 'booting'> & Me) => {
        if (!booting.value) return 'blocked';
        booting.value = false;
        cpus[coming].preemptDisable(me);
        cpus[coming].irqSave(me);
        return variant === 'online-then-active' ? 'set_cpu_online' : 'notify_cpu_starting';
      },
    },
    notify_cpu_starting: {
      at: 'kernel/cpu.c notify_cpu_starting()',
      thread: 'H up: active',
      does: ({ active }: Needs<'active'>): 'set_cpu_online' => {
        active.value = true;
        return 'set_cpu_online';
      },
    },
    set_cpu_online: {
      thread: 'H up: online += c',
      does: ({ cpus }: Needs<'cpus'>): 'wait_for_active' => {
        cpus[coming].setOnline(true);
        return 'wait_for_active';
      },
    },
    wait_for_active: ({ active }: Needs<'active'>) =>
      active.value ? 'local_irq_enable' : 'blocked',
    local_irq_enable: {
      thread: 'H up: able to take interrupts',
      does: ({ cpus, me }: Needs<'cpus'> & Me): 'cpuhp_online_idle' => {
        cpus[coming].irqRestore(me);
        return 'cpuhp_online_idle';
      },
    },
    cpuhp_online_idle: {
      at: 'kernel/cpu.c cpuhp_online_idle() stop_machine_unpark()',
      thread: 'H up: unpark',
      does: ({ stopper_enabled }: Needs<'stopper_enabled'>): 'do_idle' => {
        if (variant !== 'late-unpark') stopper_enabled.value = true;
        return 'do_idle';
      },
    },
    do_idle: ({ cpus, me }: Needs<'cpus'> & Me): 'done' => {
      cpus[coming].preemptEnable(me);
      return 'done';
    },
  },
});

/** A workqueue's rescuer, which finds itself on the new cpu and is to run on another. */
export const rescuerThread = (cpu: Kind<'cpu'>, isThere: boolean) => ({
  ...task(cpu.size - 1),
  locals: { cpu, migrated: bool },
  start: isThere ? ('set_cpus_allowed_ptr' as const) : ('elsewhere' as const),
  end: ['elsewhere', 'set_cpus_allowed_ptr', 'process_scheduled_works'] as const,
  steps: {
    elsewhere: (): 'blocked' => 'blocked',
    set_cpus_allowed_ptr: {
      at: 'kernel/stop_machine.c stop_one_cpu()',
      atomic: 'the stopper preempts its caller, and migrates it',
      does: ({
        stopper_enabled,
        me,
      }: Needs<'stopper_enabled'> & Rescuer): 'process_scheduled_works' => {
        me.migrated = stopper_enabled.value;
        return 'process_scheduled_works';
      },
    },
    process_scheduled_works: {
      at: 'kernel/workqueue.c process_one_work() WARN_ON_ONCE()',
      does: (): 'done' => 'done',
    },
  },
});
