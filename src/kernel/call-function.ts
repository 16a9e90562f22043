// smp_call_function: kernel/smp.c. Each cpu has a queue of calls that other cpus want it to make
// (call_single_queue). Its interrupt takes all that is queued at once and makes the synchronous calls first, then the
// others (__flush_smp_call_function_queue()); what is queued meanwhile waits for the next interrupt.
//
// A call is queued by way of a record (call_single_data), which is locked from then on: that of a synchronous call until
// its function has run, that of an asynchronous one until its function is about to run. There are three sorts:
//   - call(), smp_call_function_single(wait=1): a record on the sender's stack;
//   - post(), smp_call_function_single(wait=0): one record for each sending cpu (csd_data), whatever the target;
//   - send(), smp_call_function_many_cond(): one for each pair of a sending cpu and a target (cfd->pcpu).
// A sender whose record is still locked spins (csd_lock()), and so does one that waits (csd_lock_wait()): with preemption
// off, or its cpu could go away meanwhile, and with irqs on, or two senders could wait for each other. So each call says
// `cpus[me.cpu].mayCall(me)`, and is refused where that is false; `none` asks for nothing, to see what comes of it.
//
//   call:  ({ calls, cpus, me }) => {
//            const sent = calls[1].call(me, me.cpu, cpus[me.cpu].mayCall(me), cpus[1].online);
//            return sent === 'queued' ? 'wait' : sent === 'direct' ? 'func' : 'no_such_cpu'; }
//   wait:  ({ calls, me }) => (calls[1].isAcked(me) ? 'next' : 'blocked')
//
// and on the target, as an `ipi` (actors.ts), which also runs as the cpu dies (smpcfd_dying_cpu()):
//
//   enter: ({ calls, cpus, me }) => { if (!calls[me.cpu].take()) return 'blocked'; cpus[me.cpu].irqEnter(me); ... }
//   start: ({ calls, me }) => { calls[me.cpu].start(); return 'next'; }
//   func:  what is called
//   ack:   ({ calls, me }) => (calls[me.cpu].finish() ? 'start' : 'exit')
//
// What must stay true: of two records of one sort no order of ids is asked for; a sender that is on no cpu of the model
// says none, and is taken to be alone on its cpu.

import { checkOptions } from '../base/given.ts';
import { array, type Cell, type ListView, list } from '../language/cell.ts';
import {
  anyProcess,
  bool,
  type Domain,
  type Kind,
  type None,
  oneOf,
  orNone,
  type ProcessId,
  upTo,
} from '../language/domain.ts';
import { callMethods } from './call-methods.ts';
import { kernelCell } from './kernel-cell.ts';
import type { Who } from './who.ts';

/** What becomes of a call: it is queued; it is the sender's own to make, with irqs off; there is no such cpu. */
export type Sent = 'queued' | 'direct' | 'ENXIO';

/** The calls that one cpu is to make. */
export interface CallFunction<F> {
  readonly cpu: number;
  /** The senders of synchronous calls, oldest first, and what each of them calls. */
  readonly syncBy: ListView<ProcessId>;
  readonly syncCalls: ListView<F>;
  /** The same of asynchronous calls. */
  readonly asyncBy: ListView<ProcessId>;
  readonly asyncCalls: ListView<F>;
  /**
   * smp_call_function_single(wait=1) by a sender on cpu `from`, where `mayCall` is `cpus[from].mayCall(me)`, or none for a
   * sender on no cpu of the model, and `online` is `cpus[c].online` of the target.
   */
  call(me: Who, from: number | None, mayCall: boolean | None, online: boolean, what?: F): Sent;
  /** smp_call_function_single(wait=0); `isFree` is `calls.every((one) => one.isFree(me, from))`: false if that is false. */
  post(
    me: Who,
    from: number | None,
    mayCall: boolean | None,
    isFree: boolean,
    online: boolean,
    what?: F,
  ): Sent | false;
  /** Whether no call by csd_data of this sender is queued here. */
  isFree(me: Who, from: number | None): boolean;
  /** smp_call_function_many_cond(), of one cpu of its mask: false while the record is still locked. */
  send(me: Who, from: number | None, mayCall: boolean | None, wait: boolean, what?: F): boolean;
  /** csd_lock_wait(): whether all synchronous calls of the caller have been made. */
  isAcked(me: Who): boolean;
  /** Whether there is a call to make, taken or not. */
  isPending(): boolean;
  /** Whether one is queued that the interrupt has not taken: who queues the first sends the interrupt. */
  isQueued(): boolean;
  /** The interrupt takes all that is queued: false if nothing is. */
  take(): boolean;
  /** What is called next. */
  current(): F;
  /** csd_unlock() before the function, where the call is asynchronous. */
  start(): void;
  /** The function has run: csd_unlock() where the call is synchronous. Whether there is more to make. */
  finish(): boolean;
}

export interface CallFunctionOptions<F> {
  /** How many synchronous, and how many asynchronous, calls of one target may be queued at once. */
  readonly records?: number;
  /** What can be called, where there is more than one thing: `oneOf('drain', 'flush')`. */
  readonly functions?: Domain<F>;
}

/** The call-function queues of all cpus: `calls: callFunctions(cpu)`. */
export function callFunctions<N extends string, F = 'call'>(
  cpu: Kind<N> | number,
  options: CallFunctionOptions<F> = {},
): Cell<CallFunction<F>[]> {
  checkOptions('callFunctions', options, ['records', 'functions']);
  const { records = 2, functions = oneOf('call') as unknown as Domain<F> } = options;
  const first = 'values' in functions ? functions.values[0] : undefined;
  const where = typeof cpu === 'number' ? upTo(cpu - 1) : cpu;
  const one = kernelCell<CallFunction<F>>(
    {
      cpu: where,
      syncBy: list(records, anyProcess),
      syncFrom: list(records, orNone(where)),
      syncCalls: list(records, functions),
      asyncBy: list(records, anyProcess),
      asyncFrom: list(records, orNone(where)),
      asyncCalls: list(records, functions),
      asyncSingle: list(records, bool),
      takenSync: upTo(records),
      takenAsync: upTo(records),
      started: bool,
    },
    callMethods(first),
  );
  return array(cpu, one, (c: number) => ({ cpu: c })) as Cell<CallFunction<F>[]>;
}
