// wait queue: kernel/sched/wait.c. The order that loses no wake-up is prepare, test, schedule:
//
//   prepare:  ({ wq, me }) => { wq.prepare(me); return 'next'; }          prepare_to_wait(): on the queue, state not running
//   test:     ({ ready }) => (ready.value ? 'finish' : 'next')            the condition
//   schedule: ({ wq, me }) => { wq.schedule(me); return 'next'; }         schedule() is called
//   asleep:   ({ wq, me }) => (wq.isAwake(me) ? 'prepare' : 'blocked')    and returns once somebody woke us
//   finish:   ({ wq, me }) => { wq.finish(me); return 'next'; }           finish_wait()
//
// A wake-up that comes between prepare and schedule makes schedule() return at once. What wakes a waiter besides the queue
// (a signal, the end of its time, nothing at all) must be said to the queue, for it matters there: such a waiter is
// runnable and stays on the queue, until it is on a cpu and takes itself off.
//
// Sound only if no waiter goes on that sleeps as far as the queue knows: a wake-up would be spent on it, or take it off,
// though the kernel's would not. So it is refused where such a one prepares or finishes; which it could not be if it were
// not told from one that has not called schedule() yet. That is why schedule is a step of its own.

import { type Cell, type ListView, list, perProcess } from '../language/cell.ts';
import { anyProcess, bool, oneOf, type ProcessId } from '../language/domain.ts';
import type { Counterpart } from '../language/method.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** TASK_UNINTERRUPTIBLE, TASK_KILLABLE, TASK_INTERRUPTIBLE. */
export type SleepState = 'uninterruptible' | 'killable' | 'interruptible';

export interface WaitQueue {
  /** By process, whether it is on the queue and not exclusive. */
  readonly waiting: readonly boolean[];
  /** The exclusive ones, in the order in which they came. */
  readonly exclusive: ListView<ProcessId>;
  /** By process, the state that it waits in; `running` once something made it runnable. */
  readonly state: readonly (SleepState | 'running')[];
  /** By process, the worst signal that is pending. */
  readonly signals: readonly ('none' | 'signal' | 'kill')[];
  /** By process, schedule_timeout(): its timer. */
  readonly timers: readonly ('none' | 'armed' | 'expired')[];
  /** prepare_to_wait(). */
  prepare(me: Who, state?: SleepState): void;
  /** prepare_to_wait_exclusive(). */
  prepareExclusive(me: Who, state?: SleepState): void;
  /** What prepare_to_wait_event() does before: with a signal pending that ends the wait, off the queue, and true. */
  isInterrupted(me: Who, state: SleepState): boolean;
  /** schedule() is called. */
  schedule(me: Who): void;
  /** schedule_timeout() is called. */
  scheduleTimeout(me: Who): void;
  /** Whether schedule() returns. */
  isAwake(me: Who): boolean;
  /** Whether schedule_timeout() returned 0: asked in the step that finds it awake. */
  isExpired(me: Who): boolean;
  /** finish_wait(). */
  finish(me: Who): void;
  /** wake_up(): all that sleep and are not exclusive, and the first of the exclusive that sleeps. */
  wake(): void;
  /** wake_up_all(). */
  wakeAll(): void;
  /** wake_up_interruptible(): passes over those who are not TASK_INTERRUPTIBLE. */
  wakeInterruptible(): void;
  /** waitqueue_active(): also of a waiter that runs again. Without a barrier before it, a way to lose a wake-up. */
  isActive(): boolean;
  /** wake_up_process(): from elsewhere, or for nothing. */
  wakeProcess(who: ProcessId): void;
  /** A signal comes for it, or SIGKILL. */
  signal(who: ProcessId): void;
  kill(who: ProcessId): void;
  /** signal_pending(), fatal_signal_pending(). */
  isSignalled(me: Who): boolean;
  isKilled(me: Who): boolean;
  /** The signal is dealt with, as on the way back to user mode. */
  dequeueSignal(me: Who): void;
  /** Its timer fires, if it still runs. */
  expire(who: ProcessId): void;
  /** Who sleeps now, and whose timer runs. */
  sleepers(): readonly ProcessId[];
  timed(): readonly ProcessId[];
}

interface State {
  waiting: boolean[];
  exclusive: ListView<ProcessId>;
  state: (SleepState | 'running')[];
  asleep: boolean[];
  signals: ('none' | 'signal' | 'kill')[];
  timers: ('none' | 'armed' | 'expired')[];
}

const ON_ITS_OWN =
  'a waiter goes on while it sleeps; say what woke it besides the queue: signal(), kill(), expire(), wakeProcess()';

// rule: after schedule() a waiter goes on only once it was woken
function checkRuns(queue: State, who: ProcessId): void {
  if (queue.asleep[who] && queue.state[who] !== 'running') refuse(queue, ON_ITS_OWN);
  queue.asleep[who] = false;
  // schedule_timeout() has returned, and has deleted its timer.
  if (queue.timers[who] === 'armed') queue.timers[who] = 'none';
}

/** signal_pending_state(). */
function endsWait(signal: State['signals'][number], state: SleepState | 'running'): boolean {
  if (signal === 'none') return false;
  return state === 'interruptible' || (state === 'killable' && signal === 'kill');
}

function leave(queue: State, who: ProcessId): void {
  queue.waiting[who] = false;
  if (queue.exclusive.includes(who)) queue.exclusive.remove(who);
}

/** try_to_wake_up() by schedule_timeout()'s timer, a signal, or whoever else: the queue is not asked. */
function wakeAlone(queue: State, who: ProcessId): void {
  queue.state[who] = 'running';
}

type Wakes = (state: SleepState | 'running') => boolean;
const TASK_NORMAL: Wakes = (state) => state !== 'running';
const TASK_INTERRUPTIBLE: Wakes = (state) => state === 'interruptible';

/** __wake_up_common(): those who are not exclusive stand before the others. */
function wakeUp(queue: State, wakes: Wakes, onlyOne: boolean): void {
  queue.waiting.forEach((waits, who) => {
    // rule: who is runnable already stays on the queue
    if (waits && wakes(queue.state[who])) {
      queue.state[who] = 'running';
      queue.waiting[who] = false;
    }
  });
  let left = queue.exclusive.length;
  for (let at = 0; left > 0; left--) {
    const who = queue.exclusive.at(at);
    // rule: an exclusive wake-up passes over who is runnable already
    if (!wakes(queue.state[who])) at++;
    else {
      queue.state[who] = 'running';
      queue.exclusive.remove(who);
      if (onlyOne) return;
    }
  }
}

function sleep(queue: State, { self }: Who): void {
  if (queue.asleep[self]) refuse(queue, 'schedule() twice; prepare() again after a wake-up');
  queue.asleep[self] = true;
  // rule: schedule() returns at once with a signal pending
  if (endsWait(queue.signals[self], queue.state[self])) queue.state[self] = 'running';
}

const FINISH: Counterpart = {
  methods: ['finish', 'isInterrupted'],
  by: 'itself',
  why: 'it stays on the queue, and goes on without being awake; each wait ends with finish(me)',
};

/** A wait queue with room for so many exclusive waiters. */
export function waitQueue(waiters = 2): Cell<WaitQueue> {
  return kernelCell<WaitQueue>(
    {
      waiting: perProcess(bool),
      exclusive: list(waiters, anyProcess),
      state: perProcess(oneOf('running', 'uninterruptible', 'killable', 'interruptible')),
      asleep: perProcess(bool),
      signals: perProcess(oneOf('none', 'signal', 'kill')),
      timers: perProcess(oneOf('none', 'armed', 'expired')),
    },
    {
      prepare: action(
        function (this: State, me: Who, state: SleepState = 'uninterruptible') {
          checkRuns(this, me.self);
          // not kept: what becomes of a waiter that ends on the queue, which nobody may (it is an entry of a stack that is gone)
          // not kept: an entry that turns exclusive, or no longer is, while it is on the queue
          if (this.exclusive.includes(me.self)) refuse(this, 'prepare() of an exclusive waiter');
          this.waiting[me.self] = true;
          this.state[me.self] = state;
        },
        { goesWith: FINISH },
      ),
      prepareExclusive: action(
        function (this: State, me: Who, state: SleepState = 'uninterruptible') {
          checkRuns(this, me.self);
          if (this.waiting[me.self])
            refuse(this, 'prepareExclusive() of one that is not exclusive');
          // rule: exclusive waiters are woken in the order in which they came
          if (!this.exclusive.includes(me.self)) this.exclusive.push(me.self);
          this.state[me.self] = state;
        },
        { goesWith: FINISH },
      ),
      isInterrupted: action(function (this: State, { self }: Who, state: SleepState) {
        checkRuns(this, self);
        if (!endsWait(this.signals[self], state)) return false;
        // rule: a waiter whom a signal ends is off the queue before it looks again
        leave(this, self);
        this.state[self] = 'running';
        return true;
      }),
      // rule: whoever calls schedule() sleeps, as lock order knows
      schedule: action(
        function (this: State, me: Who) {
          sleep(this, me);
        },
        { sleeps: true },
      ),
      scheduleTimeout: action(
        function (this: State, me: Who) {
          sleep(this, me);
          this.timers[me.self] = 'armed';
        },
        { sleeps: true },
      ),
      isAwake: query(function (this: State, { self }: Who) {
        if (!this.asleep[self])
          refuse(
            this,
            'isAwake() asks whether schedule() has returned; call schedule(me) in a step before it',
          );
        return this.state[self] === 'running';
      }),
      isExpired: query(function (this: State, { self }: Who) {
        return this.timers[self] === 'expired';
      }),
      finish: action(function (this: State, { self }: Who) {
        checkRuns(this, self);
        leave(this, self);
        this.state[self] = 'running';
        this.timers[self] = 'none';
      }),
      wake: action(function (this: State) {
        wakeUp(this, TASK_NORMAL, true);
      }),
      wakeAll: action(function (this: State) {
        wakeUp(this, TASK_NORMAL, false);
      }),
      // rule: wake_up_interruptible() passes over other sleepers
      wakeInterruptible: action(function (this: State) {
        wakeUp(this, TASK_INTERRUPTIBLE, true);
      }),
      isActive: query(function (this: State) {
        return this.waiting.some((waits) => waits) || !this.exclusive.isEmpty;
      }),
      // rule: a wake-up for nothing leaves its waiter on the queue
      wakeProcess: action(function (this: State, who: ProcessId) {
        wakeAlone(this, who);
      }),
      // rule: a signal wakes who is interruptible, SIGKILL also who is killable
      signal: action(function (this: State, who: ProcessId) {
        if (this.signals[who] === 'none') this.signals[who] = 'signal';
        if (endsWait(this.signals[who], this.state[who])) wakeAlone(this, who);
      }),
      kill: action(function (this: State, who: ProcessId) {
        this.signals[who] = 'kill';
        if (endsWait('kill', this.state[who])) wakeAlone(this, who);
      }),
      isSignalled: query(function (this: State, { self }: Who) {
        return this.signals[self] !== 'none';
      }),
      isKilled: query(function (this: State, { self }: Who) {
        return this.signals[self] === 'kill';
      }),
      dequeueSignal: action(function (this: State, { self }: Who) {
        if (this.signals[self] === 'signal') this.signals[self] = 'none';
      }),
      // rule: the end of its time wakes a waiter, and leaves it on the queue
      expire: action(function (this: State, who: ProcessId) {
        if (this.timers[who] !== 'armed') return;
        this.timers[who] = 'expired';
        wakeAlone(this, who);
      }),
      sleepers: query(function (this: State) {
        return processesWhere(this.state, (state) => state !== 'running');
      }),
      timed: query(function (this: State) {
        return processesWhere(this.timers, (timer) => timer === 'armed');
      }),
    },
    { lock: { type: 'wait-queue', holders: {} } },
  );
}

function processesWhere<T>(all: readonly T[], isIn: (one: T) => boolean): ProcessId[] {
  return all.flatMap((one, who) => (isIn(one) ? [who as ProcessId] : []));
}
