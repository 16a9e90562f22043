// An ordered workqueue: alloc_ordered_workqueue(), kernel/workqueue.c. Its items, by number, run one at a time, in the
// order in which they were queued (max_active = 1): so one that waits for another of the same workqueue waits forever.
//
//   { wq: orderedWorkqueue(2) }                                       two work items, 0 and 1
//
//   queue: ({ wq }) => { wq.queue(1); return 'next'; }
//   idle:  ({ wq, me }) => (wq.take(me) ? 'run' : 'blocked')           any worker; end: ['idle']
//   run:   what item `wq.item` does
//   ready: ({ wq, me }) => { wq.finish(me); return 'idle'; }
//
// What becomes of each item is in work-item.ts. What must stay true: an item stands in `order` exactly while it is pending.
//
// not kept: the lockdep_map of the workqueue

import { checkOptions } from '../base/given.ts';
import { array, type Cell, type ListView, list, record } from '../language/cell.ts';
import { type None, none, orNone, type ProcessId, upTo } from '../language/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';
import * as one from './work-item.ts';
import type { WorkOptions } from './workqueue.ts';

export interface OrderedWorkqueue {
  /** The items that are pending, oldest first. */
  readonly order: ListView<number>;
  /** The item that runs. */
  readonly item: number | None;
  /** Each as work() has it, by the number of the item. */
  queue(item: number): boolean;
  cancel(item: number): boolean;
  cancelSync(me: Who, item: number): boolean;
  finishCancel(me: Who, item: number): boolean;
  disable(item: number): boolean;
  enable(item: number): boolean;
  flush(me: Who, item: number): void;
  isFlushed(me: Who, item: number): boolean;
  isPending(item: number): boolean;
  /** A worker takes the oldest: false while one runs, or if there is none. */
  take(me: Who): boolean;
  finish(me: Who): void;
  /** Who runs the item. */
  worker(): ProcessId | None;
}

interface State {
  items: one.WorkItem[];
  order: ListView<number>;
  item: number | None;
}

/** Takes it out of the order, where a canceller has found it there. */
function leave({ order, items }: State, item: number): void {
  if (!items[item].pending && order.includes(item)) order.remove(item);
}

/** A workqueue of so many items. */
export function orderedWorkqueue(items: number, options: WorkOptions = {}): Cell<OrderedWorkqueue> {
  checkOptions('orderedWorkqueue', options, ['disables']);
  const { disables = 0 } = options;
  const number = upTo(items - 1);
  return kernelCell<OrderedWorkqueue>(
    {
      items: array(items, record(one.fieldsOfItem(disables))),
      order: list(items, number),
      item: orNone(number),
    },
    {
      queue: action(function (this: State, item: number) {
        const isNew = one.queue(this.items[item]);
        if (isNew) this.order.push(item);
        return isNew;
      }),
      cancel: action(function (this: State, item: number) {
        const wasPending = one.cancel(this.items[item]);
        leave(this, item);
        return wasPending;
      }),
      cancelSync: action(function (this: State, me: Who, item: number) {
        const begins = one.cancelSync(this.items[item], me);
        leave(this, item);
        return begins;
      }),
      finishCancel: action(function (this: State, me: Who, item: number) {
        return one.finishCancel(this.items[item], me);
      }),
      disable: action(function (this: State, item: number) {
        const wasPending = one.disable(this.items[item], disables);
        leave(this, item);
        return wasPending;
      }),
      enable: action(function (this: State, item: number) {
        return one.enable(this.items[item]);
      }),
      flush: action(function (this: State, me: Who, item: number) {
        one.flush(this.items[item], me);
      }),
      isFlushed: query(function (this: State, me: Who, item: number) {
        return one.isFlushed(this.items[item], me);
      }),
      isPending: query(function (this: State, item: number) {
        return one.isPending(this.items[item]);
      }),
      // rule: items run one at a time, in the order in which they were queued
      take: action(
        function (this: State, me: Who) {
          if (this.item !== none || this.order.isEmpty) return false;
          const next = this.order.shift();
          one.take(this.items[next], me);
          this.item = next;
          return true;
        },
        { goesWith: one.FINISH },
      ),
      finish: action(function (this: State, me: Who) {
        if (this.item === none) refuse(this, 'finish(), and no item runs');
        one.finish(this.items[this.item as number], me);
        this.item = none;
      }),
      worker: query(function (this: State) {
        return this.item === none ? none : this.items[this.item].running;
      }),
    },
  );
}
