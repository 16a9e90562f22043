// spinlock: include/linux/spinlock.h, Documentation/locking/spinlocks.rst.
//
// A waiter spins: it keeps its cpu, with preemption off, and with irqs off for the irqsave form. So what a spin lock
// does to its cpu is a step before the lock itself (`cpus[me.cpu].spinBegin(me)`, see contexts.ts), as in
// __raw_spin_lock_irqsave(): local_irq_save(), preempt_disable(), then the lock. A model in which nobody could tell
// leaves that step out. A process that takes a lock it holds waits for ever.
//
// Without SMP there is no lock word (include/linux/spinlock_up.h): spin_lock() is preempt_disable() alone, and
// spin_trylock() always succeeds. On PREEMPT_RT a spinlock_t is a sleeping lock with an owner
// (Documentation/locking/locktypes.rst); to the lock itself nothing changes, to the cpu everything.

import type { Cell, LockType } from '../model/cell.ts';
import { anyProcess, type None, none, orNone, type ProcessId } from '../model/domain.ts';
import { checkOptions } from '../model/given.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** A lock with one holder, as a step sees it: a spinlock or a mutex. */
export interface Lock {
  readonly owner: ProcessId | None;
  /** spin_lock(), mutex_lock(): false while somebody holds it; then the step returns 'blocked'. */
  acquire(me: Who): boolean;
  /** spin_trylock(), mutex_trylock(): the same, for a step that goes elsewhere when it is false. */
  tryAcquire(me: Who): boolean;
  release(me: Who): void;
  isHeld(): boolean;
  isHeldBy(me: Who): boolean;
}

interface State {
  owner: ProcessId | None;
}

function take(this: State, me: Who): boolean {
  if (this.owner !== none) return false;
  this.owner = me.self;
  return true;
}

/** A lock with one holder; `type` is what reports call it. */
export function exclusiveLock(name: string, type: LockType): Cell<Lock> {
  return kernelCell<Lock>(
    { owner: orNone(anyProcess) },
    {
      acquire: action(take, { acquires: 'write', excludedBy: [{ by: 'owner' }] }),
      tryAcquire: action(take, { acquires: 'write', trylock: true }),
      release: action(
        function (this: State, me: Who) {
          if (this.owner !== me.self)
            refuse(this, `${name} is released by a process that does not hold it`);
          this.owner = none;
        },
        { releases: 'write' },
      ),
      isHeld: query(function (this: State) {
        return this.owner !== none;
      }),
      isHeldBy: query(function (this: State, me: Who) {
        return this.owner === me.self;
      }),
    },
    { lock: { class: name, type, holders: { owner: 'write' } } },
  );
}

/** The lock that is not there without SMP: always free. */
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
  return smp ? exclusiveLock(name, raw ? 'raw-spinlock' : 'spinlock') : noLock();
}
