// Locks with one holder, which spinlocks, mutexes and the writers of seqlocks are: whoever finds it free takes it.

import type { Cell } from '../language/cell.ts';
import { anyProcess, type None, none, orNone, type ProcessId } from '../language/domain.ts';
import type { LockType } from '../language/method.ts';
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

export interface Owned {
  owner: ProcessId | None;
}

export function take(lock: Owned, me: Who): boolean {
  if (lock.owner !== none) return false;
  lock.owner = me.self;
  return true;
}

export function give(lock: Owned, me: Who, name: string): void {
  if (lock.owner !== me.self) {
    refuse(lock, `${name} is released by a process that does not hold it`);
  }
  lock.owner = none;
}

/** What can be asked of any of them. */
export const questions = {
  isHeld: query(function (this: Owned) {
    return this.owner !== none;
  }),
  isHeldBy: query(function (this: Owned, me: Who) {
    return this.owner === me.self;
  }),
};

/** `type` is what reports call it. */
export function exclusiveLock(name: string, type: LockType): Cell<Lock> {
  function acquire(this: Owned, me: Who): boolean {
    return take(this, me);
  }
  return kernelCell<Lock>(
    { owner: orNone(anyProcess) },
    {
      acquire: action(acquire, { acquires: 'write', excludedBy: [{ by: 'owner' }] }),
      tryAcquire: action(acquire, { acquires: 'write', trylock: true }),
      release: action(
        function (this: Owned, me: Who) {
          give(this, me, name);
        },
        { releases: 'write', order: 'release' },
      ),
      ...questions,
    },
    { lock: { class: name, type, holders: { owner: 'write' } } },
  );
}
