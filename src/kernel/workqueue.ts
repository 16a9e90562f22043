// Work items, each on a workqueue that keeps none of them from running: kernel/workqueue.c,
// Documentation/core-api/workqueue.rst. What becomes of an item is in work-item.ts; ordered-workqueue.ts has items that
// run one at a time.
//
//   { drains: array(cpu, work()) }                                    a work item for each cpu
//
//   queue:  ({ drains }) => { drains[1].queue(); return 'next'; }      schedule_work_on(1, ...)
//   flush:  ({ drains, me }) => { drains[1].flush(me); return 'next'; }
//   wait:   ({ drains, me }) => (drains[1].isFlushed(me) ? 'next' : 'blocked')
//
//   cancel: ({ drains, me }) => (drains[1].cancelSync(me) ? 'next' : 'blocked')          cancel_work_sync()
//   gone:   ({ drains, me }) => (drains[1].finishCancel(me) ? 'next' : 'blocked')
//
// and the worker, a task: on its cpu (`task`), or in a place that it loses with its cpu (`migrates`, placement.ts):
//
//   idle:  ({ drains, me }) => (drains[me.cpu].take(me) ? 'next' : 'blocked')      end: ['idle']
//   ...
//   ready: ({ drains, me }) => { drains[me.cpu].finish(me); return 'idle'; }

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { type None, none, type ProcessId } from '../language/domain.ts';
import type { Method } from '../language/method.ts';
import { action, kernelCell, query } from './kernel-cell.ts';
import type { Who } from './who.ts';
import * as item from './work-item.ts';

export interface Work {
  readonly pending: boolean;
  /** The worker that runs it. */
  readonly running: ProcessId | None;
  /** Who is in cancel_work_sync(). */
  readonly canceling: ProcessId | None;
  /** disable_work() calls that are open. */
  readonly disabled: number;
  /** By process, which instance its flush_work() or cancel_work_sync() waits for. */
  readonly barriers: readonly item.Barrier[];
  /** queue_work(): false if it is pending already, or is being cancelled, or is disabled. */
  queue(): boolean;
  /** cancel_work(): whether it was pending. A running instance goes on, and may queue it again. */
  cancel(): boolean;
  /** cancel_work_sync(), first step: false while another process is in it. From now on nobody can queue it. */
  cancelSync(me: Who): boolean;
  /** cancel_work_sync(), second step: false while it runs. When it is true, it is neither pending nor running. */
  finishCancel(me: Who): boolean;
  /** disable_work(): whether it was pending. With a flush() after it, disable_work_sync(). */
  disable(): boolean;
  /** enable_work(): whether it can be queued again. */
  enable(): boolean;
  /** A worker takes it: false if there is nothing to take, or another worker runs it. */
  take(me: Who): boolean;
  finish(me: Who): void;
  /** flush_work(), first step. */
  flush(me: Who): void;
  /** flush_work(), second step: false while the instance that it waits for is not finished or cancelled. */
  isFlushed(me: Who): boolean;
  /** work_pending(). */
  isPending(): boolean;
  /** work_busy(). */
  isBusy(): boolean;
}

export interface DelayedWork extends Work {
  /** Whether it is pending by its timer. */
  readonly timer: boolean;
  /** queue_delayed_work(): as queue(), and it is the timer that queues it. */
  queueDelayed(): boolean;
  /** mod_delayed_work(): whether it was pending; it is by its timer now, unless that is not allowed. */
  modDelayed(): boolean;
  /** delayed_work_timer_fn(): false if the timer is not on. */
  expire(): boolean;
  /** flush_delayed_work(), first step: does not wait for the timer. */
  flushDelayed(me: Who): void;
}

export interface WorkOptions {
  /** How many disable_work() calls may be open at once (0). */
  readonly disables?: number;
}

type State = item.WorkItem;

function methods(most: number): Record<string, Method> {
  return {
    queue: action(function (this: State) {
      return item.queue(this);
    }),
    cancel: action(function (this: State) {
      return item.cancel(this);
    }),
    cancelSync: action(function (this: State, me: Who) {
      return item.cancelSync(this, me);
    }),
    finishCancel: action(
      function (this: State, me: Who) {
        return item.finishCancel(this, me);
      },
      { acquires: 'write' },
    ),
    disable: action(function (this: State) {
      return item.disable(this, most);
    }),
    enable: action(function (this: State) {
      return item.enable(this);
    }),
    take: action(
      function (this: State, me: Who) {
        return item.take(this, me);
      },
      { acquires: 'write', trylock: true, goesWith: item.FINISH },
    ),
    finish: action(function (this: State, me: Who) {
      item.finish(this, me);
    }),
    flush: action(function (this: State, me: Who) {
      item.flush(this, me);
    }),
    // process_one_work(), __flush_work() both take the work's lockdep_map.
    isFlushed: query(
      function (this: State, me: Who) {
        return item.isFlushed(this, me);
      },
      { acquires: 'write' },
    ),
    isPending: query(function (this: State) {
      return item.isPending(this);
    }),
    isBusy: query(function (this: State) {
      return item.isPending(this) || this.running !== none;
    }),
  };
}

const delayedMethods: Record<string, Method> = {
  queueDelayed: action(function (this: State) {
    if (!item.queue(this)) return false;
    this.timer = true;
    return true;
  }),
  // rule: mod_delayed_work() starts the timer again
  modDelayed: action(function (this: State) {
    if (!item.mayBeQueued(this)) return false;
    const wasPending = item.grab(this);
    this.pending = true;
    this.timer = true;
    return wasPending;
  }),
  expire: action(function (this: State) {
    if (!this.timer) return false;
    this.timer = false;
    return true;
  }),
  // rule: flush_delayed_work() does not wait for the timer, flush_work() not for the item
  flushDelayed: action(function (this: State, me: Who) {
    this.timer = false;
    item.flush(this, me);
  }),
};

const lock = { type: 'work', holders: { running: 'write' } } as const;

/** A work item. */
export function work(options: WorkOptions = {}): Cell<Work> {
  checkOptions('work', options, ['disables']);
  const { disables = 0 } = options;
  return kernelCell<Work>(item.fieldsOfItem(disables), methods(disables), { lock });
}

/** A delayed_work: a work item with a timer. */
export function delayedWork(options: WorkOptions = {}): Cell<DelayedWork> {
  checkOptions('delayedWork', options, ['disables']);
  const { disables = 0 } = options;
  const fields = item.fieldsOfItem(disables);
  return kernelCell<DelayedWork>(fields, { ...methods(disables), ...delayedMethods }, { lock });
}
