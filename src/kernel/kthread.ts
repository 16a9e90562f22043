// A kernel thread that is stopped and parked by others: kernel/kthread.c. kthread_stop() sets a flag, wakes the thread and
// waits until it has ended; so a thread sees the flag only if it asks after it has said that it will sleep
// (set_current_state()), and sleeps forever if it asks before. kthread_park() waits until the thread stands in
// kthread_parkme(), which it leaves when kthread_unpark() has cleared the flag; kthread_stop() unparks first.
//
//   { drainer: kthread() }
//
//   loop:  ({ drainer }) => { drainer.prepare(); return 'next'; }        set_current_state(TASK_INTERRUPTIBLE)
//   check: ({ drainer }) => (drainer.shouldStop() ? 'end' : 'sleep')
//   sleep: ({ drainer }) => (drainer.isAwake() ? 'loop' : 'blocked')     schedule()
//   end:   ({ drainer }) => { drainer.exit(); return 'done'; }
//
//   park:  ({ drainer }) => (drainer.parkme() ? 'parked' : 'loop')       kthread_parkme(), if shouldPark()
//   parked: ({ drainer }) => (drainer.isAwake() ? 'park' : 'blocked')
//
// and who stops it:
//
//   stop:  ({ drainer }) => { drainer.stop(); return 'next'; }
//   wait:  ({ drainer }) => (drainer.isStopped() ? 'next' : 'blocked')
//
// What must stay true: a wake-up that finds the thread running is lost, as in the kernel.
//
// not kept: kthread_create(), after which a thread does not run yet
// not kept: kthread_bind() to a cpu
// not kept: the freezer

import type { Cell } from '../language/cell.ts';
import { bool, oneOf } from '../language/domain.ts';
import type { Method } from '../language/method.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

export interface Kthread {
  /** TASK_RUNNING, TASK_INTERRUPTIBLE, TASK_PARKED; and when it has ended. */
  readonly state: 'running' | 'interruptible' | 'parked' | 'dead';
  readonly stopping: boolean;
  readonly parking: boolean;
  /** kthread_should_stop(), kthread_should_park(). */
  shouldStop(): boolean;
  shouldPark(): boolean;
  /** set_current_state(TASK_INTERRUPTIBLE), and __set_current_state(TASK_RUNNING) where it does not sleep after all. */
  prepare(): void;
  resume(): void;
  /** schedule(): false while nobody has woken it. */
  isAwake(): boolean;
  /** wake_up_process(): whether it did. */
  wake(): boolean;
  /** kthread_parkme(), one turn of its loop: whether it is parked now, and sleeps until it is woken. */
  parkme(): boolean;
  /** The thread function returns. */
  exit(): void;
  /** kthread_stop(), first step, and the second: false until the thread has ended. */
  stop(): void;
  isStopped(): boolean;
  /** kthread_park(), first step: false where it has ended (-ENOSYS), or is being parked already (-EBUSY). */
  park(): boolean;
  /** kthread_park(), second step: false until the thread stands in kthread_parkme(). */
  isParked(): boolean;
  unpark(): void;
}

interface State {
  state: Kthread['state'];
  stopping: boolean;
  parking: boolean;
  /** complete(&self->parked), which one kthread_park() consumes. */
  parked: boolean;
}

/** wake_up_state(): only one that sleeps in this state. */
function wake(thread: State, state: 'interruptible' | 'parked'): boolean {
  if (thread.state !== state) return false;
  thread.state = 'running';
  return true;
}

function unpark(thread: State): void {
  if (!thread.parking) return;
  thread.parking = false;
  wake(thread, 'parked');
}

/** What the thread does. */
const own: Record<string, Method> = {
  shouldStop: query(function (this: State) {
    return this.stopping;
  }),
  shouldPark: query(function (this: State) {
    return this.parking;
  }),
  prepare: action(function (this: State) {
    this.state = 'interruptible';
  }),
  resume: action(function (this: State) {
    this.state = 'running';
  }),
  isAwake: query(function (this: State) {
    return this.state === 'running';
  }),
  // rule: who is parked stays so until it is unparked, and then may be parked again
  parkme: action(function (this: State) {
    this.state = this.parking ? 'parked' : 'running';
    if (this.parking) this.parked = true;
    return this.parking;
  }),
  exit: action(function (this: State) {
    if (this.state === 'dead') refuse(this, 'a thread ends twice');
    this.state = 'dead';
  }),
};

/** What is done to it. */
const others: Record<string, Method> = {
  wake: action(function (this: State) {
    return wake(this, 'interruptible');
  }),
  // rule: kthread_stop() wakes a thread that sleeps, and a wake-up before that is lost
  // rule: kthread_stop() unparks
  stop: action(function (this: State) {
    this.stopping = true;
    unpark(this);
    wake(this, 'interruptible');
  }),
  // rule: kthread_stop() waits until the thread has ended
  isStopped: query(function (this: State) {
    return this.state === 'dead';
  }),
  park: action(function (this: State) {
    if (this.state === 'dead' || this.parking) return false;
    this.parking = true;
    wake(this, 'interruptible');
    return true;
  }),
  // rule: kthread_park() waits until the thread stands in kthread_parkme()
  isParked: action(function (this: State) {
    if (!this.parked) return false;
    this.parked = false;
    return true;
  }),
  unpark: action(function (this: State) {
    unpark(this);
  }),
};

/** A kernel thread; it runs at first. */
export function kthread(): Cell<Kthread> {
  return kernelCell<Kthread>(
    {
      state: oneOf('running', 'interruptible', 'parked', 'dead'),
      stopping: bool,
      parking: bool,
      parked: bool,
    },
    { ...own, ...others },
  );
}
