// One work item (struct work_struct), whether its workqueue has others or not: kernel/workqueue.c. It is pending from
// queue_work() until a worker takes it, and may be queued again while it runs; it never runs twice at once.
//
// A flush puts a barrier behind the instance that is pending, or else behind the one that runs (insert_wq_barrier()). So
// one that came while an instance ran and another was pending waits for the pending one alone: if that is cancelled, the
// flush is over although the other one still runs.
//
// cancel_work_sync() keeps WORK_STRUCT_PENDING and sets WORK_OFFQ_CANCELING until what runs has ended, so nobody can queue
// the item meanwhile, not even the item itself; a second canceller waits for the first one. disable_work() (6.10) does so
// until as many enable_work() have come.
//
// not kept: flush_workqueue() and drain_workqueue()
// not kept: how many workers there are, and the rescuer
// not kept: a flush of an item that another worker has found running

import { perProcess } from '../language/cell.ts';
import {
  anyProcess,
  bool,
  type None,
  none,
  oneOf,
  orNone,
  type ProcessId,
  upTo,
} from '../language/domain.ts';
import type { Counterpart } from '../language/method.ts';
import { refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** Where the barrier of a flush is; it has none before the flush, or when it is over. */
export type Barrier = 'none' | 'after-pending' | 'after-running';

export interface WorkItem {
  pending: boolean;
  /** Pending by a timer, which is to queue it: struct delayed_work. */
  timer: boolean;
  /** The worker that runs it. */
  running: ProcessId | None;
  /** Who is in cancel_work_sync(). */
  canceling: ProcessId | None;
  /** disable_work() calls that are open. */
  disabled: number;
  /** By process: who flushes, behind what. */
  barriers: Barrier[];
}

/** The fields of an item of which so many disable_work() calls may be open. */
export function fieldsOfItem(disables: number) {
  return {
    pending: bool,
    timer: bool,
    running: orNone(anyProcess),
    canceling: orNone(anyProcess),
    disabled: upTo(disables),
    barriers: perProcess(oneOf('none', 'after-pending', 'after-running')),
  };
}

// rule: a pending item is not queued again
/** queue_work(), queue_delayed_work(): whether it was not pending, nor kept from it. */
export function queue(item: WorkItem): boolean {
  if (item.pending || !mayBeQueued(item)) return false;
  item.pending = true;
  return true;
}

// rule: nobody queues an item that is being cancelled, not even itself
// rule: a disabled item is not queued, and is pending no more
/** Neither canceled nor disabled: clear_pending_if_disabled(). */
export function mayBeQueued({ canceling, disabled }: WorkItem): boolean {
  return canceling === none && disabled === 0;
}

// rule: a canceller stops the timer
/** try_to_grab_pending() where nobody cancels: whether it was pending. Flushes of that instance are over. */
export function grab(item: WorkItem): boolean {
  const wasPending = item.pending;
  item.pending = false;
  item.timer = false;
  move(item, 'after-pending', 'none');
  return wasPending;
}

/** All barriers from one place to another. */
function move({ barriers }: WorkItem, from: Barrier, to: Barrier): void {
  barriers.forEach((barrier, process) => {
    if (barrier === from) barriers[process] = to;
  });
}

/** cancel_work(). While somebody else cancels there is nothing to grab. */
export function cancel(item: WorkItem): boolean {
  return item.canceling === none && grab(item);
}

// rule: one canceller at a time
/** __cancel_work_timer() up to where it waits: false while somebody else is in it. */
export function cancelSync(item: WorkItem, me: Who): boolean {
  if (item.canceling !== none) return false;
  grab(item);
  item.canceling = me.self;
  if (item.running !== none) item.barriers[me.self] = 'after-running';
  return true;
}

// rule: a canceller waits for the instance that runs
/** The rest of it: false while the instance that ran is not finished. */
export function finishCancel(item: WorkItem, me: Who): boolean {
  if (item.canceling !== me.self) {
    refuse(item, 'finishCancel() by a process that did not begin with cancelSync()');
  }
  if (item.barriers[me.self] !== 'none') return false;
  item.canceling = none;
  return true;
}

export function disable(item: WorkItem, most: number): boolean {
  if (item.disabled === most) {
    refuse(item, `disable() beyond ${most}; give it room for more: { disables: ${most + 1} }`);
  }
  item.disabled++;
  return cancel(item);
}

// rule: as many enables as disables
/** enable_work(): whether it can be queued again. */
export function enable(item: WorkItem): boolean {
  if (item.disabled === 0) refuse(item, 'enable() without disable(): disable count underflowed');
  item.disabled--;
  return item.disabled === 0;
}

// rule: an item never runs twice at once
/** process_one_work(), up to the function. */
export function take(item: WorkItem, me: Who): boolean {
  if (!isQueued(item) || item.running !== none) return false;
  item.pending = false;
  item.running = me.self;
  move(item, 'after-pending', 'after-running');
  return true;
}

/** What goes with take(). */
export const FINISH: Counterpart = {
  methods: ['finish'],
  by: 'itself',
  why: 'the item runs for good, so that nobody can take it again, and a flush never ends',
};

// rule: a delayed item is pending, and its timer queues it
/** On its workqueue, where a timer has not yet put it. */
export function isQueued({ pending, timer }: WorkItem): boolean {
  return pending && !timer;
}

export function finish(item: WorkItem, me: Who): void {
  if (item.running !== me.self) {
    refuse(item, 'a work item is finished by a worker that does not run it');
  }
  item.running = none;
  move(item, 'after-running', 'none');
}

// rule: a flush waits for the pending instance, or else for the one that runs
// rule: a flush does not wait for what is queued after it
/** start_flush_work(). */
export function flush(item: WorkItem, me: Who): void {
  if (isQueued(item)) item.barriers[me.self] = 'after-pending';
  else if (item.running !== none) item.barriers[me.self] = 'after-running';
}

/** work_pending(): the bit that a canceller keeps. */
export function isPending({ pending, canceling }: WorkItem): boolean {
  return pending || canceling !== none;
}

export function isFlushed({ barriers }: WorkItem, { self }: Who): boolean {
  return barriers[self] === 'none';
}
