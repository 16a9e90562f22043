// rwsem and percpu_rwsem: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c, and the home-made locks that cpu and
// memory hotplug used before them (get_online_cpus() and get_online_mems() until 2017, kernel/cpu.c of 4.12).
//
// Writing is two steps, `announceWrite` and `acquireWrite`: between them the writer is known to wait. Whether that
// keeps new readers out is the parameter `writerPreference`. It does for an rwsem (a reader joins the queue behind the
// writer) and for a percpu_rwsem (percpu_down_write() sets sem->block before it waits for readers); it did not for the
// home-made locks, and does not on PREEMPT_RT (kernel/locking/rwbase_rt.c). Most of the published hotplug deadlocks
// exist only where it does.
//
// An rwsem that nobody holds may be taken past those who wait, by a reader (optimistic lock stealing,
// rwsem_down_read_slowpath()) and by a writer (rwsem_optimistic_spin()), until a waiter that has waited for 4 ms asks for
// a handoff. When that is, nobody knows; so `steals`, the default of rwsem(), lets it happen always, as every run of the
// kernel is then a run of the model, and `steals: false` never, where a claim is about who starves. A percpu_rwsem is
// blocked by the writer that waits for its readers, and steals only in the moment in which percpu_up_write() has cleared
// `block` and not yet woken anybody: `steals: true`. read_lock() in interrupts is no business of these locks: rwlock.ts.
//
// not kept: the order of the queue
// not kept: at most 256 readers are woken at once
// not kept: readers that wait are all let in with the first of them

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { type None, none, type ProcessId } from '../language/domain.ts';
import type { Exclusion, LockType, Method } from '../language/method.ts';
import { addHolder, holds } from './holders.ts';
import { action, kernelCell } from './kernel-cell.ts';
import {
  announced,
  commonMethods,
  goOnAsWriter,
  isFree,
  isWriterWaiting,
  leaveAsWriter,
  lockInfo,
  type ReadersWriters,
  readersWriters,
  withdrawWriter,
} from './readers-writers.ts';
import type { Who } from './who.ts';

export interface Rwsem {
  readonly owner: ProcessId | None;
  /** By process, how often it reads. */
  readonly readers: readonly number[];
  /** By process, whether it is a writer that is known to wait. */
  readonly waiting: readonly boolean[];
  /** down_read(): false while it must wait. */
  acquireRead(me: Who): boolean;
  /** down_read_trylock(). */
  tryAcquireRead(me: Who): boolean;
  /** up_read(). */
  releaseRead(me: Who): void;
  /** down_write(), first step: takes the lock if it is free, or waits for it from now on. */
  announceWrite(me: Who): void;
  /** down_write(), second step: false while it must wait. Alone it is a writer that nobody waits for. */
  acquireWrite(me: Who): boolean;
  /**
   * down_write_killable() that a signal ends, after an `acquireWrite` that failed: the writer waits no
   * longer. False where it has the lock already: then it goes on.
   */
  withdrawWrite(me: Who): boolean;
  /** down_write_trylock(). */
  tryAcquireWrite(me: Who): boolean;
  /** up_write(). */
  releaseWrite(me: Who): void;
  /** downgrade_write(). */
  downgrade(me: Who): void;
  isHeld(): boolean;
  isHeldBy(me: Who): boolean;
}

type State = ReadersWriters;

export interface RwsemOptions {
  /** A waiting writer keeps new readers out. */
  readonly writerPreference?: boolean;
  /** A lock that nobody holds may be taken past those who wait. */
  readonly steals?: boolean;
  /** Who reads may enter again although a writer waits (get_online_cpus() of 2014; not rwsems). */
  readonly recursiveRead?: boolean;
  /** The writer may read (cpu_hotplug.active_writer == current). */
  readonly readWithinWrite?: boolean;
  /** How often one process may read at once. */
  readonly readers?: number;
}

/**
 * What lockdep knows of the read side. percpu_down_read() and down_read() are no recursive reads; get_online_cpus() of
 * 2014 was one (lock_map_acquire_read(), kernel/cpu.c). Sound only if a recursive read never waits for a waiting
 * writer, which with writer preference is true for nobody but those who read already.
 */
function readNotes({
  writerPreference = true,
  recursiveRead = false,
  readWithinWrite = false,
}: RwsemOptions): Omit<Method, 'pure' | 'run'> {
  const reenters = [
    ...(recursiveRead ? (['read'] as const) : []),
    ...(readWithinWrite ? (['write'] as const) : []),
  ];
  return {
    acquires: recursiveRead && !writerPreference ? 'recursive-read' : 'read',
    ...(reenters.length > 0 && { reenters }),
  };
}

/**
 * Who keeps readers out until it has gone on itself: the writer, and with preference one that waits, who will be the
 * writer next. Where readers may enter again or steal, or the writer may read, it is not all, or not until then,
 * that a waiting writer keeps out.
 */
function keptFromReading({
  writerPreference = true,
  steals,
  recursiveRead = false,
  readWithinWrite = false,
}: RwsemOptions): Exclusion[] {
  const waits = writerPreference && !steals && !recursiveRead && !readWithinWrite;
  return [{ by: 'owner' }, ...(waits ? [{ by: 'waiting' }] : [])];
}

const OPTIONS: readonly (keyof RwsemOptions)[] = [
  'writerPreference',
  'steals',
  'recursiveRead',
  'readWithinWrite',
  'readers',
];

function rwsemOf(name: string, type: LockType, options: RwsemOptions): Cell<Rwsem> {
  checkOptions(`${type} '${name}'`, options, OPTIONS);
  const { writerPreference = true, steals = type === 'rwsem' } = options;
  const { recursiveRead = false, readWithinWrite = false, readers = 3 } = options;
  function admits(sem: State, me: Who, isPatient: boolean): boolean {
    if (sem.owner === me.self) return readWithinWrite;
    if (sem.owner !== none) return false;
    if (!writerPreference || !isWriterWaiting(sem)) return true;
    // rule: a reader may get a free lock before a writer that waits for it
    if (steals && isPatient && isFree(sem)) return true;
    return recursiveRead && holds(sem.readers, me);
  }
  function enter(sem: State, me: Who): boolean {
    addHolder(sem.readers, me, readers, name);
    return true;
  }
  return kernelCell<Rwsem>(
    readersWriters(readers),
    {
      // rule: down_write_trylock() fails while a writer waits
      // rule: a grant ends with its section
      ...commonMethods(name),
      // rule: a reader waits behind a writer that waits for readers
      acquireRead: action(
        function (this: State, me: Who) {
          return admits(this, me, true) && enter(this, me);
        },
        { ...readNotes(options), excludedBy: keptFromReading({ ...options, steals }) },
      ),
      // rule: down_read_trylock() fails while a writer waits
      tryAcquireRead: action(
        function (this: State, me: Who) {
          return admits(this, me, false) && enter(this, me);
        },
        { acquires: 'read', trylock: true },
      ),
      acquireWrite: action(
        function (this: State, me: Who) {
          // rule: a writer that does not wait yet may get a free lock before those that do
          const isLate = this.owner === none && isWriterWaiting(this) && !this.waiting[me.self];
          return (steals || !isLate) && goOnAsWriter(this, me);
        },
        {
          acquires: 'write',
          excludedBy: [{ by: 'owner' }, { by: 'readers' }],
          ...announced(writerPreference),
        },
      ),
      // rule: a writer that gives up lets readers in again
      withdrawWrite: action(function (this: State, me: Who) {
        return withdrawWriter(this, me, name);
      }),
      // rule: who downgrades reads, and no writer comes in between
      downgrade: action(function (this: State, me: Who) {
        leaveAsWriter(this, me, `${name} is downgraded`);
        enter(this, me);
      }),
    },
    { lock: lockInfo(name, type) },
  );
}

/** A rw_semaphore, or with options any sleeping lock for readers and writers. */
export function rwsem(name: string, options: RwsemOptions = {}): Cell<Rwsem> {
  return rwsemOf(name, 'rwsem', options);
}

/** A percpu_rw_semaphore, such as cpu_hotplug_lock and mem_hotplug_lock since 2017. */
export function percpuRwsem(name: string, options: RwsemOptions = {}): Cell<Rwsem> {
  return rwsemOf(name, 'percpu-rwsem', options);
}
