// rwlock_t: kernel/locking/qrwlock.c, include/asm-generic/qrwlock.h, Documentation/locking/locktypes.rst.
//
// A waiter spins. A reader in an interrupt, and one that has softirqs off, is kept out by a writer that is inside and by
// nobody who waits: otherwise a task that reads, a writer that waits for it and an interrupt on the task's cpu would wait
// for each other. A reader that is an ordinary task waits behind the writer that waits.
//
// On PREEMPT_RT a waiter sleeps, and no reader is kept out by a writer that waits (kernel/locking/rwbase_rt.c):
// `writerPreference: false`.
//
// A reader that has queued before a writer gets the lock before it, when another writer has left. The order of the queue is
// not kept; so a free lock is anybody's, whoever waits, and every run of the kernel is a run of the model. `steals: false`
// lets those who wait go first, for claims about who starves.
//
// not kept: the order of the queue

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import type { None, ProcessId } from '../language/domain.ts';
import { none } from '../language/domain.ts';
import { addHolder } from './holders.ts';
import { action, kernelCell } from './kernel-cell.ts';
import {
  announced,
  commonMethods,
  goOnAsWriter,
  isFree,
  isWriterWaiting,
  lockInfo,
  type ReadersWriters,
  readersWriters,
} from './readers-writers.ts';
import type { Who } from './who.ts';

export interface Rwlock {
  readonly owner: ProcessId | None;
  /** By process, how often it reads. */
  readonly readers: readonly number[];
  /** By process, whether it is a writer that is known to wait. */
  readonly waiting: readonly boolean[];
  /** read_lock() of a task: false while it must wait. */
  acquireRead(me: Who): boolean;
  /** read_lock() where in_interrupt() is true: in a hardirq, in a softirq, with softirqs off. */
  acquireReadInInterrupt(me: Who): boolean;
  /** read_trylock(). */
  tryAcquireRead(me: Who): boolean;
  /** read_unlock(). */
  releaseRead(me: Who): void;
  /** write_lock(), first step: takes the lock if it is free, or waits for it from now on. */
  announceWrite(me: Who): void;
  /** write_lock(), second step: false while it must wait. */
  acquireWrite(me: Who): boolean;
  /** write_trylock(). */
  tryAcquireWrite(me: Who): boolean;
  /** write_unlock(). */
  releaseWrite(me: Who): void;
  isHeld(): boolean;
  isHeldBy(me: Who): boolean;
}

type State = ReadersWriters;

export interface RwlockOptions {
  /** A waiting writer keeps new readers out, but those in interrupts; not on PREEMPT_RT. */
  readonly writerPreference?: boolean;
  /** A lock that nobody holds may be taken past a writer that waits. */
  readonly steals?: boolean;
  /** How often one process may read at once. */
  readonly readers?: number;
}

/** A rwlock_t of the given lock class: `tasklist_lock: rwlock('tasklist_lock')`. */
export function rwlock(name: string, options: RwlockOptions = {}): Cell<Rwlock> {
  checkOptions(`rwlock '${name}'`, options, ['writerPreference', 'steals', 'readers']);
  const { writerPreference = true, steals = true, readers = 3 } = options;
  function enter(lock: State, me: Who): boolean {
    addHolder(lock.readers, me, readers, name);
    return true;
  }
  return kernelCell<Rwlock>(
    readersWriters(readers),
    {
      // rule: write_trylock() fails while a writer waits
      ...commonMethods(name),
      // rule: a task's read_lock() waits behind a writer that waits for readers
      acquireRead: action(
        function (this: State, me: Who) {
          if (this.owner !== none) return false;
          // rule: a reader may get a free lock before a writer that waits for it
          const isKept = writerPreference && isWriterWaiting(this);
          return (!isKept || (steals && isFree(this))) && enter(this, me);
        },
        {
          acquires: writerPreference ? 'read' : 'recursive-read',
          excludedBy: [{ by: 'owner' }],
          ...(writerPreference && { runsIn: 'task' }),
        },
      ),
      // rule: read_lock() of a handler is not kept out by a writer that waits
      // rule: a reader in an interrupt waits for the writer that is inside alone
      acquireReadInInterrupt: action(
        function (this: State, me: Who) {
          return this.owner === none && enter(this, me);
        },
        {
          acquires: 'recursive-read',
          excludedBy: [{ by: 'owner' }],
          ...(writerPreference && { runsIn: 'interrupt' }),
        },
      ),
      // rule: read_trylock() fails while a writer waits
      tryAcquireRead: action(
        function (this: State, me: Who) {
          const isKept = this.owner !== none || (writerPreference && isWriterWaiting(this));
          return !isKept && enter(this, me);
        },
        { acquires: 'read', trylock: true },
      ),
      acquireWrite: action(
        function (this: State, me: Who) {
          return goOnAsWriter(this, me);
        },
        {
          acquires: 'write',
          excludedBy: [{ by: 'owner' }, { by: 'readers' }],
          ...announced(writerPreference),
        },
      ),
    },
    { lock: lockInfo(name, 'rwlock') },
  );
}
