// stop_machine: kernel/stop_machine.c, multi_cpu_stop(). A stopper task on each online cpu goes through the phases
// prepare, disable-irq, run, exit; a phase begins when all have acknowledged the one before. To get into `prepare` a
// stopper needs its cpu to be schedulable, so no region with preemption off is cut by it; tasks that were preempted may
// stand anywhere. In `prepare` it spins with irqs on, so IPIs still get through; from `disable-irq` on they do not.
//
//   { cpus: contexts(cpu), stop: stopMachine(cpu) }
//
//   begin: ({ stop, cpus, cpu_hotplug_lock, me }) =>
//     stop.begin(cpu.ids.filter((c) => cpus[c].online), cpu_hotplug_lock.isHeldBy(me)) ? 'next' : 'blocked'
//   wait:  ({ stop }) => (stop.isDone() ? 'next' : 'blocked')
//
//   stopper: process({ ...stopper(cpu), steps: { ...stopperSteps, run: ({ stop, me, ... }) => {
//     if (!stop.isRunning()) return 'blocked';
//     if (stop.isFirst(me.cpu)) { ... what is run with everything stopped, at once ... }
//     stop.ack();
//     return 'next';
//   } } })
//
// stop_machine() itself takes cpus_read_lock(), so that no cpu comes or goes meanwhile, and stop_machine_cpuslocked() asks
// for it: begin() is refused to who does not hold the lock, where a model has it. Which one cpu runs the function is the
// first of the mask in the kernel (multi_cpu_stop()); here it is the first stopper that asks, any one of them, so that
// cpus stay interchangeable: with all others spinning, nobody can tell.
//
// The cells must be called `cpus` and `stop`. A model in which no phase can be told apart asks in one step whether every
// cpu is schedulable: cpu.ids.every((c) => !cpus[c].online || cpus[c].isSchedulable()).
//
// not kept: stop_one_cpu() and stop_two_cpus() beside it
// not kept: a stopper that is not enabled yet, or no more

import { type Cell, type SetView, set } from '../language/cell.ts';
import { type Kind, type None, none, oneOf, orNone, upTo } from '../language/domain.ts';
import { type Actor, task } from './actors.ts';
import type { CpuContext } from './contexts.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

const PHASES = ['none', 'prepare', 'disable-irq', 'run', 'exit'] as const;
type Phase = (typeof PHASES)[number];

export interface StopMachine {
  readonly phase: Phase;
  /** The cpus that are to be stopped. */
  readonly members: SetView<number>;
  /** How many of them have acknowledged the phase. */
  readonly acks: number;
  /**
   * stop_machine_cpuslocked(): false while another one is under way (stop_cpus_mutex). `isLocked` says that the caller
   * holds cpus_read_lock() or cpus_write_lock(), and is none where the model has no such lock.
   */
  begin(cpus: readonly number[], isLocked: boolean | None): boolean;
  /** Whether the stopper of this cpu is wanted. */
  isWanted(cpu: number): boolean;
  isIn(phase: Phase): boolean;
  isRunning(): boolean;
  /** Whether this is the cpu that runs the function when one is enough: the first that asks. */
  isFirst(cpu: number): boolean;
  /** ack_state(): the last one begins the next phase. */
  ack(): void;
  isDone(): boolean;
}

interface State {
  phase: Phase;
  members: SetView<number>;
  acks: number;
  runner: number | None;
}

/** One stop_machine() at a time over these cpus. */
export function stopMachine(cpu: Kind): Cell<StopMachine> {
  return kernelCell<StopMachine>(
    { phase: oneOf(...PHASES), members: set(cpu), acks: upTo(cpu.size), runner: orNone(cpu) },
    {
      // rule: stop_machine() of no cpu is refused
      // rule: stop_machine() is called with cpus_read_lock() held
      // rule: one stop_machine() at a time
      begin: action(function (this: State, cpus: readonly number[], isLocked: boolean | None) {
        if (isLocked !== none && typeof isLocked !== 'boolean') {
          refuse(this, 'write begin(cpus, lock.isHeldBy(me)), or none where there is no such lock');
        }
        if (isLocked === false) {
          refuse(this, 'stop_machine() without cpus_read_lock(): lockdep_assert_cpus_held()');
        }
        if (cpus.length === 0) {
          refuse(
            this,
            'stop_machine() of no cpu: nobody would run its function, and it would not end',
          );
        }
        if (this.phase !== 'none') return false;
        for (const c of cpus) this.members.add(c);
        this.phase = 'prepare';
        return true;
      }),
      isWanted: query(function (this: State, c: number) {
        return this.phase === 'prepare' && this.members.has(c);
      }),
      isIn: query(function (this: State, phase: Phase) {
        return this.phase === phase;
      }),
      isRunning: query(function (this: State) {
        return this.phase === 'run';
      }),
      // rule: the function runs once, while all other cpus spin
      isFirst: action(function (this: State, c: number) {
        if (this.phase !== 'run') refuse(this, 'isFirst() is for the step that runs the function');
        if (this.runner === none) this.runner = c;
        return this.runner === c;
      }),
      ack: action(function (this: State) {
        this.acks++;
        if (this.acks < this.members.size) return;
        this.acks = 0;
        this.phase = PHASES[(PHASES.indexOf(this.phase) + 1) % PHASES.length];
        if (this.phase !== 'none') return;
        this.members.clear();
        this.runner = none;
      }),
      isDone: query(function (this: State) {
        return this.phase === 'none';
      }),
    },
  );
}

interface Context {
  readonly cpus: CpuContext[];
  readonly stop: StopMachine;
  readonly me: Who & { readonly cpu: number };
}

/** The stopper of each cpu, without its steps. */
export function stopper<N extends string>(
  cpu: Kind<N>,
): Actor & {
  count: Kind<N>;
  locals: { cpu: Kind<N> };
  start: 'sleep';
  end: readonly ['sleep'];
} {
  const lane = (id: number): string => `CPU${id}/stopper`;
  return { ...task((id) => id), lane, count: cpu, locals: { cpu }, start: 'sleep', end: ['sleep'] };
}

/** The steps of a stopper that runs nothing; a model replaces `run`. */
export const stopperSteps = {
  // rule: who has preemption off is not stopped before it has it on again
  sleep: ({ stop, cpus, me }: Context) => {
    if (!stop.isWanted(me.cpu)) return 'blocked';
    cpus[me.cpu].preemptDisable(me);
    stop.ack();
    return 'disable_irq';
  },
  // rule: irqs come while a stopper prepares, and not after it
  disable_irq: ({ stop, cpus, me }: Context) => {
    if (!stop.isIn('disable-irq')) return 'blocked';
    cpus[me.cpu].irqSave(me);
    stop.ack();
    return 'run';
  },
  run: ({ stop }: Context) => {
    if (!stop.isRunning()) return 'blocked';
    stop.ack();
    return 'exit';
  },
  exit: ({ stop, cpus, me }: Context) => {
    if (!stop.isIn('exit')) return 'blocked';
    cpus[me.cpu].irqRestore(me);
    cpus[me.cpu].preemptEnable(me);
    stop.ack();
    return 'sleep';
  },
} as const;
