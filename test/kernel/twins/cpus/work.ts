// A work item as kernel/workqueue.c has it: bits in work->data, a worklist on which the item is followed by the barriers of
// who flushes it, and the scheduled list of the worker that runs it. A barrier that comes to the front is run at once.

import { anyProcess, array, bool, cell, list, none, oneOf, orNone, record, upTo } from 'mmcheck';
import { delayedWork } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const ENTRY = oneOf('work', 'barrier0', 'barrier1');
const USERS = 2;
const FIELDS = {
  pending: bool,
  timer: bool,
  canceling: orNone(anyProcess),
  disabled: upTo(2),
  current: orNone(anyProcess),
  worklist: list(4, ENTRY),
  scheduled: list(4, ENTRY),
  waits: array(USERS, bool),
};

/** try_to_grab_pending(): -1 while another one cancels. */
function grab(w: Any): number {
  if (w.timer) {
    w.timer = false;
    return 1;
  }
  if (!w.pending) {
    w.pending = true;
    return 0;
  }
  if (w.canceling !== none) return -1;
  w.worklist.remove('work');
  run(w);
  return 1;
}
/** Barriers in front of the worklist, with nothing before them to wait for. */
function run(w: Any): void {
  while (!w.worklist.isEmpty && w.worklist.first !== 'work') complete(w, w.worklist.shift());
}
function complete(w: Any, barrier: string): void {
  w.waits[Number(barrier.at(-1))] = false;
}
function flush(w: Any, user: number): void {
  const mine = `barrier${user}`;
  if (w.worklist.includes('work')) {
    w.worklist.push(mine);
    w.waits[user] = true;
  } else flushRunning(w, user);
}
function flushRunning(w: Any, user: number): void {
  if (w.current === none) return;
  w.scheduled.push(`barrier${user}`);
  w.waits[user] = true;
}
function queueWork(w: Any): void {
  w.worklist.push('work');
}
const mayQueue = (w: Any): boolean => !w.pending && w.disabled === 0;

const operationsOf = (user: number): Operation[] => [
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = item.queue();
        return 'next';
      },
    ],
    twin: [
      ({ w, me }: Any) => {
        me.ok = mayQueue(w);
        if (me.ok) {
          w.pending = true;
          queueWork(w);
        }
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = item.queueDelayed();
        return 'next';
      },
    ],
    twin: [
      ({ w, me }: Any) => {
        me.ok = mayQueue(w);
        if (me.ok) {
          w.pending = true;
          w.timer = true;
        }
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = item.modDelayed();
        return 'next';
      },
    ],
    twin: [
      ({ w, me }: Any) => {
        me.ok = false;
        if (w.disabled > 0) return 'next';
        const grabbed = grab(w);
        if (grabbed >= 0) w.timer = true;
        me.ok = grabbed === 1;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = item.cancel();
        return 'next';
      },
    ],
    twin: [
      ({ w, me }: Any) => {
        const grabbed = grab(w);
        if (grabbed >= 0) w.pending = false;
        me.ok = grabbed === 1;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = false;
        item.flush(me);
        return 'next';
      },
      ({ item, me }: Any) => (item.isFlushed(me) ? 'next' : 'blocked'),
    ],
    twin: [
      ({ w, me }: Any) => {
        me.ok = false;
        flush(w, user);
        return 'next';
      },
      ({ w }: Any) => (w.waits[user] ? 'blocked' : 'next'),
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => {
        me.ok = false;
        item.flushDelayed(me);
        return 'next';
      },
      ({ item, me }: Any) => (item.isFlushed(me) ? 'next' : 'blocked'),
    ],
    twin: [
      ({ w, me }: Any) => {
        me.ok = false;
        if (w.timer) {
          w.timer = false;
          queueWork(w);
        }
        flush(w, user);
        return 'next';
      },
      ({ w }: Any) => (w.waits[user] ? 'blocked' : 'next'),
    ],
  },
  {
    primitive: [
      ({ item, me }: Any) => (item.cancelSync(me) ? 'next' : 'blocked'),
      ({ item, me }: Any) => (item.finishCancel(me) ? 'next' : 'blocked'),
    ],
    twin: [
      ({ w, me }: Any) => {
        if (w.canceling !== none) return 'blocked';
        grab(w);
        w.canceling = me.self;
        flushRunning(w, user);
        return 'next';
      },
      ({ w }: Any) => {
        if (w.waits[user]) return 'blocked';
        w.canceling = none;
        w.pending = false;
        return 'next';
      },
    ],
  },
  {
    // disable_work() of 6.10, and enable_work() once it is possible.
    primitive: [
      ({ item, me }: Any) => {
        if (item.disabled === 2) return 'blocked';
        me.ok = item.disable();
        return 'next';
      },
      ({ item, me }: Any) => {
        me.ok = item.enable();
        return 'next';
      },
    ],
    twin: [
      ({ w, me }: Any) => {
        if (w.disabled === 2) return 'blocked';
        w.disabled++;
        const grabbed = grab(w);
        if (grabbed >= 0) w.pending = false;
        me.ok = grabbed === 1;
        return 'next';
      },
      ({ w, me }: Any) => {
        w.disabled--;
        me.ok = w.disabled === 0;
        return 'next';
      },
    ],
  },
];

/** The timer, and two workers that count what they run. */
const actors = (timer: Any, take: Any, finish: Any) => (process: Any) => ({
  timer: process({ start: 'fire', end: ['fire'], steps: { fire: timer } }),
  worker: process({
    count: 2,
    start: 'take',
    end: ['take'],
    steps: {
      take,
      run: ({ made }: Any) => {
        if (made.value < 3) made.value++;
        return 'finish';
      },
      finish,
    },
  }),
});

export const work: Twin = {
  locals: { ok: bool },
  shared: () => ({ made: cell(upTo(3)) }),
  users: Array.from({ length: USERS }, (_, user) => operationsOf(user)),
  primitive: () => ({
    cells: { item: delayedWork({ disables: 2 }) },
    others: actors(
      ({ item }: Any) => (item.expire() ? 'fire' : 'blocked'),
      ({ item, me }: Any) => (item.take(me) ? 'run' : 'blocked'),
      ({ item, me }: Any) => {
        item.finish(me);
        return 'take';
      },
    ),
  }),
  twin: () => ({
    cells: { w: record(FIELDS) },
    others: actors(
      ({ w }: Any) => {
        if (!w.timer) return 'blocked';
        w.timer = false;
        queueWork(w);
        return 'fire';
      },
      ({ w, me }: Any) => {
        // process_one_work() defers to the worker that executes it already.
        if (w.worklist.isEmpty || w.current !== none) return 'blocked';
        w.worklist.shift();
        w.current = me.self;
        w.pending = false;
        while (!w.worklist.isEmpty) w.scheduled.push(w.worklist.shift());
        return 'run';
      },
      ({ w }: Any) => {
        w.current = none;
        while (!w.scheduled.isEmpty) complete(w, w.scheduled.shift());
        return 'take';
      },
    ),
  }),
};
