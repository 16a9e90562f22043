// The methods of the calls that one cpu is to make (see call-function.ts for what they mean). A record is locked while it
// is in its list, but for the asynchronous one whose function has been started: that is the first of its list.
//
// What must stay true: a record is told by the cpu that sends it, or by its sender where that is on no cpu of the model,
// and by nothing else; so a second sender on the same cpu waits for the first one's record. No call is sent without a
// word about its sender's context, which is refused where the kernel would complain.
//
// not kept: the interrupt that is sent with the first call
// not kept: smp_call_function_single_async() with a record of the caller's own
// not kept: irq_work and wake-ups in the same queue
// not kept: a sender that switches preemption on before its wait is over

import type { ListView } from '../language/cell.ts';
import { type None, none, type ProcessId } from '../language/domain.ts';
import type { Method } from '../language/method.ts';
import { action, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

interface State {
  cpu: number;
  syncBy: ListView<ProcessId>;
  /** None where the record is on the stack, or its sender is on no cpu of the model. */
  syncFrom: ListView<number | None>;
  syncCalls: ListView<unknown>;
  asyncBy: ListView<ProcessId>;
  asyncFrom: ListView<number | None>;
  asyncCalls: ListView<unknown>;
  /** Whether it is by csd_data, which is one for all targets. */
  asyncSingle: ListView<boolean>;
  /** How many of each list the interrupt has taken; they are the first. */
  takenSync: number;
  takenAsync: number;
  /** The first of the asynchronous calls that were taken has been unlocked. */
  started: boolean;
}

function isBy(by: ProcessId, itsFrom: number | None, { self }: Who, from: number | None): boolean {
  return from === none ? itsFrom === none && by === self : itsFrom === from;
}

// rule: csd_data is one for a sending cpu, whatever the target
// rule: cfd->pcpu is one for a sending cpu and a target
/** Whether an asynchronous record of the sender is locked: that of this target, or csd_data. */
function isLocked(calls: State, me: Who, from: number | None, single: boolean): boolean {
  const { asyncBy, asyncFrom, asyncSingle } = calls;
  for (let k = calls.started ? 1 : 0; k < asyncBy.length; k++) {
    const isOfSort = asyncSingle.at(k) === single;
    if (isOfSort && isBy(asyncBy.at(k), asyncFrom.at(k), me, from)) return true;
  }
  return false;
}

function isLockedForSync({ syncBy, syncFrom }: State, me: Who, from: number | None): boolean {
  for (let k = 0; k < syncBy.length; k++) {
    if (isBy(syncBy.at(k), syncFrom.at(k), me, from)) return true;
  }
  return false;
}

function queueSync(calls: State, { self }: Who, from: number | None, what: unknown): void {
  calls.syncBy.push(self);
  calls.syncFrom.push(from);
  calls.syncCalls.push(what);
}

function queueAsync(
  calls: State,
  { self }: Who,
  from: number | None,
  what: unknown,
  single: boolean,
): void {
  calls.asyncBy.push(self);
  calls.asyncFrom.push(from);
  calls.asyncCalls.push(what);
  calls.asyncSingle.push(single);
}

// rule: no call is queued for a cpu that is offline
// rule: a call to the own cpu is made directly
/** generic_exec_single(), before anything is queued. */
function refusal(
  calls: State,
  from: number | None,
  online: boolean,
): 'direct' | 'ENXIO' | 'queued' {
  if (from === calls.cpu) return 'direct';
  return online ? 'queued' : 'ENXIO';
}

function checkFlag(calls: State, flag: unknown, form: string): void {
  if (typeof flag !== 'boolean') {
    refuse(calls, `write ${form}, where from is the cpu that sends, or none if it is not modelled`);
  }
}

// rule: who calls another cpu has preemption off and irqs on
/** smp_call_function_many_cond() asserts both; smp_call_function_single() switches preemption off itself. */
function checkSender(calls: State, mayCall: unknown, form: string): void {
  if (mayCall === none) return;
  if (typeof mayCall !== 'boolean') {
    refuse(
      calls,
      `write ${form}, where mayCall is cpus[me.cpu].mayCall(me), or none if it is not asked`,
    );
  }
  if (!mayCall) {
    refuse(
      calls,
      'a call by who has preemption on or irqs off: lockdep_assert_preemption_disabled()',
    );
  }
}

const CALL = 'call(me, from, mayCall, online, what)';
const POST = 'post(me, from, mayCall, isFree, online, what)';
const SEND = 'send(me, from, mayCall, wait, what)';

const sending = (first: unknown): Record<string, Method> => ({
  call: action(function (
    this: State,
    me: Who,
    from: number | None,
    mayCall: boolean | None,
    online: boolean,
    what: unknown = first,
  ) {
    checkSender(this, mayCall, CALL);
    checkFlag(this, online, CALL);
    const sent = refusal(this, from, online);
    if (sent === 'queued') queueSync(this, me, none, what);
    return sent;
  }),
  post: action(function (
    this: State,
    me: Who,
    from: number | None,
    mayCall: boolean | None,
    isFree: boolean,
    online: boolean,
    what: unknown = first,
  ) {
    checkSender(this, mayCall, POST);
    checkFlag(this, isFree, POST);
    checkFlag(this, online, POST);
    if (!isFree) return false;
    if (isLocked(this, me, from, true)) {
      refuse(this, 'post() of a record that is locked: isFree asks all targets, calls.every(...)');
    }
    const sent = refusal(this, from, online);
    if (sent === 'queued') queueAsync(this, me, from, what, true);
    return sent;
  }),
  send: action(function (
    this: State,
    me: Who,
    from: number | None,
    mayCall: boolean | None,
    wait: boolean,
    what: unknown = first,
  ) {
    checkSender(this, mayCall, SEND);
    checkFlag(this, wait, SEND);
    if (from === this.cpu) {
      refuse(this, 'send() to the own cpu, which smp_call_function_many() leaves out of its mask');
    }
    if (isLocked(this, me, from, false) || isLockedForSync(this, me, from)) return false;
    if (wait) queueSync(this, me, from, what);
    else queueAsync(this, me, from, what, false);
    return true;
  }),
});

const asking: Record<string, Method> = {
  isFree: query(function (this: State, me: Who, from: number | None) {
    return !isLocked(this, me, from, true);
  }),
  isAcked: query(function (this: State, me: Who) {
    return !this.syncBy.includes(me.self);
  }),
  isPending: query(function (this: State) {
    return !this.syncBy.isEmpty || !this.asyncBy.isEmpty;
  }),
  isQueued: query(function (this: State) {
    return this.syncBy.length > this.takenSync || this.asyncBy.length > this.takenAsync;
  }),
  current: query(function (this: State) {
    if (this.takenSync > 0) return this.syncCalls.first;
    if (this.takenAsync === 0) refuse(this, 'current() of a cpu that has taken no call');
    return this.asyncCalls.first;
  }),
};

const making: Record<string, Method> = {
  // rule: an interrupt takes at once what is queued
  // rule: synchronous calls are made first
  take: action(function (this: State) {
    if (this.takenSync + this.takenAsync > 0) {
      refuse(this, 'take() while calls that were taken are not finished');
    }
    if (this.syncBy.isEmpty && this.asyncBy.isEmpty) return false;
    this.takenSync = this.syncBy.length;
    this.takenAsync = this.asyncBy.length;
    return true;
  }),
  // rule: an asynchronous record is locked until its function is about to run
  start: action(function (this: State) {
    if (this.takenSync + this.takenAsync === 0) {
      refuse(this, 'start() of a call, and none is taken');
    }
    if (this.takenSync === 0) this.started = true;
  }),
  // rule: a synchronous record is locked until its function has run
  finish: action(function (this: State) {
    if (this.takenSync > 0) {
      this.syncBy.shift();
      this.syncFrom.shift();
      this.syncCalls.shift();
      this.takenSync--;
    } else {
      if (this.takenAsync === 0) refuse(this, 'finish() of a call, and none is taken');
      if (!this.started) {
        refuse(this, 'an asynchronous call is finished and was not started, which unlocks it');
      }
      this.started = false;
      this.asyncBy.shift();
      this.asyncFrom.shift();
      this.asyncCalls.shift();
      this.asyncSingle.shift();
      this.takenAsync--;
    }
    return this.takenSync + this.takenAsync > 0;
  }),
};

/** The methods, where `first` is what is called if nothing else is said. */
export function callMethods(first: unknown): Record<string, Method> {
  return { ...sending(first), ...asking, ...making };
}
