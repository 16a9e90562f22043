// Locks in a circle: the cases of lib/locking-selftest.c as small systems.

import { describe, expect, test } from 'vitest';
import { array, cell, system, upTo } from '../../src/index.ts';
import { mutex, spinlock } from '../../src/kernel/index.ts';
import { dropA, dropB, end, takeA, takeB, tryB } from './steps.ts';
import { orderOf, problemsOf } from './support.ts';

describe('cycles', () => {
  test('AA: asked for by who holds it, which no run ever gets', () => {
    const twice = system({ a: spinlock('a') }, ({ process }) => ({
      p: process({
        start: 'one',
        steps: {
          one: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
          two: ({ a, me }) => (a.acquire(me) ? 'done' : 'blocked'),
        },
      }),
    }));
    const { lockOrder } = orderOf(twice);
    expect(lockOrder.problems.map(({ message }) => message)).toEqual([
      'a is asked for by somebody who holds it',
    ]);
    expect(lockOrder.problems[0].witnesses[0].words).toBe(
      'p asks for a and holds a: at two, where it waits',
    );
    expect(lockOrder.deadlock).toBe('found');
  });

  const abba = (last: typeof takeB | typeof tryB, atOnce: boolean) =>
    system({ a: mutex('a'), b: mutex('b'), turn: cell(upTo(1)) }, ({ process }) => ({
      ab: process({ start: 'first', steps: { first: takeA, last, b: dropB, a: dropA, end } }),
      ba: process({
        start: 'begin',
        steps: {
          // Never while the other runs: no run deadlocks.
          begin: ({ turn }) => (atOnce || turn.value === 1 ? 'next' : 'blocked'),
          first: takeB,
          last: takeA,
          a: dropA,
          b: dropB,
          end,
        },
      }),
      turns: process({
        environment: true,
        start: 'turn',
        steps: {
          turn: ({ a, turn }) => {
            if (a.isHeld() || turn.value === 1) return 'blocked';
            turn.value = 1;
            return 'done';
          },
        },
      }),
    }));

  test('ABBA: with a run of each order, and whether any run deadlocks', () => {
    const { lockOrder } = orderOf(abba(takeB, true));
    expect(lockOrder.problems.map(({ message }) => message)).toEqual([
      'a -> b -> a: each is asked for while the one before it is held',
    ]);
    expect(lockOrder.problems[0].witnesses.map(({ words }) => words)).toEqual([
      'ab asks for b and holds a',
      'ba asks for a and holds b',
    ]);
    const runs = lockOrder.problems[0].witnesses.map(({ run }) =>
      run.steps.toArray().map(({ name, label }) => `${name} ${label}`),
    );
    expect(runs).toEqual([
      ['ab first', 'ab last'],
      ['ba begin', 'ba first', 'ba last'],
    ]);
    expect(lockOrder.deadlock).toBe('found');
  });

  test('a trylock asks for nothing', () => {
    expect(problemsOf(abba(tryB, true))).toEqual([]);
  });

  test('what a trylock has taken is held', () => {
    const tryFirst = system({ a: mutex('a'), b: mutex('b') }, ({ process }) => ({
      ab: process({
        start: 'first',
        steps: { first: takeA, last: takeB, b: dropB, a: dropA, end },
      }),
      ba: process({
        start: 'first',
        steps: {
          first: ({ b, me }) => (b.tryAcquire(me) ? 'next' : 'end'),
          last: takeA,
          a: dropA,
          b: dropB,
          end,
        },
      }),
    }));
    expect(problemsOf(tryFirst)).toEqual([
      'a -> b -> a: each is asked for while the one before it is held',
    ]);
  });

  test('two locks of one class', () => {
    const many = system({ ports: array(2, spinlock('port->lock')) }, ({ process }) => ({
      p: process({
        start: 'one',
        steps: {
          one: ({ ports, me }) => (ports[0].acquire(me) ? 'next' : 'blocked'),
          two: ({ ports, me }) => (ports[1].acquire(me) ? 'done' : 'blocked'),
        },
      }),
    }));
    expect(problemsOf(many)).toEqual(['port->lock is asked for by somebody who holds it']);
  });

  test('a lock that is dropped in the step that takes the next is not held', () => {
    const handover = system({ a: spinlock('a'), b: spinlock('b') }, ({ process }) => ({
      p: process({
        start: 'a',
        steps: {
          a: takeA,
          b: ({ a, b, me }) => {
            if (b.isHeld()) return 'blocked';
            a.release(me);
            b.acquire(me);
            return 'done';
          },
        },
      }),
    }));
    expect(orderOf(handover).lockOrder.dependencies).toEqual([]);
  });

  test('two locks that one step takes are taken in its order', () => {
    const both = system({ a: spinlock('a'), b: spinlock('b') }, ({ process }) => ({
      p: process({
        start: 'both',
        steps: {
          both: ({ a, b, me }) => {
            if (a.isHeld() || b.isHeld()) return 'blocked';
            b.acquire(me);
            a.acquire(me);
            return 'done';
          },
        },
      }),
    }));
    expect(orderOf(both).lockOrder.dependencies).toEqual([
      { type: 'dependency', from: 'b', held: 'E', to: 'a', asked: 'N' },
    ]);
  });

  test('what somebody holds from the start', () => {
    const start = system(
      { a: mutex('a'), b: mutex('b') },
      ({ process }) => ({
        p: process({ start: 'b', steps: { b: takeB, drop: dropB, a: dropA, end } }),
        q: process({ start: 'go', steps: { go: () => 'done' } }),
      }),
      ({ a }) => {
        (a as { owner: unknown }).owner = 0;
      },
    );
    const { dependencies, classes } = orderOf(start).lockOrder;
    expect(dependencies.map(({ from, to }) => `${from} ${to}`)).toEqual(['a b']);
    expect(classes.map(({ name, usage }) => `${name} ${usage}`)).toEqual(['a +.+.', 'b +.+.']);
  });
});
