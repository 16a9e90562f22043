// What may run on top of what, and who may move: softirqs, sleeping in atomic context, PREEMPT_RT, migration.

import { array, bool, cell, kind, system, upTo } from 'mmcheck';
import {
  contexts,
  irq,
  migrates,
  migrator,
  placements,
  softirq,
  spinlock,
  task,
} from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, somewhere, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

/** A task with softirqs off or not, a softirq and an irq on cpu 0. */
const stack = (off: 'nothing' | 'softirqs' | 'irqs') =>
  system({ cpus: contexts(cpu), inside: cell(bool) }, ({ process }) => ({
    user: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me, inside }) => {
          if (off === 'softirqs') cpus[me.cpu].bhDisable(me);
          if (off === 'irqs') cpus[me.cpu].irqSave(me);
          inside.value = true;
          return 'next';
        },
        on: ({ cpus, me, inside, assert }) => {
          assert(cpus[me.cpu].maySleep(me) === (off === 'nothing'), 'sleeps in atomic context');
          if (off === 'softirqs') cpus[me.cpu].bhEnable(me);
          if (off === 'irqs') cpus[me.cpu].irqRestore(me);
          inside.value = false;
          return 'done';
        },
      },
    }),
    soft: process({
      ...softirq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].softirqEnter(me);
          return 'next';
        },
        off: ({ cpus, me }) => {
          cpus[me.cpu].spinBegin(me, 'irqsave');
          return 'next';
        },
        on: ({ cpus, me }) => {
          cpus[me.cpu].spinEnd(me, 'irqsave');
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].softirqExit(me);
          return 'done';
        },
      },
    }),
    hard: process({
      ...irq(0),
      locals: { cpu },
      start: 'enter',
      steps: {
        enter: ({ cpus, me }) => {
          cpus[me.cpu].irqEnter(me);
          return 'next';
        },
        exit: ({ cpus, me }) => {
          cpus[me.cpu].irqExit(me);
          return 'done';
        },
      },
    }),
  }));

test('task < softirq < irq', () => {
  const properties = {
    softInTask: somewhere(({ soft, inside }) => soft[0].at === 'exit' && inside.value),
    hardInTask: somewhere(({ hard, inside }) => hard[0].at === 'exit' && inside.value),
    hardInSoft: somewhere(({ soft, hard }) => hard[0].at === 'exit' && soft[0].at === 'off'),
    softInHard: never(
      ({ cpus, hard, soft }) => hard[0].at === 'exit' && soft[0].at === 'on' && cpus[0].irqOff > 0,
    ),
    leftOff: never(
      ({ cpus, user, soft, hard }) =>
        [...user, ...soft, ...hard].every(({ at }: { at: string }) => at === 'done') &&
        !cpus[0].isSchedulable(),
    ),
  };
  const common = {
    deadlock: 'holds',
    assertions: 'holds',
    hardInSoft: 'holds',
    softInHard: 'holds',
    leftOff: 'holds',
  };
  expect(verdictsOf(stack('nothing'), properties)).toMatchObject({
    ...common,
    softInTask: 'holds',
    hardInTask: 'holds',
  });
  expect(verdictsOf(stack('softirqs'), properties)).toMatchObject({
    ...common,
    softInTask: 'violated',
    hardInTask: 'holds',
  });
  expect(verdictsOf(stack('irqs'), properties)).toMatchObject({
    ...common,
    softInTask: 'violated',
    hardInTask: 'violated',
  });
});

/** While it holds the lock, can another task of the cpu run? */
const lockHolder = (preemption: 'full' | 'rt') =>
  system(
    { cpus: contexts(cpu, { preemption }), lock: spinlock('lock'), other: cell(bool) },
    ({ process }) => ({
      holder: process({
        ...task(0),
        locals: { cpu },
        start: 'begin',
        steps: {
          begin: ({ cpus, me }) => {
            cpus[me.cpu].spinBegin(me, 'irqsave');
            return 'next';
          },
          lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
          unlock: ({ cpus, lock, me }) => {
            lock.release(me);
            cpus[me.cpu].spinEnd(me, 'irqsave');
            return 'done';
          },
        },
      }),
      bystander: process({
        ...task(0),
        locals: { cpu },
        start: 'run',
        steps: {
          run: ({ lock, other }) => {
            other.value = lock.isHeld();
            return 'done';
          },
        },
      }),
    }),
  );

test('on PREEMPT_RT a spinlock leaves its cpu alone', () => {
  const ran = somewhere(({ other }) => other.value);
  expect(verdictsOf(lockHolder('full'), { ran })).toMatchObject({ ran: 'violated' });
  expect(verdictsOf(lockHolder('rt'), { ran })).toMatchObject({ ran: 'holds' });
});

/** Two tasks count on the list of the cpu that they find themselves on. */
const perCpuCount = (held: boolean) =>
  system(
    { cpus: contexts(cpu), places: placements(cpu, [0, 1]), count: array(cpu, upTo(2)) },
    ({ process }) => ({
      counter: process({
        ...migrates((id) => id),
        count: 2,
        locals: { place: upTo(1), list: cpu, read: upTo(2) },
        start: 'start',
        steps: {
          start: ({ places, me }) => {
            places[me.place].start(me);
            return 'next';
          },
          off: ({ cpus, places, me }) => {
            if (held) cpus[places[me.place].cpu].preemptDisable(me);
            return 'next';
          },
          read: ({ places, count, me }) => {
            me.list = places[me.place].cpu;
            me.read = count[me.list];
            return 'next';
          },
          write: ({ count, me }) => {
            count[me.list] = me.read + 1;
            return 'next';
          },
          on: ({ cpus, places, me }) => {
            if (held) cpus[places[me.place].cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
      scheduler: process(migrator(cpu, 2)),
    }),
  );

test('a task migrates between any two steps, unless it has preemption off', () => {
  const properties = {
    lost: never(
      ({ counter, count }) =>
        counter[0].at === 'done' && counter[1].at === 'done' && count[0] + count[1] < 2,
    ),
    moved: somewhere(({ count }) => count[0] === 2),
  };
  expect(verdictsOf(perCpuCount(true), properties)).toMatchObject({
    lost: 'holds',
    moved: 'holds',
  });
  expect(verdictsOf(perCpuCount(false), properties)).toMatchObject({ lost: 'violated' });
});
