// Waiting for an event: no wake-up is lost in the right order, and one is lost in the wrong one.

import { bool, cell, system } from 'mmcheck';
import { completion, mutex, spinlock, waitQueue } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { problemsOf } from '../lock-order/support.ts';
import { code, times, until } from './code.ts';
import { rule } from './rules/rule.ts';
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

const verdict = (processes: Parameters<typeof code>[1]) =>
  verdictsOf(code({ c: completion(2), sig: cell(bool), left: cell(bool) }, processes));
const wait = until('c.wait()');

rule('a complete() before the wait is not lost', {
  broken: () => {
    expect(
      verdict({ waiter: [until('sig.value'), wait], worker: ['c.complete()', 'sig.value = true'] }),
    ).toMatchObject({ deadlock: 'holds' });
  },
  kept: () => {
    expect(verdict({ waiter: [wait] })).toMatchObject({ deadlock: 'violated' });
  },
});

rule('complete_all() is for all, complete() for one', {
  broken: () => {
    expect(verdict({ waiter: times(2, wait), worker: ['c.complete()'] })).toMatchObject({
      deadlock: 'violated',
    });
    expect(verdict({ waiter: times(2, wait, wait), worker: ['c.completeAll()'] })).toMatchObject({
      deadlock: 'holds',
    });
  },
  kept: () => {
    const worker = ['c.complete()', 'c.complete()'];
    expect(verdict({ waiter: times(2, wait), worker })).toMatchObject({ deadlock: 'holds' });
    // After complete_all() a complete() changes nothing.
    const both = ['c.completeAll()', 'c.complete()'];
    expect(verdict({ waiter: times(2, wait), worker: both })).toMatchObject({ deadlock: 'holds' });
  },
});

rule('reinit_completion() makes those wait again who have not left', {
  broken: () => {
    // complete_all(), and reinit before all have left: somebody waits for ever.
    const worker = ['c.completeAll()', 'c.reinit()'];
    expect(verdict({ waiter: [wait], worker })).toMatchObject({ deadlock: 'violated' });
  },
  kept: () => {
    const worker = [
      'c.completeAll()',
      until('left.value'),
      'c.reinit()',
      'assert(!c.isDone(), "done")',
    ];
    expect(verdict({ waiter: [wait, 'left.value = true'], worker })).toMatchObject({
      deadlock: 'holds',
      assertions: 'holds',
    });
  },
});

rule('a completion that is done is taken before a signal or a timeout counts', {
  broken: () => {
    const interruptible =
      "if (c.wait()) me.said = 1; else { if (!sig.value) return 'blocked'; me.said = 2; }";
    const waiter = [until('left.value'), interruptible, 'assert(me.said === 1, "interrupted")'];
    const worker = ['sig.value = true', 'c.complete()', 'left.value = true'];
    expect(verdict({ waiter, worker })).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
  },
  kept: () => {
    const interruptible =
      "if (c.wait()) me.said = 1; else { if (!sig.value) return 'blocked'; me.said = 2; }";
    const waiter = [interruptible, 'assert(me.said === 1, "interrupted")'];
    expect(verdict({ waiter, worker: ['sig.value = true', 'c.complete()'] })).toMatchObject({
      assertions: 'violated',
      deadlock: 'holds',
    });
  },
});

const under = (lock: Parameters<typeof code>[0][string], step: string) =>
  code(
    { l: lock, c: completion() },
    { waiter: [until('l.acquire(me)'), step, 'l.release(me)'], other: ['c.complete()'] },
  );

rule('who waits for a completion sleeps, as lock order knows', {
  broken: () => {
    expect(problemsOf(under(spinlock('l'), wait))).toEqual([
      'c, whose waiters sleep, is asked for under l',
    ]);
  },
  kept: () => {
    expect(problemsOf(under(mutex('l'), wait))).toEqual([]);
    expect(problemsOf(under(spinlock('l'), 'c.completeAll(); assert(c.isDone(), "done")'))).toEqual(
      [],
    );
  },
});

rule('try_wait_for_completion() never sleeps', {
  broken: () => {
    expect(problemsOf(under(spinlock('l'), 'c.tryWait()'))).toEqual([]);
    expect(verdict({ waiter: ['c.tryWait()'] })).toMatchObject({ deadlock: 'holds' });
  },
  kept: () => {
    // It takes one, which is then gone.
    const waiter = [
      'c.complete()',
      'me.said = Number(c.tryWait())',
      'assert(me.said === 1, "not done")',
      wait,
    ];
    expect(verdict({ waiter })).toMatchObject({ assertions: 'holds', deadlock: 'violated' });
  },
});
