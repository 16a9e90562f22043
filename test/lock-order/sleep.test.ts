// Locks that sleep, where nobody may.

import { describe, expect, test } from 'vitest';
import { kind, system } from '../../src/index.ts';
import { contexts, irq, mutex, spinlock, task } from '../../src/kernel/index.ts';
import { dropA, dropB, takeA, takeB } from './steps.ts';
import { problemsOf } from './support.ts';

const cpu = kind('cpu', ['CPU0', 'CPU1']);
describe('sleep', () => {
  const under = (
    outer: ReturnType<typeof spinlock>,
    inner: ReturnType<typeof spinlock>,
    preemption: 'full' | 'rt' = 'full',
    off: 'none' | 'irqSave' | 'preemptDisable' | 'bhDisable' = 'none',
  ) =>
    system({ cpus: contexts(cpu, { preemption }), a: outer, b: inner }, ({ process }) => ({
      p: process({
        ...task(0),
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            if (off === 'irqSave') cpus[me.cpu].irqSave(me);
            if (off === 'preemptDisable') cpus[me.cpu].preemptDisable(me);
            if (off === 'bhDisable') cpus[me.cpu].bhDisable(me);
            return 'next';
          },
          a: takeA,
          b: takeB,
          dropB,
          dropA,
          on: ({ cpus, me }) => {
            if (off === 'irqSave') cpus[me.cpu].irqRestore(me);
            if (off === 'preemptDisable') cpus[me.cpu].preemptEnable(me);
            if (off === 'bhDisable') cpus[me.cpu].bhEnable(me);
            return 'done';
          },
        },
      }),
    }));
  const raw = (name: string) => spinlock(name, { raw: true });

  test('a mutex under a spinlock', () => {
    expect(problemsOf(under(spinlock('a'), mutex('b')))).toEqual([
      'b, whose waiters sleep, is asked for under a',
    ]);
    expect(problemsOf(under(mutex('a'), spinlock('b')))).toEqual([]);
  });

  test.each([
    ['irqSave', 'with irqs off'],
    ['preemptDisable', 'with preemption off'],
    ['bhDisable', 'with softirqs off'],
  ] as const)('a mutex after %s', (off, words) => {
    expect(problemsOf(under(mutex('a'), spinlock('b'), 'full', off))).toEqual([
      `a, whose waiters sleep, is asked for ${words}`,
    ]);
  });

  test('on PREEMPT_RT a spinlock sleeps, and a raw one does not', () => {
    expect(problemsOf(under(spinlock('a'), spinlock('b')))).toEqual([]);
    expect(problemsOf(under(spinlock('a'), spinlock('b'), 'rt'))).toEqual([]);
    expect(problemsOf(under(raw('a'), spinlock('b')))).toEqual([
      'b, whose waiters sleep on PREEMPT_RT, is asked for under a',
    ]);
    expect(problemsOf(under(raw('a'), spinlock('b'), 'rt'))).toEqual([
      'b, whose waiters sleep, is asked for under a',
    ]);
    expect(problemsOf(under(raw('a'), raw('b'), 'rt', 'irqSave'))).toEqual([]);
    expect(problemsOf(under(raw('a'), raw('b'), 'rt', 'bhDisable'))).toEqual([]);
    expect(problemsOf(under(spinlock('a'), raw('b'), 'rt', 'bhDisable'))).toEqual([]);
    expect(problemsOf(under(spinlock('a'), raw('b'), 'rt', 'irqSave'))).toEqual([
      'a, whose waiters sleep, is asked for with irqs off',
    ]);
  });

  test('a lock that sleeps is not tried in an irq either', () => {
    const trying = (preemption: 'full' | 'rt') =>
      system({ cpus: contexts(cpu, { preemption }), a: spinlock('a') }, ({ process }) => ({
        handler: process({
          ...irq(0),
          locals: { cpu },
          start: 'enter',
          steps: {
            enter: ({ cpus, me }) => {
              cpus[me.cpu].irqEnter(me);
              return 'next';
            },
            take: ({ a, me }) => (a.tryAcquire(me) ? 'next' : 'exit'),
            drop: ({ a, me }) => {
              a.release(me);
              return 'exit';
            },
            exit: ({ cpus, me }) => {
              cpus[me.cpu].irqExit(me);
              return 'done';
            },
          },
        }),
      }));
    expect(problemsOf(trying('full'))).toEqual([]);
    expect(problemsOf(trying('rt'))).toEqual([
      'a, whose waiters sleep, is asked for in a hardirq, by trylock',
    ]);
  });
});
