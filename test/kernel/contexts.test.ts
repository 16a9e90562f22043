// Contexts: what a region with preemption or irqs off keeps out, and what it does not.

import { cell, kind, pool, system, upTo } from 'mmcheck';
import { contexts, irq, softirq, spinlock, task } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/reference/explore.ts';
import { reachable } from '../support/reachable.ts';
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

describe('who ends gives the cpu back', () => {
  type Sort = 'task' | 'softirq' | 'irq';
  const actors = { task, softirq, irq };
  // Made from text, as the analysis reads the method off it.
  const calling = (method: string) =>
    new Function(`return ({ cpus, me }) => { cpus[me.cpu].${method}(me); return 'next'; }`)();
  const ending = (sort: Sort, ...methods: readonly string[]) =>
    system({ cpus: contexts(cpu, { preemption: 'none' }) }, ({ process, procedure, call }) => {
      const does = methods.map((method, k) => [`do${k}`, calling(method)]);
      const noop = procedure('noop', { returns: ['out'], start: 'in', steps: { in: () => 'out' } });
      return {
        actor: process({
          ...actors[sort](0),
          locals: { cpu },
          start: 'do0',
          steps: { ...Object.fromEntries(does), end: call(noop, () => ({}), { out: 'done' }) },
        } as never),
      };
    });
  const ends = (...given: Parameters<typeof ending>): void => {
    const made = ending(...given);
    expect(() => reachable(made, {})).toThrow(/^ended while cpus\[0\]\.\w+ names it, so the cpu/);
    expect(() => explore(made)).toThrow(/^ended while cpus\[0\]\.\w+ names it$/);
  };
  test('irqs, preemption, softirqs, the cpu of the kernel without CONFIG_PREEMPT', () => {
    ends('task', 'irqSave');
    ends('task', 'preemptDisable');
    ends('task', 'bhDisable');
    ends('task', 'claim');
    expect(verdictsOf(ending('task', 'irqSave', 'irqRestore'))).toMatchObject({
      deadlock: 'holds',
    });
  });

  test('a handler leaves', () => {
    ends('irq', 'irqEnter');
    ends('softirq', 'softirqEnter');
  });

  test('a softirq leaves nothing off', () => {
    for (const off of ['irqSave', 'preemptDisable', 'bhDisable']) {
      const made = ending('softirq', 'softirqEnter', off, 'softirqExit');
      expect(() => verdictsOf(made)).toThrow(
        /softirqExit\(\) with irqs, softirqs or preemption off/,
      );
    }
    const right = ending('softirq', 'softirqEnter', 'irqSave', 'irqRestore', 'softirqExit');
    expect(verdictsOf(right)).toMatchObject({ deadlock: 'holds' });
  });

  test('a process of a pool, too, which goes back to where it is spawned', () => {
    const made = system({ cpus: contexts(cpu), workers: pool(1) }, ({ process }) => ({
      boss: process({
        start: 'spawn',
        steps: {
          spawn: ({ workers }) => {
            workers.spawn({});
            return 'done';
          },
        },
      }),
      worker: process({
        ...task(0),
        pool: 'workers',
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            cpus[me.cpu].irqSave(me);
            return 'done';
          },
        },
      }),
    }));
    expect(() => reachable(made, {})).toThrow(/^ended while cpus\[0\]\.task names it, so/);
    expect(() => explore(made)).toThrow(/^ended while cpus\[0\]\.task names it$/);
  });
});
