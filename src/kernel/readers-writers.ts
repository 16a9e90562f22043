// What locks for readers and writers have in common: one writer or several readers, and writers that are known to wait.
// rwsem.ts and rwlock.ts say whom that keeps out.
//
// Writing is two steps, `announceWrite` and `acquireWrite`: between them the writer is known to wait. What must stay true:
// a writer that finds the lock free takes it as it announces itself, so that no reader is ever kept out by a writer that
// could have gone on; and what it was granted so is over as soon as it is no longer the writer.

import { perProcess } from '../language/cell.ts';
import { anyProcess, bool, type None, none, orNone, type ProcessId } from '../language/domain.ts';
import type { LockInfo, LockType, Method } from '../language/method.ts';
import { type Holders, holders, holds, isAnybody, removeHolder } from './holders.ts';
import { action, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface ReadersWriters {
  owner: ProcessId | None;
  readers: Holders;
  waiting: boolean[];
  /** The owner got the lock as it announced itself, and has not gone on yet. */
  granted: boolean;
}

/** The fields; one process may read so many times at once. */
export function readersWriters(readers: number) {
  return {
    owner: orNone(anyProcess),
    readers: holders(readers),
    waiting: perProcess(bool),
    granted: bool,
  };
}

export function isFree({ owner, readers }: ReadersWriters): boolean {
  return owner === none && !isAnybody(readers);
}

export function isWriterWaiting({ waiting }: ReadersWriters): boolean {
  return waiting.some((waits) => waits);
}

function becomeWriter(lock: ReadersWriters, me: Who): boolean {
  if (!isFree(lock)) return false;
  lock.owner = me.self;
  return true;
}

function announceWriter(lock: ReadersWriters, me: Who, name: string): void {
  if (lock.waiting[me.self]) refuse(lock, `${name} is asked for by a writer that waits already`);
  if (becomeWriter(lock, me)) lock.granted = true;
  else lock.waiting[me.self] = true;
}

/** A writer that is first told that it has the lock, or gets it now. */
export function goOnAsWriter(lock: ReadersWriters, me: Who): boolean {
  if (lock.granted && lock.owner === me.self) {
    lock.granted = false;
    return true;
  }
  if (!becomeWriter(lock, me)) return false;
  lock.waiting[me.self] = false;
  return true;
}

/** A signal: false where it comes too late, as the lock is the writer's already. */
export function withdrawWriter(lock: ReadersWriters, me: Who, name: string): boolean {
  if (lock.granted && lock.owner === me.self) return false;
  if (!lock.waiting[me.self]) refuse(lock, `${name} is given up by a writer that does not wait`);
  lock.waiting[me.self] = false;
  return true;
}

export function leaveAsWriter(lock: ReadersWriters, me: Who, what: string): void {
  if (lock.owner !== me.self) refuse(lock, `${what} by a process that does not hold it`);
  lock.owner = none;
  lock.granted = false;
}

/** What does not depend on whom a writer that waits keeps out. */
export function commonMethods(name: string) {
  return {
    releaseRead: action(
      function (this: ReadersWriters, me: Who) {
        removeHolder(this.readers, me, name);
      },
      { releases: 'read', order: 'release' },
    ),
    announceWrite: action(function (this: ReadersWriters, me: Who) {
      announceWriter(this, me, name);
    }),
    tryAcquireWrite: action(
      function (this: ReadersWriters, me: Who) {
        return !isWriterWaiting(this) && becomeWriter(this, me);
      },
      { acquires: 'write', trylock: true },
    ),
    releaseWrite: action(
      function (this: ReadersWriters, me: Who) {
        leaveAsWriter(this, me, `${name} is released`);
      },
      { releases: 'write', order: 'release' },
    ),
    isHeld: query(function (this: ReadersWriters) {
      return !isFree(this);
    }),
    isHeldBy: query(function (this: ReadersWriters, me: Who) {
      return this.owner === me.self || holds(this.readers, me);
    }),
  };
}

/** What tells of a writer that waits, where readers wait for it. */
export function announced(writerPreference: boolean): Pick<Method, 'goesWith'> {
  if (!writerPreference) return {};
  const why =
    'no reader waits behind a writer that has not announced itself, as it would in the kernel';
  const where = ['acquireRead', 'tryAcquireRead'];
  return { goesWith: { methods: ['announceWrite'], by: 'itself', where, why } };
}

export function lockInfo(name: string, type: LockType): LockInfo {
  return { class: name, type, holders: { owner: 'write', readers: 'read' }, granted: 'granted' };
}
