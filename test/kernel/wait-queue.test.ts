// The rules of wait queues (kernel/sched/wait.c): who is woken, who stays on the queue, and what else wakes.

import {
  anyProcess,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  none,
  orNone,
  system,
} from 'mmcheck';
import {
  contexts,
  mutex,
  spinlock,
  spuriousWakeUps,
  task,
  waitQueue,
  waitTimers,
} from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { Cells } from '../../src/language/cell.ts';
import { problemsOf } from '../lock-order/support.ts';
import { code, times, until } from './code.ts';
import { rule } from './rules/rule.ts';
import { verdictsOf } from './verdicts.ts';

const verdict = (
  processes: Parameters<typeof code>[1],
  cells: Cells = {},
): Record<string, string> =>
  verdictsOf(code({ wq: waitQueue(2), ready: cell(bool), who: VICTIM, ...cells }, processes));

const VICTIM = cell(orNone(anyProcess));
/** To sleep once, and what comes when schedule() has returned. */
const sleeps = (prepare: string, ...after: string[]): string[] => [
  `who.value = me.self`,
  `wq.${prepare}`,
  'wq.schedule(me)',
  until('wq.isAwake(me)'),
  ...after,
  'wq.finish(me)',
];
/** Once the victim sleeps. */
const onceAsleep = [until('wq.sleepers().length > 0'), until('who.value !== none')];
Object.assign(globalThis, { none });

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

describe('signals', () => {
  rule('a signal wakes who is interruptible, SIGKILL also who is killable', {
    broken: () => {
      for (const [state, sent] of [
        ['interruptible', 'signal'],
        ['interruptible', 'kill'],
        ['killable', 'kill'],
      ]) {
        const waker = [...onceAsleep, `wq.${sent}(who.value)`];
        const verdicts = verdict({ waiter: sleeps(`prepare(me, '${state}')`), waker });
        expect([state, sent, verdicts.deadlock]).toEqual([state, sent, 'holds']);
      }
    },
    kept: () => {
      for (const [state, sent] of [
        ['killable', 'signal'],
        ['uninterruptible', 'signal'],
        ['uninterruptible', 'kill'],
      ]) {
        const waker = [...onceAsleep, `wq.${sent}(who.value)`];
        const verdicts = verdict({ waiter: sleeps(`prepare(me, '${state}')`), waker });
        expect([state, sent, verdicts.deadlock]).toEqual([state, sent, 'violated']);
      }
    },
  });

  rule('schedule() returns at once with a signal pending', {
    broken: () => {
      const waiter = ['wq.signal(me.self)', ...sleeps("prepare(me, 'interruptible')")];
      expect(verdict({ waiter })).toMatchObject({ deadlock: 'holds' });
    },
    kept: () => {
      const waiter = [
        'wq.signal(me.self)',
        'wq.dequeueSignal(me)',
        ...sleeps("prepare(me, 'interruptible')"),
      ];
      expect(verdict({ waiter })).toMatchObject({ deadlock: 'violated' });
    },
  });

  rule('a waiter whom a signal ends is off the queue before it looks again', {
    broken: () => {
      // prepare_to_wait_event(): so that a wake-up after its last look is not spent on it.
      const waiter = [
        'wq.kill(me.self)',
        'wq.prepareExclusive(me, "killable")',
        'if (wq.isInterrupted(me, "killable")) me.said = 1',
        'assert(me.said === 1 && !wq.isActive(), "on the queue, and gone")',
      ];
      expect(verdict({ waiter })).toMatchObject({ assertions: 'holds' });
    },
    kept: () => {
      const waiter = [
        'wq.signal(me.self)',
        'wq.prepareExclusive(me, "killable")',
        'if (wq.isInterrupted(me, "killable")) me.said = 1',
        'assert(me.said === 0 && wq.isActive() && wq.isSignalled(me) && !wq.isKilled(me), "gone")',
      ];
      expect(verdict({ waiter })).toMatchObject({ assertions: 'holds' });
    },
  });

  rule('wake_up_interruptible() passes over other sleepers', {
    broken: () => {
      const waker = [...onceAsleep, 'wq.wakeInterruptible()'];
      for (const state of ['uninterruptible', 'killable']) {
        const verdicts = verdict({ waiter: sleeps(`prepare(me, '${state}')`), waker });
        expect([state, verdicts.deadlock]).toEqual([state, 'violated']);
      }
    },
    kept: () => {
      const waker = [...onceAsleep, 'wq.wakeInterruptible()'];
      const verdicts = verdict({ waiter: sleeps("prepare(me, 'interruptible')"), waker });
      expect(verdicts).toMatchObject({ deadlock: 'holds' });
    },
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

/** mm/vmscan.c: kswapd, and a process that was killed in throttle_direct_reclaim() and has no cpu yet. */
function kswapd(loops: boolean) {
  const cpu = kind('cpu', 1);
  const cells = {
    cpus: contexts(cpu, { preemption: 'none' }),
    wq: waitQueue(),
    who: cell(orNone(anyProcess)),
  };
  return defineModel('pfmemalloc', {
    system: () =>
      system(cells, ({ process }) => ({
        throttled: process({
          ...task(0),
          locals: { cpu },
          start: 'claim',
          steps: {
            claim: ({ cpus, me }) => {
              cpus[me.cpu].claim(me);
              return 'next';
            },
            prepare: ({ wq, who, me }) => {
              who.value = me.self;
              wq.prepare(me, 'killable');
              return 'next';
            },
            schedule: ({ cpus, wq, me }) => {
              wq.schedule(me);
              cpus[me.cpu].yield(me);
              return 'next';
            },
            asleep: ({ cpus, wq, me }) => {
              if (!wq.isAwake(me)) return 'blocked';
              cpus[me.cpu].claim(me);
              return 'next';
            },
            finish: ({ wq, me }) => {
              wq.finish(me);
              return 'next';
            },
            exit: ({ cpus, me }) => {
              cpus[me.cpu].yield(me);
              return 'done';
            },
          },
        }),
        killer: process({
          environment: true,
          start: 'kill',
          steps: {
            kill: ({ wq, who }) => {
              if (who.value === none) return 'blocked';
              wq.kill(who.value);
              return 'done';
            },
          },
        }),
        kswapd: process({
          ...task(0),
          locals: { cpu },
          start: 'claim',
          steps: {
            claim: ({ cpus, me }) => {
              cpus[me.cpu].claim(me);
              return 'next';
            },
            prepare_kswapd_sleep: ({ wq }) => {
              if (!wq.isActive()) return 'sleep';
              wq.wakeAll();
              return loops ? 'prepare_kswapd_sleep' : 'sleep';
            },
            sleep: ({ cpus, me }) => {
              cpus[me.cpu].yield(me);
              return 'done';
            },
          },
        }),
      })),
  });
}

test('kswapd cannot wake one who was killed already, and must not loop until it could', () => {
  const outcome = (loops: boolean) => {
    const model = kswapd(loops);
    const properties = defineProperties(model, ({ terminates }) => ({
      sleeps: terminates('kswapd goes to sleep', ['kswapd']),
    }));
    return checkModel(model, {}, properties.properties({})).properties[0];
  };
  expect(outcome(true).verdict).toBe('violated');
  expect(outcome(false).verdict).toBe('holds');
});

describe('what may happen at any time', () => {
  /** One who forgets to look again, beside a process of the environment. */
  const slept = (event: 'spurious' | 'timer', looksAgain: boolean) =>
    system({ wq: waitQueue(), ready: cell(bool) }, ({ process }) => ({
      waiter: process({
        start: 'prepare',
        steps: {
          prepare: ({ wq, me }) => {
            wq.prepare(me);
            return 'next';
          },
          test: ({ ready }) => (ready.value ? 'finish' : 'schedule'),
          schedule: ({ wq, me }) => {
            if (event === 'timer') wq.scheduleTimeout(me);
            else wq.schedule(me);
            return 'next';
          },
          asleep: ({ wq, me }) => {
            if (!wq.isAwake(me)) return 'blocked';
            return looksAgain ? 'prepare' : 'finish';
          },
          finish: ({ wq, me }) => {
            wq.finish(me);
            return 'next';
          },
          use: ({ ready, assert }) => {
            assert(ready.value, 'it is not ready');
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
      nature: event === 'timer' ? process(waitTimers('wq')) : process(spuriousWakeUps('wq')),
    }));

  test.each(['spurious', 'timer'] as const)('%s: who is woken looks again', (event) => {
    expect(verdictsOf(slept(event, true))).toMatchObject({
      assertions: 'holds',
      deadlock: 'holds',
    });
    expect(verdictsOf(slept(event, false))).toMatchObject({ assertions: 'violated' });
  });
});
