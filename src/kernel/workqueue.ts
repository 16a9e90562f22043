// workqueue: kernel/workqueue.c, Documentation/core-api/workqueue.rst. A work item is pending from queue_work() until a
// worker takes it, and may be queued again while it runs; it never runs twice at once. flush_work() waits for the
// instances that are pending or running as it is called, not for later ones.
//
//   { drains: array(cpu, work()) }                                    a work item for each cpu
//
//   queue: ({ drains }) => { drains[1].queue(); return 'next'; }      schedule_work_on(1, ...)
//   flush: ({ drains, me }) => { drains[1].flush(me); return 'next'; }
//   wait:  ({ drains, me }) => (drains[1].isFlushed(me) ? 'next' : 'blocked')
//
// and the worker, a task: on its cpu (`task`), or in a place that it loses with its cpu (`migrates`, placement.ts):
//
//   idle:  ({ drains, me }) => (drains[me.cpu].take(me) ? 'next' : 'blocked')      end: ['idle']
//   ...
//   ready: ({ drains, me }) => { drains[me.cpu].finish(me); return 'idle'; }

import { type Cell, perProcess } from '../model/cell.ts';
import {
  anyProcess,
  bool,
  type None,
  none,
  orNone,
  type ProcessId,
  upTo,
} from '../model/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface Work {
  readonly pending: boolean;
  /** The worker that runs it. */
  readonly running: ProcessId | None;
  /** By process, how many instances its flush_work() still waits for. */
  readonly flushers: readonly number[];
  /** queue_work(): false if it is pending already. */
  queue(): boolean;
  /** cancel_work(): whether it was pending. A running instance goes on. */
  cancel(): boolean;
  /** A worker takes it: false if there is nothing to take, or another worker runs it. */
  take(me: Who): boolean;
  finish(me: Who): void;
  /** flush_work(), first step; cancel_work_sync() is cancel() and this. */
  flush(me: Who): void;
  /** flush_work(), second step: false while an instance from before the first step is not finished. */
  isFlushed(me: Who): boolean;
  isPending(): boolean;
  isBusy(): boolean;
}

interface State {
  pending: boolean;
  running: ProcessId | None;
  flushers: number[];
}

/** An instance less to wait for. */
function release({ flushers }: State, isAffected: (instances: number) => boolean): void {
  flushers.forEach((instances, process) => {
    if (isAffected(instances)) flushers[process] = instances - 1;
  });
}

/** A work item. */
export function work(): Cell<Work> {
  return kernelCell<Work>(
    {
      pending: bool,
      running: orNone(anyProcess),
      flushers: perProcess(upTo(2)),
    },
    {
      queue: action(function (this: State) {
        const isNew = !this.pending;
        this.pending = true;
        return isNew;
      }),
      cancel: action(function (this: State) {
        if (!this.pending) return false;
        this.pending = false;
        // Those who waited for the pending instance, the last they know of, wait for one less.
        const last = this.running === none ? 1 : 2;
        release(this, (instances) => instances === last);
        return true;
      }),
      take: action(
        function (this: State, { self }: Who) {
          if (!this.pending || this.running !== none) return false;
          this.pending = false;
          this.running = self;
          return true;
        },
        { acquires: 'write', trylock: true },
      ),
      finish: action(function (this: State, { self }: Who) {
        if (this.running !== self)
          refuse(this, 'a work item is finished by a worker that does not run it');
        this.running = none;
        release(this, (instances) => instances > 0);
      }),
      flush: action(function (this: State, me: Who) {
        const instances = (this.pending ? 1 : 0) + (this.running === none ? 0 : 1);
        this.flushers[me.self] = instances;
      }),
      // process_one_work() and flush_work() both take the work's lockdep_map.
      isFlushed: query(
        function (this: State, me: Who) {
          return this.flushers[me.self] === 0;
        },
        { acquires: 'write' },
      ),
      isPending: query(function (this: State) {
        return this.pending;
      }),
      isBusy: query(function (this: State) {
        return this.pending || this.running !== none;
      }),
    },
    { lock: { type: 'work', holders: { running: 'write' } } },
  );
}
