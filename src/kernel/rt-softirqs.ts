// local_bh_disable() on PREEMPT_RT: kernel/softirq.c, __local_bh_disable_ip() under CONFIG_PREEMPT_RT. It keeps nobody off
// the cpu: the first one of a task takes softirq_ctrl.lock of the cpu, a local_lock, which is a lock that sleeps, and
// rcu_read_lock(). So another task that asks for the same waits, and under it a spinlock_t may be taken and a mutex may not.
//
// The lock is a spinlock_t in the cpu's context, so that lock order sees it taken and held like any other. What must stay
// true: bhOff counts the nesting of its owner, and is 0 while nobody owns it.
//
// not kept: local_bh_disable() with preemption off
// not kept: rcu_read_lock() for as long as softirqs are off
// not kept: migrate_disable() for as long as a spinlock_t is held

import { none } from '../language/domain.ts';
import type { State } from './context-state.ts';
import type { Lock } from './exclusive-lock.ts';
import { refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

function lockOf(cpu: State): Lock {
  return cpu.softirqCtrl as Lock;
}

function holds(cpu: State, { self }: Who): boolean {
  return lockOf(cpu).owner === self;
}

function isFree(cpu: State, me: Who): boolean {
  return lockOf(cpu).owner === none || holds(cpu, me);
}

// rule: on PREEMPT_RT softirqs are off for one task of a cpu at a time
// rule: on PREEMPT_RT who has softirqs off can be preempted
// rule: on PREEMPT_RT a mutex is not taken with softirqs off
/** In a handler with irqs off it would be a bug, in one that runs as a task it is as for any task. */
function disable(cpu: State, me: Who): void {
  if (holds(cpu, me)) {
    cpu.bhOff++;
    return;
  }
  if (cpu.irq === me.self || cpu.softirq === me.self || cpu.task === me.self) {
    refuse(cpu, 'local_bh_disable() on PREEMPT_RT where its caller cannot be preempted');
  }
  if (!lockOf(cpu).acquire(me)) {
    refuse(
      cpu,
      "softirqs are another task's on PREEMPT_RT, so this waits: go on only if cpus[c].isBhFree(me)",
    );
  }
  cpu.bhOff = 1;
}

/** A task that cannot run, as another one has the cpu to itself, cannot give it back either. */
function enable(cpu: State, me: Who): void {
  if (!holds(cpu, me)) refuse(cpu, "bhOff of this cpu is not the process's to lower");
  if (cpu.task !== none && cpu.task !== me.self) {
    refuse(cpu, 'another task has this cpu to itself; is the guard missing?');
  }
  cpu.bhOff--;
  if (cpu.bhOff === 0) lockOf(cpu).release(me);
}

export const bhOnRt = { holds, isFree, disable, enable } as const;
