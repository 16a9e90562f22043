// smp_call_function: kernel/smp.c. Each target cpu has a queue of records (call_single_data), one for each sender; the
// record is locked from the moment it is queued until the target unlocks it. A sender whose record is still locked
// spins (csd_lock()); with wait=1 it spins until its record is unlocked (csd_lock_wait()), with irqs on or else two
// senders can wait for each other. The target runs what is queued in an irq, so only while its irqs are on, and a cpu
// that is offline does not run it at all.
//
//   send:  ({ calls, me }) => (calls[1].send(me) ? 'next' : 'blocked')
//   wait:  ({ calls, me }) => (calls[1].isAcked(me) ? 'next' : 'blocked')          wait=1
//
// and on the target, as an irq:
//
//   enter: ({ calls, cpus, me }) => { if (!calls[me.cpu].isPending()) return 'blocked'; cpus[me.cpu].irqEnter(me); ... }
//   func:  what is called; for wait=0 `calls[me.cpu].unlock()` first, as the kernel unlocks an asynchronous record early
//   ack:   ({ calls, me }) => { calls[me.cpu].finish(); return calls[me.cpu].isPending() ? 'func' : 'exit'; }

import { array, type Cell, type ListView, list, perProcess } from '../model/cell.ts';
import {
  anyProcess,
  bool,
  type Domain,
  type Kind,
  oneOf,
  type ProcessId,
} from '../model/domain.ts';
import { checkOptions } from '../model/given.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** The calls that one cpu is to make. */
export interface CallFunction<F> {
  /** Whose records are queued, and what each of them calls, oldest first. */
  readonly queue: ListView<ProcessId>;
  readonly functions: ListView<F>;
  /** By process, whether its record is locked. */
  readonly locked: readonly boolean[];
  /** Locks and queues the caller's record: false while it is still locked from before. */
  send(me: Who, what?: F): boolean;
  /** csd_lock_wait(): whether the caller's record is unlocked. */
  isAcked(me: Who): boolean;
  isPending(): boolean;
  /** Unlocks the oldest record before its function runs: wait=0. */
  unlock(): void;
  /** The oldest record's function has run: takes it off the queue, and unlocks it. */
  finish(): void;
}

interface State {
  queue: ListView<ProcessId>;
  functions: ListView<unknown>;
  locked: boolean[];
  /** The oldest record has been unlocked; its sender may have locked and queued it again. */
  unlocked: boolean;
}

function unlockFirst(calls: State): void {
  const { queue, locked } = calls;
  if (queue.isEmpty) refuse(calls, 'unlock() or finish() of a call, and none is queued');
  locked[queue.first] = false;
}

export interface CallFunctionOptions<F> {
  /** How many records of one target may be queued or locked at once; with wait=0 a sender can have two in the queue. */
  readonly records?: number;
  /** What can be called, where there is more than one thing: `oneOf('drain', 'flush')`. */
  readonly functions?: Domain<F>;
}

/** The call-function queues of all cpus: `calls: callFunctions(cpu)`. */
export function callFunctions<N extends string, F = 'call'>(
  cpu: Kind<N> | number,
  options: CallFunctionOptions<F> = {},
): Cell<CallFunction<F>[]> {
  checkOptions('callFunctions', options, ['records', 'functions']);
  const { records = 2, functions = oneOf('call') as unknown as Domain<F> } = options;
  const first = 'values' in functions ? functions.values[0] : undefined;
  const one = kernelCell<CallFunction<F>>(
    {
      queue: list(records, anyProcess),
      functions: list(records, functions),
      locked: perProcess(bool),
      unlocked: bool,
    },
    {
      send: action(function (this: State, me: Who, what: unknown = first) {
        if (this.locked[me.self]) return false;
        this.locked[me.self] = true;
        this.queue.push(me.self);
        this.functions.push(what);
        return true;
      }),
      isAcked: query(function (this: State, me: Who) {
        return !this.locked[me.self];
      }),
      isPending: query(function (this: State) {
        return !this.queue.isEmpty;
      }),
      unlock: action(function (this: State) {
        unlockFirst(this);
        this.unlocked = true;
      }),
      finish: action(function (this: State) {
        if (!this.unlocked) unlockFirst(this);
        this.unlocked = false;
        this.queue.shift();
        this.functions.shift();
      }),
    },
  );
  return array(cpu, one) as Cell<CallFunction<F>[]>;
}
