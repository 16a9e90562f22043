// What the context of a cpu is made of; what its fields mean is said in contexts.ts.

import type { None, ProcessId } from '../language/domain.ts';
import type { Lock } from './exclusive-lock.ts';

/** What else is off while a spinlock is held: spin_lock_irqsave(), spin_lock_bh(). */
export type SpinForm = 'plain' | 'irqsave' | 'bh';

export interface ContextOptions {
  /** 'full' is CONFIG_PREEMPT, 'none' is CONFIG_PREEMPT_NONE, 'rt' is CONFIG_PREEMPT_RT. */
  readonly preemption?: 'full' | 'none' | 'rt';
  /** Which cpus are online at first; all, unless said otherwise. */
  readonly online?: (cpu: number) => boolean;
  /** How deep each of the counts can go. */
  readonly depth?: number;
  /** Whether there is a cpu_active_mask beside the one of online cpus: sched_cpu_activate(), sched_cpu_deactivate(). */
  readonly activeMask?: boolean;
}

export interface State {
  online: boolean;
  /** In cpu_active_mask; there only where a model says that cpus come and go. */
  active?: boolean;
  task: ProcessId | None;
  claimed: boolean;
  softirq: ProcessId | None;
  irq: ProcessId | None;
  preemptCount: number;
  irqOff: number;
  bhOff: number;
  /** On PREEMPT_RT only, see rt-softirqs.ts; bhOff is then that of its owner. */
  softirqCtrl?: Lock;
}
