// The rules of what runs on a cpu, each by a model that would go wrong without it and one that it lets pass: who runs on top
// of whom, who keeps whom off, what local_bh_disable() is on PREEMPT_RT, and what a cpu that is offline still does.

import { none } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { problemsOf } from '../lock-order/support.ts';
import { as, excluded, hard, inside, made, on, outside, user } from './context-rules-setup.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

describe('a cpu that is offline', () => {
  const off = (first: Any) =>
    made((process) => ({
      a: process(first),
      b: process(
        script([
          ({ cpus }: Any) => {
            if (cpus[0].irq !== none || cpus[0].softirq !== none) return 'blocked';
            cpus[0].setOnline(false);
            return 'next';
          },
        ]),
      ),
    }));
  rule('an offline cpu runs only the task that has it to itself', {
    broken: () => {
      expect(verdictsOf(off(as(task(0), [() => 'next'])))).toMatchObject({ deadlock: 'violated' });
      expect(verdictsOf(off(hard(on('irqEnter', 'irqExit'))))).toMatchObject({
        deadlock: 'violated',
      });
    },
    kept: () => {
      const late = somewhere(({ cpus, a }) => !cpus[0].online && a[0].at === 'end');
      const model = off(as(task(0), on('preemptDisable', 'preemptEnable')));
      expect(verdictsOf(model, { late })).toMatchObject({ late: 'holds' });
    },
  });
});

describe('local_bh_disable() on PREEMPT_RT', () => {
  const both = (steps: Any[]) =>
    made((process) => ({ a: process(as(task(0), steps, { count: 2 })) }), 'rt');

  rule('on PREEMPT_RT softirqs are off for one task of a cpu at a time', {
    broken: () => {
      const model = both([...on('bhWait'), inside, outside, ...on('bhEnable')]);
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
      expect(refusalOf(both(on('bhDisable', 'bhEnable')))).toContain(
        'go on only if cpus[c].isBhFree(me)',
      );
    },
    kept: () => {
      const nested = made(
        (process) => ({
          a: process(as(task(0), on('bhWait', 'bhDisable', 'bhEnable', 'bhEnable'))),
        }),
        'rt',
      );
      const left = never(
        ({ a, cpus }) =>
          a[0].at === 'end' && (cpus[0].bhOff > 0 || cpus[0].softirqCtrl.owner !== none),
      );
      expect(verdictsOf(nested, { left })).toMatchObject({ deadlock: 'holds', left: 'holds' });
    },
  });

  rule('on PREEMPT_RT who has softirqs off can be preempted', {
    broken: () => {
      const other = user(['preemptDisable'], ['preemptEnable']);
      expect(excluded(user(['bhDisable'], ['bhEnable']), other, 'rt')).toBe('violated');
      expect(excluded(user(['bhDisable'], ['bhEnable']), other, 'full')).toBe('holds');
    },
    kept: () => {
      const other = user(['preemptDisable'], ['preemptEnable']);
      expect(excluded(other, other, 'rt')).toBe('holds');
    },
  });

  const acquireMutex = ({ mx, me }: Any) => (mx.acquire(me) ? 'next' : 'blocked');
  const releaseMutex = ({ mx, me }: Any) => {
    mx.release(me);
    return 'next';
  };
  const acquireLock = ({ lock, me }: Any) => (lock.acquire(me) ? 'next' : 'blocked');
  const releaseLock = ({ lock, me }: Any) => {
    lock.release(me);
    return 'next';
  };
  rule('on PREEMPT_RT a mutex is not taken with softirqs off', {
    broken: () => {
      const model = made(
        (process) => ({
          a: process(
            as(task(0), [...on('bhDisable'), acquireMutex, releaseMutex, ...on('bhEnable')]),
          ),
        }),
        'rt',
      );
      expect(problemsOf(model)).toEqual([
        'mx, whose waiters sleep, is asked for under softirq_ctrl.lock',
      ]);
    },
    kept: () => {
      const model = made(
        (process) => ({
          a: process(
            as(task(0), [...on('bhDisable'), acquireLock, releaseLock, ...on('bhEnable')]),
          ),
        }),
        'rt',
      );
      expect(problemsOf(model)).toEqual([]);
    },
  });

  const spins = user(['spinBegin'], ['spinEnd']);
  rule('a spinlock leaves its cpu alone on PREEMPT_RT', {
    broken: () => expect(excluded(spins, spins, 'rt')).toBe('violated'),
    kept: () => expect(excluded(spins, spins, 'full')).toBe('holds'),
  });
});
