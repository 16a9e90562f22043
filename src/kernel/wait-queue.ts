// wait queue: kernel/sched/wait.c. The order that loses no wake-up is prepare, test, sleep:
//
//   prepare: ({ wq, me }) => { wq.prepare(me); return 'next'; }      prepare_to_wait(): on the queue, state not running
//   test:    ({ ready }) => (ready.value ? 'finish' : 'next')        the condition
//   sleep:   ({ wq, me }) => (wq.isAwake(me) ? 'prepare' : 'blocked')  schedule(): returns once somebody woke us
//   finish:  ({ wq, me }) => { wq.finish(me); return 'next'; }       finish_wait()
//
// A wake-up takes waiters off the queue (autoremove_wake_function()), so one that comes between prepare and sleep makes
// the sleep return at once. Without exclusive waiters wake_up() wakes all; of the exclusive ones it wakes the first.

import { type Cell, type ListView, list, perProcess } from '../model/cell.ts';
import { anyProcess, bool, type ProcessId } from '../model/domain.ts';
import { action, kernelCell, query } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface WaitQueue {
  /** By process, whether it waits and is not exclusive. */
  readonly waiting: readonly boolean[];
  readonly exclusive: ListView<ProcessId>;
  /** prepare_to_wait(). */
  prepare(me: Who): void;
  /** prepare_to_wait_exclusive(). */
  prepareExclusive(me: Who): void;
  /** Whether schedule() returns: false from prepare until a wake-up. */
  isAwake(me: Who): boolean;
  /** finish_wait(). */
  finish(me: Who): void;
  /** wake_up(): all that wait, and the first of the exclusive. */
  wake(): void;
  /** wake_up_all(). */
  wakeAll(): void;
  /** waitqueue_active(): without a barrier before it, the classic way to lose a wake-up. */
  isActive(): boolean;
}

interface State {
  waiting: boolean[];
  exclusive: ListView<ProcessId>;
}

/** A wait queue with room for so many exclusive waiters. */
export function waitQueue(waiters = 2): Cell<WaitQueue> {
  return kernelCell<WaitQueue>(
    { waiting: perProcess(bool), exclusive: list(waiters, anyProcess) },
    {
      prepare: action(function (this: State, me: Who) {
        this.waiting[me.self] = true;
      }),
      prepareExclusive: action(function (this: State, me: Who) {
        if (!this.exclusive.includes(me.self)) this.exclusive.push(me.self);
      }),
      isAwake: query(function (this: State, me: Who) {
        return !this.waiting[me.self] && !this.exclusive.includes(me.self);
      }),
      finish: action(function (this: State, me: Who) {
        this.waiting[me.self] = false;
        if (this.exclusive.includes(me.self)) this.exclusive.remove(me.self);
      }),
      wake: action(function (this: State) {
        this.waiting.fill(false);
        if (!this.exclusive.isEmpty) this.exclusive.shift();
      }),
      wakeAll: action(function (this: State) {
        this.waiting.fill(false);
        this.exclusive.clear();
      }),
      isActive: query(function (this: State) {
        return this.waiting.some((waits) => waits) || !this.exclusive.isEmpty;
      }),
    },
  );
}
