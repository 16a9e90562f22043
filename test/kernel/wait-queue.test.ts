// The rules of wait queues (kernel/sched/wait.c): who is woken, who stays on the queue, and what else wakes.

import { defineModel } from 'mmcheck';
import { mutex, spinlock, waitQueue } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { problemsOf } from '../lock-order/support.ts';
import { code, times, until } from './code.ts';
import { rule } from './rules/rule.ts';
import { onceAsleep, sleeps, verdict } from './wait-queue-setup.ts';

describe('who is taken off the queue', () => {
  rule('who is runnable already stays on the queue', {
    broken: () => {
      const verdicts = verdict({
        waiter: sleeps("prepare(me, 'killable')"),
        waker: [...onceAsleep, 'wq.kill(who.value)', 'wq.wake()', 'ready.value = wq.isActive()'],
        // Somebody can tell: the wake-up has found it runnable, and left it there.
        other: [until('ready.value'), 'assert(false, "active after wake_up()")'],
      });
      expect(verdicts).toMatchObject({ assertions: 'violated' });
    },
    kept: () => {
      const verdicts = verdict({
        waiter: sleeps('prepare(me)'),
        waker: [...onceAsleep, 'wq.wake()', 'assert(!wq.isActive(), "active after wake_up()")'],
      });
      expect(verdicts).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
  });

  rule('a wake-up for nothing leaves its waiter on the queue', {
    broken: () => {
      const waker = [
        ...onceAsleep,
        'wq.wakeProcess(who.value)',
        'assert(!wq.isActive(), "active")',
      ];
      const verdicts = verdict({ waiter: sleeps('prepare(me)'), waker });
      expect(verdicts).toMatchObject({ assertions: 'violated' });
    },
    kept: () => {
      // So a wake-up of the queue that comes later is still one of its waiters'.
      const waker = [...onceAsleep, 'wq.wakeProcess(who.value)', 'wq.wakeAll()'];
      const verdicts = verdict({ waiter: sleeps('prepare(me)'), waker });
      expect(verdicts).toMatchObject({ deadlock: 'holds' });
    },
  });

  rule('the end of its time wakes a waiter, and leaves it on the queue', {
    broken: () => {
      const waiter = [
        'who.value = me.self',
        'wq.prepare(me)',
        'wq.scheduleTimeout(me)',
        `${until('wq.isAwake(me)')} me.said = Number(wq.isExpired(me))`,
        'wq.finish(me)',
        'assert(me.said === 0, "it was too late")',
      ];
      const timer = [
        until('wq.timed().length > 0'),
        'wq.expire(wq.timed()[0])',
        'ready.value = wq.isActive()',
      ];
      expect(verdict({ waiter, timer })).toMatchObject({
        deadlock: 'holds',
        assertions: 'violated',
      });
      const told = [until('ready.value'), 'assert(false, "still active")'];
      expect(verdict({ waiter: waiter.slice(0, 5), timer, told })).toMatchObject({
        assertions: 'violated',
      });
    },
    kept: () => {
      // A timer that fires where none runs any more is nothing.
      const waiter = [
        'who.value = me.self',
        'wq.prepare(me)',
        'wq.finish(me)',
        until('ready.value'),
      ];
      const timer = [until('who.value !== none'), 'wq.expire(who.value)', 'ready.value = true'];
      expect(verdict({ waiter, timer })).toMatchObject({ deadlock: 'holds', assertions: 'holds' });
    },
  });
});

describe('exclusive waiters', () => {
  /** Two who want the token; the first may be killed, and leaves without it. */
  const takes = (...asleep: string[]): string[] => [
    'wq.prepareExclusive(me, "killable")',
    'wq.schedule(me)',
    ...asleep,
    'wq.finish(me)',
  ];
  const first = ['who.value = me.self', ...takes(until('wq.isAwake(me)'))];
  const second = [until('wq.exclusive.length > 0'), ...takes(until('wq.isAwake(me)'))];
  const both = until('wq.sleepers().length === 2');

  rule('an exclusive wake-up passes over who is runnable already', {
    broken: () => {
      const waker = [both, 'wq.kill(who.value)', 'wq.wake()'];
      expect(verdict({ first, second, waker })).toMatchObject({ deadlock: 'holds' });
    },
    kept: () => {
      // One wake-up, and one who was not killed: the other sleeps for ever.
      expect(verdict({ first, second, waker: [both, 'wq.wake()'] })).toMatchObject({
        deadlock: 'violated',
      });
      expect(verdict({ first, second, waker: [both, 'wq.wakeAll()'] })).toMatchObject({
        deadlock: 'holds',
      });
    },
  });

  rule('exclusive waiters are woken in the order in which they came', {
    broken: () => {
      const waker = [
        both,
        'wq.wake()',
        'assert(wq.state[who.value] === "running", "not the first")',
      ];
      expect(verdict({ first, second, waker })).toMatchObject({ assertions: 'holds' });
    },
    kept: () => {
      const waker = [both, 'wq.wake()', 'assert(wq.state[who.value] !== "running", "the first")'];
      expect(verdict({ first, second, waker })).toMatchObject({ assertions: 'violated' });
    },
  });

  test('those who are not exclusive are woken before them', () => {
    const other = [
      until('wq.exclusive.length > 0'),
      'wq.prepare(me)',
      'wq.schedule(me)',
      until('wq.isAwake(me)'),
    ];
    expect(verdict({ first, other, waker: [both, 'wq.wake()'] })).toMatchObject({
      deadlock: 'holds',
    });
  });
});

rule('after schedule() a waiter goes on only once it was woken', {
  broken: () => {
    const on = (what: string) => () =>
      verdict({
        waiter: ['wq.prepare(me)', 'wq.schedule(me)', until('ready.value'), what],
        killer: ['ready.value = true'],
      });
    for (const what of ['wq.finish(me)', 'wq.prepare(me)', 'wq.prepareExclusive(me)']) {
      expect(on(what)).toThrow(/a waiter goes on while it sleeps; say what woke it/);
    }
    expect(() => verdict({ waiter: ['wq.prepare(me)', until('wq.isAwake(me)')] })).toThrow(
      /call schedule\(me\) in a step before/,
    );
  },
  kept: () => {
    // The condition was true: schedule() is not called.
    const waiter = ['wq.prepare(me)', until('ready.value'), 'wq.finish(me)'];
    expect(verdict({ waiter, waker: ['ready.value = true'] })).toMatchObject({ deadlock: 'holds' });
  },
});

rule('whoever calls schedule() sleeps, as lock order knows', {
  broken: () => {
    const under = (call: string) =>
      code(
        { l: spinlock('l'), wq: waitQueue() },
        {
          waiter: [
            until('l.acquire(me)'),
            'wq.prepare(me)',
            `wq.${call}`,
            until('wq.isAwake(me)'),
            'l.release(me)',
          ],
          waker: ['wq.wake()'],
        },
      );
    const problem = 'wq, whose waiters sleep, is asked for under l';
    expect(problemsOf(under('schedule(me)'))).toEqual([problem]);
    expect(problemsOf(under('scheduleTimeout(me)'))).toEqual([problem]);
  },
  kept: () => {
    const under = code(
      { m: mutex('m'), l: spinlock('l'), wq: waitQueue() },
      {
        waiter: [
          until('m.acquire(me)'),
          'wq.prepare(me)',
          'wq.schedule(me)',
          until('wq.isAwake(me)'),
          'm.release(me)',
        ],
        // To wake is allowed anywhere.
        waker: [until('l.acquire(me)'), 'wq.wake()', 'l.release(me)'],
      },
    );
    expect(problemsOf(under)).toEqual([]);
  },
});

test('waiters are interchangeable', () => {
  const waiting = times(
    3,
    'wq.prepare(me)',
    'wq.schedule(me)',
    until('wq.isAwake(me)'),
    'wq.finish(me)',
  );
  const model = defineModel('queue', {
    system: () => code({ wq: waitQueue() }, { waiting, waker: ['wq.wakeAll()'] }) as never,
  });
  const states = (reduction: false | readonly ['symmetry']): number => {
    const deadlock = { kind: 'deadlock', about: '' } as const;
    return checkModel(model, {}, { deadlock }, { reduction }).statistics.states;
  };
  expect(states(['symmetry']) * 3).toBeLessThan(states(false));
});
