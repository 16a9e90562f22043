// What runs on a cpu, as a cell: Documentation/kernel-hacking/hacking.rst "User context, softirqs, irqs",
// include/linux/preempt.h, Documentation/locking/locktypes.rst.
//
// Strict nesting: task < softirq < irq. A task steps only if no softirq or irq is active on its cpu and no other task
// has the cpu to itself; a softirq only if no irq is active; an irq enters only where irqs are on (handlers run with
// irqs off since 2.6.35, so irqs do not nest). A task has the cpu to itself while its preempt count is not zero or it
// has irqs off; otherwise any task of the cpu may run: that is CONFIG_PREEMPT.
//
// Without CONFIG_PREEMPT a task keeps the cpu from `claim` to `yield`, which stand where it is scheduled in and where
// it blocks, calls cond_resched() or ends; with CONFIG_PREEMPT both do nothing, so a model says them once and leaves
// the preemption model a parameter. On PREEMPT_RT taking a spinlock_t changes nothing here (spinBegin, spinEnd), and
// softirqs and most irq handlers are threads: write them as tasks. local_bh_disable() takes a lock there (rt-softirqs.ts).
//
// A process that ends while a context names it is refused, by the engine: see compile/program/end-check.ts.
//
// What must stay true: whatever a context forbids is read from here (the guards of actors.ts), and whatever changes it
// is written here, so that both are accesses of the steps. Nothing here looks at a label or a local of a process.

import { checkFunctions, checkOptions, checkWord } from '../base/given.ts';
import { array, type Cell } from '../language/cell.ts';
import {
  anyProcess,
  bool,
  type Kind,
  type None,
  orNone,
  type ProcessId,
  upTo,
} from '../language/domain.ts';
import { contextMethods } from './context-methods.ts';
import type { ContextOptions, SpinForm } from './context-state.ts';
import type { Lock } from './exclusive-lock.ts';
import { kernelCell } from './kernel-cell.ts';
import { spinlock } from './spinlock.ts';
import type { Who } from './who.ts';

export type { ContextOptions, SpinForm } from './context-state.ts';

/** What runs on one cpu, as a step sees it: `cpus[me.cpu]`. */
export interface CpuContext {
  readonly online: boolean;
  /** The task that has the cpu to itself. */
  readonly task: ProcessId | None;
  readonly softirq: ProcessId | None;
  readonly irq: ProcessId | None;
  readonly preemptCount: number;
  readonly irqOff: number;
  readonly bhOff: number;
  /** On PREEMPT_RT: the lock that local_bh_disable() takes. */
  readonly softirqCtrl?: Lock;

  /** Guards: whether a process of this sort may take a step here. */
  runsTask(me: Who): boolean;
  runsSoftirq(me: Who): boolean;
  runsIrq(me: Who): boolean;
  runsCalls(me: Who): boolean;
  /** Whether another task could run here: what a stopper, and a grace period of the cpu, waits for. */
  isSchedulable(): boolean;
  /** Whether interrupts get through. */
  irqsOn(): boolean;
  /** might_sleep(): `assert(cpus[me.cpu].maySleep(me), 'sleeping function called from invalid context')`. */
  maySleep(me: Who): boolean;

  /**
   * What smp_call_function_many() asserts of its caller: a task with preemption off and irqs on. Whoever waits for the
   * call spins like that, or its cpu could go away, and no other task is kept from it.
   */
  mayCall(me: Who): boolean;
  /** Whether tasks may come here: in cpu_active_mask where that is modelled, else online. */
  isActive(): boolean;
  /** Whether local_bh_disable() need not wait; only on PREEMPT_RT it may have to. */
  isBhFree(me: Who): boolean;

  /** preempt_disable(), get_cpu(); preempt_enable(), put_cpu(). In softirqs and irqs they change nothing. */
  preemptDisable(me: Who): void;
  preemptEnable(me: Who): void;
  /** local_irq_save() and local_irq_restore(), which nest; in an irq they change nothing. */
  irqSave(me: Who): void;
  irqRestore(me: Who): void;
  /** local_bh_disable() and local_bh_enable(), which imply preemption off. */
  bhDisable(me: Who): void;
  bhEnable(me: Who): void;
  /** What a spinlock does to its cpu before it is taken and after it is released. */
  spinBegin(me: Who, form?: SpinForm): void;
  spinEnd(me: Who, form?: SpinForm): void;
  /** Without CONFIG_PREEMPT: scheduled in, and gives the cpu away. */
  claim(me: Who): void;
  yield(me: Who): void;

  /** irq_enter() and irq_exit(), softirq entry and exit: the first and the last step of a handler. */
  irqEnter(me: Who): void;
  irqExit(me: Who): void;
  softirqEnter(me: Who): void;
  softirqExit(me: Who): void;
  /** set_cpu_online(). */
  setOnline(online: boolean): void;
  /** set_cpu_active(): sched_cpu_deactivate() pushes all tasks off, and none comes. */
  setActive(active: boolean): void;
}

/** The contexts of all cpus: `cpus: contexts(cpu)`. */
export function contexts<N extends string>(
  cpu: Kind<N> | number,
  options: ContextOptions = {},
): Cell<CpuContext[]> {
  checkOptions('contexts', options, ['preemption', 'online', 'depth', 'activeMask']);
  const { preemption = 'full', online = () => true, depth = 2, activeMask = false } = options;
  checkWord('contexts: preemption', preemption, ['full', 'none', 'rt']);
  checkFunctions('contexts', { online }, ['online']);
  const one = kernelCell<CpuContext>(
    {
      online: bool,
      ...(activeMask && { active: bool }),
      task: orNone(anyProcess),
      claimed: bool,
      softirq: orNone(anyProcess),
      irq: orNone(anyProcess),
      preemptCount: upTo(depth),
      irqOff: upTo(depth),
      bhOff: upTo(depth),
      ...(preemption === 'rt' && { softirqCtrl: spinlock('softirq_ctrl.lock') }),
    },
    contextMethods(preemption, activeMask),
    { context: { preemption } },
  );
  const initial = (c: number) => ({
    online: online(c),
    ...(activeMask && { active: online(c) }),
  });
  return array(cpu, one, initial) as Cell<CpuContext[]>;
}
