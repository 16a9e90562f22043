// seqcount and seqlock: include/linux/seqlock.h, Documentation/locking/seqlock.rst. The count is odd while a writer is
// inside. A reader notes the count, reads, and reads again if the count has changed.
//
// read_seqbegin() spins while the count is odd, with whatever the reader holds and on whatever cpu it runs; that is
// where the deadlocks are. raw_seqcount_begin() does not spin: it notes an even count, so that the retry is sure.
//
// not kept: write_seqcount_begin() of a plain seqcount_t with preemption on is an error
// not kept: the count wraps after 32 bits
//
// The model's count must not wrap where the kernel's 32 bits would not: a count beyond `updates` is a model error.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import {
  anyProcess,
  type None,
  none,
  orNone,
  type ProcessId,
  type RangeDomain,
  upTo,
} from '../language/domain.ts';
import type { Counterpart } from '../language/method.ts';
import { give, take } from './exclusive-lock.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** What readers of both do. */
export interface SeqReads {
  readonly count: number;
  /** Whether a writer is inside: then read_seqbegin() spins, and the step returns 'blocked'. */
  isWriting(): boolean;
  /** read_seqbegin() once nobody is inside, or raw_read_seqcount(): the count as it is. */
  read(): number;
  /** raw_seqcount_begin(): the count before the writer that is inside. */
  readEven(): number;
  /** read_seqretry(): whether what was read since `cookie` must be read again. */
  retry(cookie: number): boolean;
}

export interface Seqcount extends SeqReads {
  /** The writer, where it has said who it is. */
  readonly owner: ProcessId | None;
  /**
   * write_seqcount_begin() and write_seqcount_end(). Who keeps writers apart is the caller's
   * business. Without the step's `me` nobody knows who writes; lock order then asks for it where it
   * has to know.
   */
  writeBegin(who?: Who): void;
  writeEnd(who?: Who): void;
}

export interface Seqlock extends SeqReads {
  readonly owner: ProcessId | None;
  /** write_seqlock(): false while another writer is inside. */
  acquire(me: Who): boolean;
  /** write_tryseqlock(), as it were: for a step that goes elsewhere when it is false. */
  tryAcquire(me: Who): boolean;
  /** write_sequnlock(). */
  release(me: Who): void;
}

interface State {
  count: number;
  owner: ProcessId | None;
}

/** The domain of a cookie: `locals: { cookie: seqCookie(2) }`. */
export function seqCookie(updates: number): RangeDomain {
  if (!Number.isInteger(updates) || updates < 0) {
    throw new ModelError(
      `seqcount(updates), seqlock(name, updates) and seqCookie(updates) need the number of updates that a run has room for, not ${inWords(updates)}`,
    );
  }
  return upTo(2 * updates);
}

/** What readers of both do; `writers` make the count odd. */
const readsOf = (...writers: readonly string[]) => ({
  /**
   * read_seqbegin(), which waits for the writer and for nobody else: seqcount_lockdep_reader_access().
   *
   * rule: a reader of a seqcount is a recursive reader to lockdep
   */
  isWriting: query(
    function (this: State) {
      return this.count % 2 === 1;
    },
    { acquires: 'recursive-read', mustWait: true, goesWith: ODD(writers), order: 'rmb after' },
  ),
  // rule: read_seqbegin() has smp_rmb() behind it, and read_seqretry() before it
  read: query(
    function (this: State) {
      return this.count;
    },
    { order: 'rmb after' },
  ),
  // rule: raw_seqcount_begin() waits for nobody, and its retry is sure while a writer is inside
  readEven: query(
    function (this: State) {
      return this.count - (this.count % 2);
    },
    { order: 'rmb after' },
  ),
  // rule: who reads while a writer comes, is inside or goes reads again
  retry: query(
    function (this: State, cookie: number) {
      return this.count !== cookie;
    },
    { goesWith: BEGIN, order: 'rmb before' },
  ),
});

const ODD = (methods: readonly string[]): Counterpart => ({
  methods,
  by: 'anybody',
  why: 'the count is never odd, so no reader waits or reads again',
});
const BEGIN: Counterpart = {
  methods: ['read', 'readEven'],
  by: 'anybody',
  encloses: true,
  why: 'the cookie is what read() gave',
};

/** A seqcount_t with room for so many updates in a run. */
export function seqcount(updates: number): Cell<Seqcount> {
  return kernelCell<Seqcount>(
    { count: seqCookie(updates), owner: orNone(anyProcess) },
    {
      ...readsOf('writeBegin'),
      // rule: a writer of a seqcount is a writer to lockdep
      writeBegin: action(
        function (this: State, who: Who | None = none) {
          if (this.count % 2 === 1) refuse(this, 'two writers are inside; a lock keeps them apart');
          this.count++;
          this.owner = who === none ? none : who.self;
        },
        // rule: write_seqcount_begin() has smp_wmb() behind it, and write_seqcount_end() before it
        { acquires: 'write', order: 'wmb after' },
      ),
      writeEnd: action(
        function (this: State, who: Who | None = none) {
          if (this.count % 2 === 0) refuse(this, 'write_seqcount_end() and no writer is inside');
          if (who !== none && this.owner !== none && this.owner !== who.self) {
            refuse(this, 'write_seqcount_end() by a process that is not the writer');
          }
          this.count++;
          this.owner = none;
        },
        { releases: 'write', order: 'wmb before' },
      ),
    },
    {
      lock: { type: 'seqcount', holders: { owner: 'write' }, odd: 'count' },
      plainWords: ['count'],
    },
  );
}

/** A seqlock_t: a seqcount whose writers take a spinlock. Only writers see the lock, only readers the count. */
export function seqlock(name: string, updates: number): Cell<Seqlock> {
  function enter(this: State, me: Who): boolean {
    if (!take(this, me)) return false;
    this.count++;
    return true;
  }
  return kernelCell<Seqlock>(
    { count: seqCookie(updates), owner: orNone(anyProcess) },
    {
      ...readsOf('acquire', 'tryAcquire'),
      // rule: write_seqlock() keeps other writers out
      acquire: action(enter, { acquires: 'write', excludedBy: [{ by: 'owner' }] }),
      tryAcquire: action(enter, { acquires: 'write', trylock: true }),
      release: action(
        function (this: State, me: Who) {
          give(this, me, name);
          this.count++;
        },
        { releases: 'write' },
      ),
    },
    { lock: { class: name, type: 'seqlock', holders: { owner: 'write' } } },
  );
}
