// spinlock: include/linux/spinlock.h, Documentation/locking/spinlocks.rst.
//
// A waiter spins: it keeps its cpu, with preemption off, and with irqs off for the irqsave form. So what a spin lock
// does to its cpu is a step before the lock itself (`cpus[me.cpu].spinBegin(me)`, see contexts.ts), as in
// __raw_spin_lock_irqsave(): local_irq_save(), preempt_disable(), then the lock. A model in which nobody could tell
// leaves that step out. A process that takes a lock it holds waits forever.
//
// Without SMP there is no lock word (include/linux/spinlock_up.h): spin_lock() is preempt_disable() alone, and
// spin_trylock() always succeeds. On PREEMPT_RT a spinlock_t is a sleeping lock with an owner
// (Documentation/locking/locktypes.rst); to the lock itself nothing changes, to the cpu everything.
//
// not kept: the order of the queue
// not kept: what a spinlock does to its cpu is a step of the model's author

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { anyProcess, orNone } from '../language/domain.ts';
import { exclusiveLock, type Lock } from './exclusive-lock.ts';
import { kernelCell, query } from './kernel-cell.ts';

/**
 * The lock that is not there without SMP: always free.
 *
 * rule: without SMP a spinlock keeps nobody out, and its trylock succeeds
 */
function noLock(): Cell<Lock> {
  return kernelCell<Lock>(
    { owner: orNone(anyProcess) },
    {
      acquire: query(() => true),
      tryAcquire: query(() => true),
      release: query(() => undefined),
      isHeld: query(() => false),
      isHeldBy: query(() => false),
    },
  );
}

export interface SpinlockOptions {
  /** CONFIG_SMP; without it a spinlock keeps nobody out. */
  readonly smp?: boolean;
  /** A raw_spinlock_t, which stays a spinning lock on PREEMPT_RT. */
  readonly raw?: boolean;
}

/** A spinlock of the given lock class: `zone_lock: spinlock('zone->lock')`. */
export function spinlock(name: string, options: SpinlockOptions = {}): Cell<Lock> {
  checkOptions(`spinlock '${name}'`, options, ['smp', 'raw']);
  const { smp = true, raw = false } = options;
  // rule: a spinlock is its owner's until he releases it, and nobody else does
  // rule: spin_unlock() is a release, and no more
  // rule: a raw spinlock spins on PREEMPT_RT, where a spinlock_t sleeps
  return smp ? exclusiveLock(name, raw ? 'raw-spinlock' : 'spinlock') : noLock();
}
