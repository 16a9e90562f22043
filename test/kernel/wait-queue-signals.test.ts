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
import { contexts, spuriousWakeUps, task, waitQueue, waitTimers } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { rule } from './rules/rule.ts';
import { verdictsOf } from './verdicts.ts';
import { onceAsleep, sleeps, verdict } from './wait-queue-setup.ts';

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
