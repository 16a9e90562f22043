// Contexts: what a region with preemption or irqs off keeps out, and what it does not.

import { cell, kind, system, upTo } from 'mmcheck';
import { contexts, irq, spinlock, task } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

/** Two tasks add one in two steps each; what is off in between, and where the second one runs. */
function counters(off: 'nothing' | 'preemption', second: number) {
  return system({ cpus: contexts(cpu), n: cell(upTo(2)) }, ({ process }) => ({
    adder: process({
      ...task((id) => (id === 0 ? 0 : second)),
      count: 2,
      locals: { cpu, read: upTo(2) },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          if (off === 'preemption') cpus[me.cpu].preemptDisable(me);
          return 'next';
        },
        read: ({ n, me }) => {
          me.read = n.value;
          return 'next';
        },
        write: ({ n, me }) => {
          n.value = me.read + 1;
          return 'next';
        },
        on: ({ cpus, me }) => {
          if (off === 'preemption') cpus[me.cpu].preemptEnable(me);
          return 'done';
        },
      },
    }),
  }));
}

const lost = never(
  ({ n, adder }) => n.value === 1 && adder[0].at === 'done' && adder[1].at === 'done',
);

test('preemption off keeps the other tasks of this cpu out, and only those', () => {
  expect(verdictsOf(counters('nothing', 0), { lost })).toMatchObject({ lost: 'violated' });
  expect(verdictsOf(counters('preemption', 0), { lost })).toMatchObject({
    lost: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(counters('preemption', 1), { lost })).toMatchObject({ lost: 'violated' });
});

/** A task and a handler on one cpu want a lock; the published deadlock without irqsave. */
function lockInIrq(form: 'plain' | 'irqsave', attempt: 'acquire' | 'trylock') {
  return system({ cpus: contexts(cpu), lock: spinlock('pcp->lock') }, ({ process }) => ({
    user: process({
      ...task(0),
      locals: { cpu },
      start: 'before',
      steps: {
        before: ({ cpus, me }) => {
          cpus[me.cpu].spinBegin(me, form);
          return 'next';
        },
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'next';
        },
        after: ({ cpus, me }) => {
          cpus[me.cpu].spinEnd(me, form);
          return 'done';
        },
      },
    }),
    handler: process({
      ...irq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        lock: ({ lock, me }) =>
          lock.acquire(me) ? 'unlock' : attempt === 'trylock' ? 'exit' : 'blocked',
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  }));
}

test('an irq that takes the lock of the task it interrupts spins for ever', () => {
  expect(verdictsOf(lockInIrq('plain', 'acquire'))).toMatchObject({ deadlock: 'violated' });
  expect(verdictsOf(lockInIrq('irqsave', 'acquire'))).toMatchObject({ deadlock: 'holds' });
  expect(verdictsOf(lockInIrq('plain', 'trylock'))).toMatchObject({ deadlock: 'holds' });
});
