// Locks that interrupts take: irq-safe, irq-unsafe, and one before the other.

import { describe, expect, test } from 'vitest';
import { kind, system } from '../../src/index.ts';
import { contexts, irq, seqlock, softirq, spinlock, task } from '../../src/kernel/index.ts';
import { orderOf, problemsOf } from './support.ts';

const cpu = kind('cpu', ['CPU0', 'CPU1']);
describe('interrupts', () => {
  /** A task on CPU1 holds `b`, an interrupt on CPU0 takes `a`: never in each other's way. */
  const interrupted = (how: {
    readonly form?: 'plain' | 'irqsave' | 'bh';
    readonly soft?: boolean;
    readonly tries?: boolean;
    readonly inner?: boolean;
  }) =>
    system({ cpus: contexts(cpu), a: spinlock('a'), b: spinlock('b') }, ({ process }) => ({
      p: process({
        ...task(1),
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            cpus[me.cpu].spinBegin(me, how.form ?? 'plain');
            return how.inner ? 'outer' : 'lock';
          },
          outer: ({ a, me }) => (a.acquire(me) ? 'lock' : 'blocked'),
          lock: ({ a, b, me }) =>
            (how.inner ? b.acquire(me) : a.acquire(me)) ? 'unlock' : 'blocked',
          unlock: ({ a, b, me }) => {
            if (how.inner) b.release(me);
            a.release(me);
            return 'on';
          },
          on: ({ cpus, me }) => {
            cpus[me.cpu].spinEnd(me, how.form ?? 'plain');
            return how.inner ? 'alone' : 'done';
          },
          // `b` alone, with everything on.
          alone: ({ b, me }) => (b.acquire(me) ? 'end' : 'blocked'),
          end: ({ b, me }) => {
            b.release(me);
            return 'done';
          },
        },
      }),
      handler: process({
        ...(how.soft ? softirq(0) : irq(0)),
        locals: { cpu },
        start: 'enter',
        steps: {
          enter: ({ cpus, me }) => {
            if (how.soft) cpus[me.cpu].softirqEnter(me);
            else cpus[me.cpu].irqEnter(me);
            return 'take';
          },
          take: ({ a, me }) => {
            if (how.tries) return a.tryAcquire(me) ? 'drop' : 'exit';
            return a.acquire(me) ? 'drop' : 'blocked';
          },
          drop: ({ a, me }) => {
            a.release(me);
            return 'exit';
          },
          exit: ({ cpus, me }) => {
            if (how.soft) cpus[me.cpu].softirqExit(me);
            else cpus[me.cpu].irqExit(me);
            return 'done';
          },
        },
      }),
    }));

  test('irq-safe and irq-unsafe', () => {
    const { lockOrder } = orderOf(interrupted({}));
    expect(lockOrder.problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'irq: a is taken in a hardirq, and held where one may come',
    ]);
    expect(lockOrder.problems[0].witnesses.map(({ words }) => words)).toEqual([
      'p holds a with hardirqs on',
      'handler asks for a in a hardirq',
    ]);
    expect(lockOrder.classes.map(({ name, usage }) => `${name} ${usage}`)).toEqual([
      'a ?.+.',
      'b ....',
    ]);
    expect(lockOrder.deadlock).toBe('none');
  });

  test('softirqs; each kind of interrupt is kept off by its own', () => {
    expect(problemsOf(interrupted({ soft: true }))).toEqual([
      'a is taken in a softirq, and held where one may come',
    ]);
    expect(problemsOf(interrupted({ soft: true, form: 'bh' }))).toEqual([]);
    expect(problemsOf(interrupted({ soft: true, form: 'irqsave' }))).toEqual([]);
    expect(problemsOf(interrupted({ form: 'irqsave' }))).toEqual([]);
    expect(problemsOf(interrupted({ form: 'bh' }))).toHaveLength(1);
  });

  test('a trylock in an interrupt does not wait', () => {
    expect(problemsOf(interrupted({ tries: true }))).toEqual([]);
  });

  test('an irq-safe lock before an irq-unsafe one', () => {
    expect(problemsOf(interrupted({ inner: true, form: 'irqsave' }))).toEqual([
      'a is taken in a hardirq, and a -> b where b is also held with hardirqs on',
    ]);
  });

  test('read_seqbegin() in an irq while the writer may be interrupted', () => {
    const reading = (irqsOff: boolean) =>
      system({ cpus: contexts(cpu), seq: seqlock('seq', 1) }, ({ process }) => ({
        writer: process({
          ...task(1),
          locals: { cpu },
          start: 'off',
          steps: {
            off: ({ cpus, me }) => {
              if (irqsOff) cpus[me.cpu].irqSave(me);
              return 'next';
            },
            write: ({ seq, me }) => (seq.acquire(me) ? 'next' : 'blocked'),
            end: ({ seq, me }) => {
              seq.release(me);
              return 'next';
            },
            on: ({ cpus, me }) => {
              if (irqsOff) cpus[me.cpu].irqRestore(me);
              return 'done';
            },
          },
        }),
        reader: process({
          ...irq(0),
          locals: { cpu },
          start: 'enter',
          steps: {
            enter: ({ cpus, me }) => {
              cpus[me.cpu].irqEnter(me);
              return 'next';
            },
            // Whether or not it ever waits, it would.
            begin: ({ seq }) => (seq.isWriting() ? 'blocked' : 'next'),
            exit: ({ cpus, me }) => {
              cpus[me.cpu].irqExit(me);
              return 'done';
            },
          },
        }),
      }));
    expect(problemsOf(reading(false))).toHaveLength(1);
    expect(problemsOf(reading(true))).toEqual([]);
  });
});
