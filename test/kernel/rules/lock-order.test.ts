// The rules of lockdep and of might_sleep(): kernel/locking/lockdep.c, Documentation/locking/locktypes.rst.

import { system } from 'mmcheck';
import { contexts, type Lock, mutex, spinlock, task } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { Cell } from '../../../src/language/cell.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { problemsOf } from '../../lock-order/support.ts';
import { cpu, waits } from './lock-order-setup.ts';
import { rule } from './rule.ts';

type Off = 'none' | 'preemptDisable' | 'bhDisable' | 'irqSave';

/** A task that switches something off, and takes a lock within another one. */
const nested = (
  outer: Cell<Lock>,
  inner: Cell<Lock>,
  preemption: 'full' | 'rt' = 'full',
  off: Off = 'none',
): SystemDefinition =>
  system({ cpus: contexts(cpu, { preemption }), outer, inner }, ({ process }) => ({
    p: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          if (off === 'preemptDisable') cpus[me.cpu].preemptDisable(me);
          if (off === 'bhDisable') cpus[me.cpu].bhDisable(me);
          if (off === 'irqSave') cpus[me.cpu].irqSave(me);
          return 'next';
        },
        outer: ({ outer, me }) => (outer.acquire(me) ? 'next' : 'blocked'),
        inner: ({ inner, me }) => (inner.acquire(me) ? 'next' : 'blocked'),
        drop: ({ inner, me }) => {
          inner.release(me);
          return 'next';
        },
        give: ({ outer, me }) => {
          outer.release(me);
          return 'next';
        },
        on: ({ cpus, me }) => {
          if (off === 'preemptDisable') cpus[me.cpu].preemptEnable(me);
          if (off === 'bhDisable') cpus[me.cpu].bhEnable(me);
          if (off === 'irqSave') cpus[me.cpu].irqRestore(me);
          return 'done';
        },
      },
    }),
  }));

const raw = (name: string) => spinlock(name, { raw: true });

rule('under a raw lock nobody asks for what sleeps on PREEMPT_RT, on any kernel', {
  broken: () => {
    expect(problemsOf(nested(raw('a'), spinlock('b')))).toEqual([
      'b, whose waiters sleep on PREEMPT_RT, is asked for under a',
    ]);
    expect(problemsOf(nested(raw('a'), spinlock('b'), 'rt'))).toEqual([
      'b, whose waiters sleep, is asked for under a',
    ]);
  },
  kept: () => {
    for (const preemption of ['full', 'rt'] as const) {
      expect(problemsOf(nested(raw('a'), raw('b'), preemption))).toEqual([]);
      expect(problemsOf(nested(spinlock('a'), raw('b'), preemption))).toEqual([]);
    }
  },
});

rule('on PREEMPT_RT nobody sleeps with softirqs off, but for a spinlock', {
  broken: () => {
    expect(problemsOf(nested(mutex('a'), raw('b'), 'rt', 'bhDisable'))).toEqual([
      'a, whose waiters sleep, is asked for under softirq_ctrl.lock',
    ]);
  },
  kept: () => {
    expect(problemsOf(nested(spinlock('a'), raw('b'), 'rt', 'bhDisable'))).toEqual([]);
    expect(problemsOf(nested(spinlock('a'), raw('b'), 'rt', 'preemptDisable'))).toEqual([
      'a, whose waiters sleep, is asked for with preemption off',
    ]);
  },
});

rule('who waits for a completion or on a wait queue may sleep there', {
  broken: () => {
    expect(problemsOf(waits(true, 'completion'))).toEqual([
      'done, whose waiters sleep, is asked for under lock',
    ]);
    expect(problemsOf(waits(true, 'wait queue'))).toEqual([
      'wq, whose waiters sleep, is asked for under lock',
    ]);
  },
  kept: () => {
    expect(problemsOf(waits(false, 'completion'))).toEqual([]);
    expect(problemsOf(waits(false, 'wait queue'))).toEqual([]);
  },
});
