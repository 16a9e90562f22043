// rwsem and percpu_rwsem: kernel/locking/rwsem.c, kernel/locking/percpu-rwsem.c, and the home-made locks that cpu and
// memory hotplug used before them (get_online_cpus() and get_online_mems() until 2017, kernel/cpu.c of 4.12).
//
// Writing is two steps, `announceWrite` and `acquireWrite`: between them the writer is known to wait. Whether that
// keeps new readers out is the parameter `writerPreference`. It does for an rwsem (a reader joins the queue behind the
// writer) and for a percpu_rwsem (percpu_down_write() sets sem->block before it waits for readers); it did not for the
// home-made locks. Most of the published hotplug deadlocks exist only where it does.
//
// What must stay true: a writer that finds the lock free takes it as it announces itself, so that no reader is ever
// kept out by a writer that could have gone on.

import {
  type Cell,
  type Exclusion,
  type LockType,
  type Method,
  perProcess,
} from '../model/cell.ts';
import { anyProcess, bool, type None, none, orNone, type ProcessId } from '../model/domain.ts';
import { checkOptions } from '../model/given.ts';
import { addHolder, type Holders, holders, holds, isAnybody, removeHolder } from './holders.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
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
  /** down_write_trylock(). */
  tryAcquireWrite(me: Who): boolean;
  /** up_write(). */
  releaseWrite(me: Who): void;
  /** downgrade_write(). */
  downgrade(me: Who): void;
  isHeld(): boolean;
  isHeldBy(me: Who): boolean;
}

interface State {
  owner: ProcessId | None;
  readers: Holders;
  waiting: boolean[];
  /** The owner got the lock as it announced itself, and has not gone on yet. */
  granted: boolean;
}

export interface RwsemOptions {
  /** A waiting writer keeps new readers out. */
  readonly writerPreference?: boolean;
  /** A reader may enter again although a writer waits (read_lock() in interrupts; not rwsems). */
  readonly recursiveRead?: boolean;
  /** The writer may read (cpu_hotplug.active_writer == current). */
  readonly readWithinWrite?: boolean;
  /** How often one process may read at once. */
  readonly readers?: number;
}

function isFree({ owner, readers }: State): boolean {
  return owner === none && !isAnybody(readers);
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
 * Who keeps readers out until he himself has gone on: the writer, and with preference one that waits, who will be the
 * writer next. Where readers may enter again, or the writer may read, it is not everybody that a waiting writer keeps
 * out.
 */
function keptFromReading({
  writerPreference = true,
  recursiveRead = false,
  readWithinWrite = false,
}: RwsemOptions): Exclusion[] {
  const waits = writerPreference && !recursiveRead && !readWithinWrite;
  return [{ by: 'owner' }, ...(waits ? [{ by: 'waiting' }] : [])];
}

const OPTIONS: readonly (keyof RwsemOptions)[] = [
  'writerPreference',
  'recursiveRead',
  'readWithinWrite',
  'readers',
];

function rwsemOf(name: string, type: LockType, options: RwsemOptions): Cell<Rwsem> {
  checkOptions(`${type} '${name}'`, options, OPTIONS);
  const {
    writerPreference = true,
    recursiveRead = false,
    readWithinWrite = false,
    readers: most = 3,
  } = options;
  const admits = (sem: State, me: Who): boolean => {
    if (sem.owner === me.self) return readWithinWrite;
    if (sem.owner !== none) return false;
    if (!writerPreference || (recursiveRead && holds(sem.readers, me))) return true;
    return !sem.waiting.some((waits) => waits);
  };
  function read(this: State, me: Who): boolean {
    if (!admits(this, me)) return false;
    addHolder(this.readers, me, most, name);
    return true;
  }
  function own(this: State, me: Who): boolean {
    if (!isFree(this)) return false;
    this.owner = me.self;
    return true;
  }
  return kernelCell<Rwsem>(
    {
      owner: orNone(anyProcess),
      readers: holders(most),
      waiting: perProcess(bool),
      granted: bool,
    },
    {
      acquireRead: action(read, { ...readNotes(options), excludedBy: keptFromReading(options) }),
      tryAcquireRead: action(read, { acquires: 'read', trylock: true }),
      releaseRead: action(
        function (this: State, me: Who) {
          removeHolder(this.readers, me, name);
        },
        { releases: 'read' },
      ),
      announceWrite: action(function (this: State, me: Who) {
        if (this.waiting[me.self])
          refuse(this, `${name} is asked for by a writer that waits already`);
        if (own.call(this, me)) this.granted = true;
        else this.waiting[me.self] = true;
      }),
      acquireWrite: action(
        function (this: State, me: Who) {
          if (this.granted && this.owner === me.self) this.granted = false;
          else if (!own.call(this, me)) return false;
          else this.waiting[me.self] = false;
          return true;
        },
        { acquires: 'write', excludedBy: [{ by: 'owner' }, { by: 'readers' }] },
      ),
      tryAcquireWrite: action(own, { acquires: 'write', trylock: true }),
      releaseWrite: action(
        function (this: State, me: Who) {
          if (this.owner !== me.self)
            refuse(this, `${name} is released by a process that does not hold it`);
          this.owner = none;
          this.granted = false;
        },
        { releases: 'write' },
      ),
      downgrade: action(function (this: State, me: Who) {
        if (this.owner !== me.self)
          refuse(this, `${name} is downgraded by a process that does not hold it`);
        this.owner = none;
        this.granted = false;
        addHolder(this.readers, me, most, name);
      }),
      isHeld: query(function (this: State) {
        return !isFree(this);
      }),
      isHeldBy: query(function (this: State, me: Who) {
        return this.owner === me.self || holds(this.readers, me);
      }),
    },
    {
      lock: {
        class: name,
        type,
        holders: { owner: 'write', readers: 'read' },
        granted: 'granted',
      },
    },
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
