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

import { array, type Cell } from '../model/cell.ts';
import {
  anyProcess,
  bool,
  type None,
  none,
  orNone,
  type ProcessId,
  upTo,
} from '../model/domain.ts';
import { countHolders, type Holders, holders, holds } from './holders.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

export interface Work {
  readonly pending: boolean;
  /** The worker that runs it. */
  readonly running: ProcessId | None;
  readonly flushers: readonly (ProcessId | None)[];
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
  flushers: Holders;
  /** For each flusher how many instances it still waits for. */
  awaited: number[];
}

/** Keeps the flushers sorted, each with its count. */
function addFlusher(item: State, { self }: Who, instances: number): void {
  const { flushers, awaited } = item;
  let at = countHolders(flushers);
  if (at === flushers.length)
    refuse(item, `a work item is flushed by ${at} already; give it room for more`);
  for (; at > 0 && (flushers[at - 1] as ProcessId) > self; at--) {
    flushers[at] = flushers[at - 1];
    awaited[at] = awaited[at - 1];
  }
  flushers[at] = self;
  awaited[at] = instances;
}

/** An instance less to wait for; whoever waits for none is gone. */
function release({ flushers, awaited }: State, isAffected: (instances: number) => boolean): void {
  let kept = 0;
  for (let k = 0; k < flushers.length; k++) {
    const who = flushers[k];
    const left = isAffected(awaited[k]) ? awaited[k] - 1 : awaited[k];
    flushers[k] = none;
    awaited[k] = 0;
    if (who === none || left === 0) continue;
    flushers[kept] = who;
    awaited[kept] = left;
    kept++;
  }
}

/** A work item with room for so many flush_work() calls at once. */
export function work(flushes = 1): Cell<Work> {
  return kernelCell<Work>(
    {
      pending: bool,
      running: orNone(anyProcess),
      flushers: holders(flushes),
      awaited: array(flushes, upTo(2)),
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
        release(this, () => true);
      }),
      flush: action(function (this: State, me: Who) {
        const instances = (this.pending ? 1 : 0) + (this.running === none ? 0 : 1);
        if (instances > 0) addFlusher(this, me, instances);
      }),
      // process_one_work() and flush_work() both take the work's lockdep_map.
      isFlushed: query(
        function (this: State, me: Who) {
          return !holds(this.flushers, me);
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
