// mutex: kernel/locking/mutex.c, Documentation/locking/mutex-design.rst. One owner, only the owner unlocks, not
// recursive: a process that takes a mutex it holds waits forever, and one that ends with a mutex is an error of the
// model, as it is one of the kernel's (compile/program/end-check.ts). A waiter sleeps, so it keeps no cpu; taking one in
// atomic context is a bug, which lock order finds and `cpus[me.cpu].maySleep(me)` lets a step assert.
//
// A mutex that is free may be taken past those who wait (optimistic spinning, mutex_trylock()), until the first of them
// has been woken without getting it and asks for a handoff. When that is, is not known; so mutex() lets it happen
// always, as every run of the kernel is then a run of the model. `fair: true` never does: whoever waits has said so,
// and a mutex that is free is for those who wait; it is for claims about who starves.
//
// mutex_lock_interruptible() and mutex_lock_killable() try first: `m.acquire(me) ? 'in' : signal.value ? 'eintr' :
// 'blocked'`. Of a fair mutex the waiter then gives up its place, by `withdraw`.
//
// not kept: the order of the queue

import { checkOptions } from '../base/given.ts';
import { type Cell, perProcess } from '../language/cell.ts';
import { anyProcess, bool, orNone } from '../language/domain.ts';
import { exclusiveLock, give, type Lock, type Owned, questions, take } from './exclusive-lock.ts';
import { action, kernelCell, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** A mutex that is handed to those who wait. */
export interface FairMutex extends Lock {
  /** By process, whether it is known to wait. */
  readonly waiting: readonly boolean[];
  /** mutex_lock(), first step: takes the mutex if it is free, or waits for it from now on. `acquire` is the second. */
  announce(me: Who): void;
  /** A signal, after an `acquire` that failed: false where the mutex is the waiter's already. */
  withdraw(me: Who): boolean;
}

interface Queued extends Owned {
  waiting: boolean[];
  granted: boolean;
}

function isLate({ waiting }: Queued, me: Who): boolean {
  return waiting.some((waits) => waits) && !waiting[me.self];
}

function goOn(lock: Queued, me: Who): boolean {
  if (lock.granted && lock.owner === me.self) {
    lock.granted = false;
    return true;
  }
  // rule: a fair mutex that is free is for those who wait
  if (isLate(lock, me) || !take(lock, me)) return false;
  lock.waiting[me.self] = false;
  return true;
}

function fairMutex(name: string): Cell<FairMutex> {
  return kernelCell<FairMutex>(
    { owner: orNone(anyProcess), waiting: perProcess(bool), granted: bool },
    {
      announce: action(function (this: Queued, me: Who) {
        if (this.waiting[me.self]) refuse(this, `${name} is asked for by one that waits already`);
        if (!isLate(this, me) && take(this, me)) this.granted = true;
        else this.waiting[me.self] = true;
      }),
      acquire: action(
        function (this: Queued, me: Who) {
          return goOn(this, me);
        },
        { acquires: 'write', excludedBy: [{ by: 'owner' }] },
      ),
      tryAcquire: action(
        function (this: Queued, me: Who) {
          return !isLate(this, me) && take(this, me);
        },
        { acquires: 'write', trylock: true },
      ),
      // rule: a waiter that gives up is waited for no more
      withdraw: action(function (this: Queued, me: Who) {
        if (this.granted && this.owner === me.self) return false;
        if (!this.waiting[me.self]) refuse(this, `${name} is given up by one that does not wait`);
        this.waiting[me.self] = false;
        return true;
      }),
      release: action(
        function (this: Queued, me: Who) {
          give(this, me, name);
          this.granted = false;
        },
        { releases: 'write', order: 'release' },
      ),
      ...questions,
    },
    { lock: { class: name, type: 'mutex', holders: { owner: 'write' }, granted: 'granted' } },
  );
}

export interface MutexOptions {
  /** A mutex that is free is for those who wait: it is handed over, and nobody steals it. */
  readonly fair?: boolean;
}

/** A mutex of the given lock class: `slab_mutex: mutex('slab_mutex')`. */
export function mutex(name: string, options: { readonly fair: true }): Cell<FairMutex>;
export function mutex(name: string, options?: MutexOptions): Cell<Lock>;
export function mutex(name: string, options: MutexOptions = {}): Cell<Lock> {
  checkOptions(`mutex '${name}'`, options, ['fair']);
  // rule: a mutex is its owner's until he releases it, and nobody else does
  // rule: a mutex that is free may be taken past those who wait
  // rule: a process does not end with a mutex
  return options.fair ? fairMutex(name) : exclusiveLock(name, 'mutex');
}
