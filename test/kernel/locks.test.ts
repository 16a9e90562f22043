// Exclusive locks: mutual exclusion, the deadlocks they are known for, and what the lock of a kernel without SMP does
// not do.

import { cell, system, upTo } from 'mmcheck';
import { mutex, spinlock } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

const both = never(({ user }) => user[0].at === 'unlock' && user[1].at === 'unlock');

const section = (lock: ReturnType<typeof mutex>) =>
  system({ lock }, ({ process }) => ({
    user: process({
      count: 2,
      start: 'lock',
      steps: {
        lock: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
        unlock: ({ lock, me }) => {
          lock.release(me);
          return 'lock';
        },
      },
    }),
  }));

test('one at a time', () => {
  expect(verdictsOf(section(mutex('m')), { both })).toMatchObject({
    both: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(section(spinlock('s')), { both })).toMatchObject({ both: 'holds' });
});

test('without SMP a spinlock keeps nobody out', () => {
  expect(verdictsOf(section(spinlock('s', { smp: false })), { both })).toMatchObject({
    both: 'violated',
  });
});

test('ABBA', () => {
  const abba = system({ a: mutex('a'), b: mutex('b') }, ({ process }) => ({
    one: process({
      start: 'a',
      steps: {
        a: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
        b: ({ b, me }) => (b.acquire(me) ? 'next' : 'blocked'),
        out: ({ a, b, me }) => {
          a.release(me);
          b.release(me);
          return 'done';
        },
      },
    }),
    two: process({
      start: 'b',
      steps: {
        b: ({ b, me }) => (b.acquire(me) ? 'next' : 'blocked'),
        a: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
        out: ({ a, b, me }) => {
          a.release(me);
          b.release(me);
          return 'done';
        },
      },
    }),
  }));
  expect(verdictsOf(abba)).toMatchObject({ deadlock: 'violated' });
});

test('who takes it twice waits for ever', () => {
  const twice = system({ m: mutex('m'), n: cell(upTo(1)) }, ({ process }) => ({
    user: process({
      start: 'first',
      steps: {
        first: ({ m, me }) => (m.acquire(me) ? 'next' : 'blocked'),
        second: ({ m, me }) => (m.acquire(me) ? 'done' : 'blocked'),
      },
    }),
  }));
  expect(verdictsOf(twice)).toMatchObject({ deadlock: 'violated' });
});

test('only the owner unlocks', () => {
  const stranger = system({ m: mutex('m') }, ({ process }) => ({
    user: process({
      start: 'unlock',
      steps: {
        unlock: ({ m, me }) => {
          m.release(me);
          return 'done';
        },
      },
    }),
  }));
  expect(() => verdictsOf(stranger)).toThrow('does not hold');
});
