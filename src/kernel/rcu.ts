// RCU and SRCU: Documentation/RCU/Design/Requirements/Requirements.rst, kernel/rcu/tree.c, srcutree.c. A grace period that
// starts now is over once every read section that is running now has ended; it need not wait for later ones. That minimum
// is what is modelled: real grace periods are longer, so every run of the kernel is a run of the model.
//
// A grace period has a number that its author chooses, or the id of the object that it is for: one for each
// synchronize_rcu() or callback that may be under way at once. Starting and waiting are two steps:
//
//   sync: ({ rcu }) => { rcu.start(0); return 'next'; }
//   wait: ({ rcu }) => (rcu.isOver(0) ? 'next' : 'blocked')
//
// A callback is queued by call() or kfree(), and a process of its own, which is RCU's softirq or kthread, invokes those
// that are due: isDue(), invoke(), what it does, finish().
//
// Sound only if a number is not started again while somebody waits for it: his wait would become longer, and hide that he
// frees too early. So a number is its user's until isOver() has answered true, once; to start it before is refused.

import { checkOptions } from '../base/given.ts';
import { array, type Cell, perProcess } from '../language/cell.ts';
import { bool, type Kind, oneOf } from '../language/domain.ts';
import { addHolder, type Holders, holders, holds, removeHolder } from './holders.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** `started` is waited for; `called` and `freed` are callbacks, of call_rcu() and kfree_rcu(), which then run. */
type Grace = 'idle' | 'started' | 'called' | 'invoked' | 'freed' | 'freeing';

export interface Rcu {
  /** By process, how many read sections it is in, one within the other. */
  readonly readers: readonly number[];
  /** By process, how many regions it is in that are read sections, too: see schedLock. */
  readonly sched: readonly number[];
  readonly graces: readonly Grace[];
  /** Of each grace period, by process, whether it waits for its read section; and for its region. */
  readonly awaited: readonly (readonly boolean[])[];
  readonly schedAwaited: readonly (readonly boolean[])[];
  /** rcu_read_lock(). */
  readLock(me: Who): void;
  /** rcu_read_unlock(). */
  readUnlock(me: Who): void;
  /**
   * rcu_read_lock_sched(), and what is a read section like it: a region with preemption, softirqs or irqs off, and an
   * interrupt.
   */
  schedLock(me: Who): void;
  schedUnlock(me: Who): void;
  /** synchronize_rcu(), start_poll_synchronize_rcu(): grace period `k` starts now. */
  start(k: number): void;
  /** Whether grace period `k` is over; the number is free again once this was answered with true. */
  isOver(k: number): boolean;
  /** call_rcu(): callback `k` is queued. */
  call(k: number): void;
  /** kfree_rcu(): the same, and rcu_barrier() does not wait for it. */
  kfree(k: number): void;
  /** Whether callback `k` may be invoked now. */
  isDue(k: number): boolean;
  /** Callback `k` begins, and ends. */
  invoke(k: number): void;
  finish(k: number): void;
  /** rcu_barrier(), first step. */
  barrier(me: Who): void;
  /** rcu_barrier(), second step: false while a callback from before the first is not finished. */
  isBarrierOver(me: Who): boolean;
  /** rcu_read_lock_held(). */
  isHeldBy(me: Who): boolean;
}
export type Srcu = Rcu;

interface State {
  readers: Holders;
  sched: Holders;
  graces: Grace[];
  awaited: boolean[][];
  schedAwaited: boolean[][];
  /** Of each callback that is not kfree_rcu()'s, by process, whether its rcu_barrier() waits for it. */
  barriers: boolean[][];
}

export interface RcuOptions {
  /** How many read sections one process may be in at once. */
  readonly readers?: number;
  /** How many grace periods may be under way at once; or the kind of objects that each has one. */
  readonly graces?: number | Kind;
  /** Before 4.20 synchronize_rcu() did not wait for regions with preemption or irqs off: false. */
  readonly consolidated?: boolean;
}

/** The read sections of RCU, and who waits for which of them. */
export function rcu(options: RcuOptions = {}): Cell<Rcu> {
  checkOptions('rcu', options, ['readers', 'graces', 'consolidated']);
  return domainOf('rcu_read_lock', 'rcu', options);
}

/** A domain of SRCU, whose readers may sleep. */
export function srcu(name: string, options: Omit<RcuOptions, 'consolidated'> = {}): Cell<Srcu> {
  checkOptions('srcu', options, ['readers', 'graces']);
  // rule: readers of SRCU may sleep
  // not kept: read sections of SRCU that overlap without being nested (their indices)
  return domainOf(name, 'srcu', { ...options, consolidated: false });
}

function domainOf(name: string, type: 'rcu' | 'srcu', options: RcuOptions): Cell<Rcu> {
  const { readers = 3, graces = 1, consolidated = true } = options;

  function begin(domain: State, k: number, as: Grace): void {
    domain.graces[k] = as;
    domain.awaited[k].forEach((_, who) => {
      domain.awaited[k][who] = domain.readers[who] > 0;
      // rule: a region with preemption or irqs off is a read section
      domain.schedAwaited[k][who] = consolidated && domain.sched[who] > 0;
    });
  }
  function queue(domain: State, k: number, as: 'called' | 'freed'): void {
    // rule: a callback that is queued is not queued again
    // not kept: a callback that queues itself again
    if (domain.graces[k] !== 'idle') refuse(domain, `callback ${k} is queued again before its end`);
    begin(domain, k, as);
  }

  return kernelCell<Rcu>(
    {
      readers: holders(readers),
      sched: holders(readers),
      graces: array(graces, oneOf('idle', 'started', 'called', 'invoked', 'freed', 'freeing')),
      awaited: array(graces, perProcess(bool)),
      schedAwaited: array(graces, perProcess(bool)),
      barriers: array(graces, perProcess(bool)),
    },
    {
      // rule: a read section orders no memory by itself
      readLock: action(
        function (this: State, me: Who) {
          addHolder(this.readers, me, readers, name);
        },
        { acquires: 'recursive-read', order: 'relaxed', rcu: 'lock' },
      ),
      readUnlock: action(
        function (this: State, me: Who) {
          removeHolder(this.readers, me, name);
          // rule: a nested read section ends with the outermost
          if (this.readers[me.self] > 0) return;
          for (const waiting of this.awaited) waiting[me.self] = false;
        },
        { releases: 'read', order: 'relaxed', rcu: 'unlock' },
      ),
      schedLock: action(
        function (this: State, me: Who) {
          addHolder(this.sched, me, readers, `${name}_sched`);
        },
        { order: 'relaxed', rcu: 'lock' },
      ),
      schedUnlock: action(
        function (this: State, me: Who) {
          removeHolder(this.sched, me, `${name}_sched`);
          if (this.sched[me.self] > 0) return;
          for (const waiting of this.schedAwaited) waiting[me.self] = false;
        },
        { order: 'relaxed', rcu: 'unlock' },
      ),
      // rule: a grace period waits for the read sections before it, and for no later one
      // rule: a grace period orders what comes before and after it with read sections on other cpus
      start: action(function (this: State, k: number) {
        // rule: a number is its user's until he has asked
        if (this.graces[k] !== 'idle') {
          refuse(this, `grace period ${k} starts before its user knows that it is over; ${MORE}`);
        }
        begin(this, k, 'started');
      }, AWAITS),
      // rule: who waits for a grace period sleeps, and waits for the readers' locks
      isOver: action(
        function (this: State, k: number) {
          // rule: a grace period is asked for after it was started
          if (this.graces[k] !== 'started') refuse(this, `isOver(${k}) before start(${k})`);
          if (isAwaited(this, k)) return false;
          this.graces[k] = 'idle';
          return true;
        },
        { acquires: 'write', ...ENDS },
      ),
      // not kept: call_rcu() is no barrier for who calls it
      call: action(function (this: State, k: number) {
        queue(this, k, 'called');
      }, QUEUES),
      kfree: action(function (this: State, k: number) {
        queue(this, k, 'freed');
      }, QUEUES),
      // not kept: the order of the callbacks of one cpu
      isDue: query(function (this: State, k: number) {
        return (this.graces[k] === 'called' || this.graces[k] === 'freed') && !isAwaited(this, k);
      }, ENDS),
      // rule: a callback is invoked once its grace period is over
      invoke: action(
        function (this: State, k: number) {
          if (isAwaited(this, k)) refuse(this, `invoke(${k}) where isDue(${k}) is false`);
          if (this.graces[k] === 'called') this.graces[k] = 'invoked';
          else if (this.graces[k] === 'freed') this.graces[k] = 'freeing';
          else refuse(this, `invoke(${k}) of a callback that is not queued`);
        },
        { goesWith: FINISH },
      ),
      finish: action(function (this: State, k: number) {
        if (this.graces[k] !== 'invoked' && this.graces[k] !== 'freeing') {
          refuse(this, `finish(${k}) without invoke(${k})`);
        }
        this.graces[k] = 'idle';
        this.barriers[k].fill(false);
      }),
      // rule: rcu_barrier() waits for the callbacks queued before it, to their end
      // rule: rcu_barrier() does not wait for kfree_rcu()
      barrier: action(function (this: State, { self }: Who) {
        this.graces.forEach((grace, k) => {
          this.barriers[k][self] = grace === 'called' || grace === 'invoked';
        });
      }),
      isBarrierOver: query(
        function (this: State, { self }: Who) {
          return !this.barriers.some((waits) => waits[self]);
        },
        { acquires: 'write' },
      ),
      isHeldBy: query(function (this: State, me: Who) {
        return holds(this.readers, me);
      }),
    },
    { lock: { class: name, type, holders: { readers: 'read' } } },
  );
}

const INVOKE = {
  methods: ['invoke'],
  by: 'anybody',
  why: 'no callback ever runs; a process of its own takes those that isDue(k)',
} as const;
const FINISH = {
  methods: ['finish'],
  by: 'anybody',
  why: 'the callback never ends, for rcu_barrier() and for whoever would queue it again',
} as const;

const READ_SECTION = {
  methods: ['readLock', 'schedLock'],
  by: 'anybody',
  why: 'it waits for no reader, and each grace period is over at once',
} as const;

const STARTS = { order: 'full', rcu: 'start' } as const;
const AWAITS = { ...STARTS, goesWith: READ_SECTION };
const QUEUES = { ...STARTS, goesWith: INVOKE };
const ENDS = { order: 'full if true', rcu: 'over' } as const;

const MORE =
  'give each that may be under way a number of its own: rcu({ graces: 2 }), start(0) and start(1)';

function isAwaited({ awaited, schedAwaited }: State, k: number): boolean {
  return awaited[k].some((waits) => waits) || schedAwaited[k].some((waits) => waits);
}
