// Waiting for an event: no wake-up is lost in the right order, and one is lost in the wrong one.

import { bool, cell, system } from 'mmcheck';
import { completion, waitQueue } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { verdictsOf } from './verdicts.ts';

test('a completion before the wait is not lost', () => {
  const model = system({ done: completion() }, ({ process }) => ({
    waiter: process({
      start: 'wait',
      steps: { wait: ({ done }) => (done.wait() ? 'done' : 'blocked') },
    }),
    worker: process({
      start: 'complete',
      steps: {
        complete: ({ done }) => {
          done.complete();
          return 'done';
        },
      },
    }),
  }));
  expect(verdictsOf(model)).toMatchObject({ deadlock: 'holds' });
});

/** One complete() serves one waiter, complete_all() all. */
const twoWaiters = (all: boolean) =>
  system({ done: completion() }, ({ process }) => ({
    waiter: process({
      count: 2,
      start: 'wait',
      steps: { wait: ({ done }) => (done.wait() ? 'done' : 'blocked') },
    }),
    worker: process({
      start: 'complete',
      steps: {
        complete: ({ done }) => {
          if (all) done.completeAll();
          else done.complete();
          return 'done';
        },
      },
    }),
  }));

test('complete() and complete_all()', () => {
  expect(verdictsOf(twoWaiters(false))).toMatchObject({ deadlock: 'violated' });
  expect(verdictsOf(twoWaiters(true))).toMatchObject({ deadlock: 'holds' });
});

function sleeper(order: 'prepare-first' | 'test-first') {
  return system({ wq: waitQueue(1), ready: cell(bool) }, ({ process }) => ({
    waiter: process({
      start: order === 'prepare-first' ? 'prepare' : 'check',
      steps: {
        check: ({ ready }) => (ready.value ? 'finish' : 'prepare'),
        prepare: ({ wq, me }) => {
          wq.prepare(me);
          return order === 'prepare-first' ? 'test' : 'schedule';
        },
        test: ({ ready }) => (ready.value ? 'finish' : 'schedule'),
        schedule: ({ wq, me }) => {
          wq.schedule(me);
          return 'next';
        },
        asleep: ({ wq, me }) => {
          if (!wq.isAwake(me)) return 'blocked';
          return order === 'prepare-first' ? 'prepare' : 'check';
        },
        finish: ({ wq, me }) => {
          wq.finish(me);
          return 'done';
        },
      },
    }),
    waker: process({
      start: 'set',
      steps: {
        set: ({ ready }) => {
          ready.value = true;
          return 'next';
        },
        wake: ({ wq }) => {
          wq.wake();
          return 'done';
        },
      },
    }),
  }));
}

test('prepare, test, sleep loses no wake-up; test, prepare, sleep does', () => {
  expect(verdictsOf(sleeper('prepare-first'))).toMatchObject({ deadlock: 'holds' });
  expect(verdictsOf(sleeper('test-first'))).toMatchObject({ deadlock: 'violated' });
});

test('wake_up() wakes one exclusive waiter, wake_up_all() all', () => {
  const exclusive = (all: boolean) =>
    system({ wq: waitQueue(2), slept: cell(bool) }, ({ process }) => ({
      waiter: process({
        count: 2,
        start: 'prepare',
        steps: {
          prepare: ({ wq, me }) => {
            wq.prepareExclusive(me);
            return 'next';
          },
          schedule: ({ wq, me }) => {
            wq.schedule(me);
            return 'next';
          },
          asleep: ({ wq, me }) => (wq.isAwake(me) ? 'done' : 'blocked'),
        },
      }),
      waker: process({
        start: 'wait',
        steps: {
          wait: ({ wq }) => (wq.exclusive.length === 2 ? 'next' : 'blocked'),
          wake: ({ wq }) => {
            if (all) wq.wakeAll();
            else wq.wake();
            return 'done';
          },
        },
      }),
    }));
  expect(verdictsOf(exclusive(false))).toMatchObject({ deadlock: 'violated' });
  expect(verdictsOf(exclusive(true))).toMatchObject({ deadlock: 'holds' });
});
