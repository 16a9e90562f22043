// What a process holds and what it runs in, read off a state: locks name their holders and contexts name who has the
// cpu, so that nothing has to be remembered from step to step.
//
// What must stay true: a task that no context names has nothing off on its cpu. So says kernel/contexts.ts: whoever
// raises a count has the cpu to itself, and is named.

import { readField } from '../compile/layout/field.ts';
import { timesNamed } from '../compile/layout/named.ts';
import type { ScalarSlot } from '../compile/layout/slot.ts';
import { decodeValue } from '../compile/layout/values.ts';
import { none } from '../language/domain.ts';
import type { Held, Irq } from '../outcome/lock-order.ts';
import type { ContextPlace, LockPlace, Places } from './places.ts';
import { SLEEPS_ON_RT, SPINS } from './waits.ts';

export interface HeldLock {
  readonly place: LockPlace;
  readonly held: Held;
}

/** What a process runs in. */
export interface Context {
  /** The interrupt that it is. */
  readonly irq?: Irq;
  /** Which interrupts get through to its cpu. */
  readonly on: Readonly<Record<Irq, boolean>>;
  /** Why it must not sleep (`in a hardirq`, `with irqs off`), and how it may still wait on PREEMPT_RT. */
  readonly atomic?: { readonly why: string; readonly onRt: number };
}

const TASK: Context = { on: { hardirq: true, softirq: true } };

/** The locks that a process holds in a state, each as often as it holds it. */
export function heldBy({ locks }: Places, state: Int32Array, process: number): HeldLock[] {
  return locks.flatMap((place) => {
    if (place.granted && readField(state, place.granted) === 1) return [];
    return place.holders.flatMap((one) => {
      const times = timesNamed(one.place, state, process);
      return Array.from({ length: times }, () => ({ place, held: one.held }));
    });
  });
}

/** Whether a process holds a lock: for who asks it of every state. */
export function isHolding(lock: LockPlace, state: Int32Array, process: number): boolean {
  const { granted, holders } = lock;
  if (granted && readField(state, granted) === 1) return false;
  for (let h = 0; h < holders.length; h++) {
    if (timesNamed(holders[h].place, state, process) > 0) return true;
  }
  return false;
}

/** What a process runs in. */
export function contextOf({ contexts }: Places, state: Int32Array, process: number): Context {
  for (const context of contexts) {
    const names = (field: string): boolean => valueIn(context.fields[field], state) === process;
    if (names('irq')) {
      return {
        irq: 'hardirq',
        on: { hardirq: false, softirq: false },
        atomic: spinning('in a hardirq'),
      };
    }
    if (names('softirq')) {
      const hardirq = count(context, state, 'irqOff') === 0;
      return { irq: 'softirq', on: { hardirq, softirq: false }, atomic: spinning('in a softirq') };
    }
    if (names('task')) return taskContext(context, state);
  }
  return TASK;
}

/**
 * A text that is the same in two states only if the process holds the same locks in both and runs in the same context.
 * By loops: it is what a step costs of which everything is known.
 */
export function locksAndContext(
  { locks, contexts }: Places,
  state: Int32Array,
  process: number,
): string {
  let text = '';
  for (let k = 0; k < locks.length; k++) {
    const { granted, holders } = locks[k];
    if (granted && readField(state, granted) === 1) continue;
    for (let h = 0; h < holders.length; h++) {
      const times = timesNamed(holders[h].place, state, process);
      if (times > 0) text += `${k}${holders[h].held}${times}`;
    }
  }
  for (let k = 0; k < contexts.length; k++) {
    for (const who of ['irq', 'softirq', 'task']) {
      if (!isNamed(contexts[k].fields[who], state, process)) continue;
      const { irqOff, bhOff, preemptCount } = contexts[k].fields;
      for (const { field } of [irqOff, bhOff, preemptCount]) text += ` ${readField(state, field)}`;
      text += ` ${who} ${k}`;
    }
  }
  return text;
}

/** Whether a field has the process in it, read without decoding it: `orNone` puts none before the others. */
function isNamed({ domain, field }: ScalarSlot, state: Int32Array, process: number): boolean {
  return readField(state, field) === (domain.type === 'orNone' ? process + 1 : process);
}

function taskContext(context: ContextPlace, state: Int32Array): Context {
  const hardirq = count(context, state, 'irqOff') === 0;
  const softirqs = count(context, state, 'bhOff') === 0;
  const on = { hardirq, softirq: hardirq && softirqs };
  if (!hardirq) return { on, atomic: spinning('with irqs off') };
  if (count(context, state, 'preemptCount') > 0) {
    return { on, atomic: spinning('with preemption off') };
  }
  // rule: on PREEMPT_RT nobody sleeps with softirqs off, but for a spinlock
  // On PREEMPT_RT local_bh_disable() takes a local lock and rcu_read_lock(): __local_bh_disable_ip() of kernel/softirq.c.
  return softirqs ? { on } : { on, atomic: { why: 'with softirqs off', onRt: SLEEPS_ON_RT } };
}

function spinning(why: string): Required<Context>['atomic'] {
  return { why, onRt: SPINS };
}

function count({ fields }: ContextPlace, state: Int32Array, field: string): number {
  return valueIn(fields[field], state) as number;
}

function valueIn({ domain, field }: ScalarSlot, state: Int32Array): number | undefined {
  const value = decodeValue(domain, readField(state, field));
  return value === none ? undefined : (value as number);
}
