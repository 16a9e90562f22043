// The rules of kernel threads that are stopped and parked (kernel/kthread.c), each by a model that would go wrong without it
// and one that it lets pass.

import { system } from 'mmcheck';
import { kthread } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, somewhere, verdictsOf } from './verdicts.ts';

/** A thread that waits for work; it looks whether it should stop before or after it says that it will sleep. */
const waiting = (order: 'prepare-first' | 'ask-first') =>
  system({ thread: kthread() }, ({ process }: Any) => ({
    thread_fn: process({
      start: order === 'prepare-first' ? 'prepare' : 'ask',
      steps: {
        prepare: ({ thread }: Any) => {
          thread.prepare();
          return order === 'prepare-first' ? 'ask' : 'sleep';
        },
        ask: ({ thread }: Any) => {
          if (thread.shouldStop()) return 'exit';
          return order === 'prepare-first' ? 'sleep' : 'prepare';
        },
        sleep: ({ thread }: Any) => {
          if (!thread.isAwake()) return 'blocked';
          return order === 'prepare-first' ? 'prepare' : 'ask';
        },
        exit: ({ thread }: Any) => {
          thread.exit();
          return 'done';
        },
      },
    }),
    stopper: process(script([stop, stopped])),
  }));
const stop = ({ thread }: Any) => {
  thread.stop();
  return 'next' as const;
};
const stopped = ({ thread }: Any) =>
  thread.isStopped() ? ('next' as const) : ('blocked' as const);

describe('kthread_stop()', () => {
  rule('kthread_stop() wakes a thread that sleeps, and a wake-up before that is lost', {
    broken: () => expect(verdictsOf(waiting('ask-first'))).toMatchObject({ deadlock: 'violated' }),
    kept: () => expect(verdictsOf(waiting('prepare-first'))).toMatchObject({ deadlock: 'holds' }),
  });

  rule('kthread_stop() waits until the thread has ended', {
    broken: () => {
      const early = never(
        ({ stopper, thread }) => stopper[0].at === 'end' && thread.state !== 'dead',
      );
      expect(verdictsOf(waiting('prepare-first'), { early })).toMatchObject({ early: 'holds' });
    },
    kept: () => {
      const over = somewhere(({ stopper }) => stopper[0].at === 'done');
      expect(verdictsOf(waiting('prepare-first'), { over })).toMatchObject({ over: 'holds' });
    },
  });
});

/** A thread that parks where it should, as smpboot threads do. */
const parking = (steps: Any[], parks = true) =>
  system({ thread: kthread() }, ({ process }: Any) => ({
    thread_fn: process({
      start: 'prepare',
      end: ['sleep', 'parked'],
      steps: {
        prepare: ({ thread }: Any) => {
          thread.prepare();
          return 'ask';
        },
        ask: ({ thread }: Any) => {
          if (thread.shouldStop()) return 'exit';
          return parks && thread.shouldPark() ? 'parkme' : 'sleep';
        },
        sleep: ({ thread }: Any) => (thread.isAwake() ? 'prepare' : 'blocked'),
        parkme: ({ thread }: Any) => (thread.parkme() ? 'parked' : 'prepare'),
        parked: ({ thread }: Any) => (thread.isAwake() ? 'parkme' : 'blocked'),
        exit: ({ thread }: Any) => {
          thread.exit();
          return 'done';
        },
      },
    }),
    user: process(script(steps)),
  }));
const park =
  (answer: boolean) =>
  ({ thread, assert }: Any) => {
    assert(thread.park() === answer, 'parked, or -EBUSY, or -ENOSYS');
    return 'next' as const;
  };
const parked = ({ thread }: Any) => (thread.isParked() ? ('next' as const) : ('blocked' as const));
const unpark = ({ thread }: Any) => {
  thread.unpark();
  return 'next' as const;
};

describe('kthread_park()', () => {
  rule('kthread_park() waits until the thread stands in kthread_parkme()', {
    broken: () => {
      const runs = never(({ user, thread }) => user[0].at === 'end' && thread.state !== 'parked');
      expect(verdictsOf(parking([park(true), parked]), { runs })).toMatchObject({
        runs: 'holds',
        assertions: 'holds',
        deadlock: 'holds',
      });
      expect(verdictsOf(parking([park(true), parked], false))).toMatchObject({
        deadlock: 'violated',
      });
    },
    kept: () => {
      const again = somewhere(
        ({ user, thread }) => user[0].at === 'end' && thread.state === 'running',
      );
      const model = parking([park(true), parked, unpark]);
      expect(verdictsOf(model, { again })).toMatchObject({ again: 'holds', deadlock: 'holds' });
    },
  });

  rule('who is parked stays so until it is unparked, and then may be parked again', {
    broken: () => {
      const model = parking([park(true), parked, park(false)]);
      const runs = never(({ user, thread }) => user[0].at === 'end' && thread.state !== 'parked');
      expect(verdictsOf(model, { runs })).toMatchObject({ assertions: 'holds', runs: 'holds' });
    },
    kept: () => {
      const model = parking([park(true), parked, unpark, park(true), parked]);
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
  });

  rule('kthread_stop() unparks', {
    broken: () => {
      const model = parking([park(true), parked, stop, stopped]);
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      const model = parking([stop, stopped, park(false)]);
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
  });
});
