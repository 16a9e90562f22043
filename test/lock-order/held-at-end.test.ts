// A process that ends with a lock held is warned of, whatever holds it; one that gives it back in every run is not.

import { expect, test } from 'vitest';
import { cell, checkModel, defineModel, range, system } from '../../src/index.ts';
import { rcu, rwsem, spinlock } from '../../src/kernel/index.ts';

/** Warnings of a process that takes the lock, and gives it back where its number is even. */
function warnings(isGivenBack: boolean): string[] {
  const model = defineModel('ends', {
    system: () =>
      system(
        { lock: spinlock('lock'), sem: rwsem('sem'), rcu: rcu(), x: cell(range(0, 1), 0) },
        ({ process }) => ({
          task: process({
            start: 'take',
            steps: {
              take: ({ lock, me }) => (lock.acquire(me) ? 'choose' : 'blocked'),
              choose: ({ x, choose }) => {
                x.value = choose([0, 1]);
                return 'read';
              },
              read: ({ sem, me }) => (sem.acquireRead(me) ? 'section' : 'blocked'),
              section: ({ rcu, me }) => {
                rcu.readLock(me);
                return 'back';
              },
              back: ({ x }) => (isGivenBack || x.value === 0 ? 'outside' : 'done'),
              outside: ({ rcu, me }) => {
                rcu.readUnlock(me);
                return 'up';
              },
              up: ({ sem, me }) => {
                sem.releaseRead(me);
                return 'release';
              },
              release: ({ lock, me }) => {
                lock.release(me);
                return 'done';
              },
            },
          }),
        }),
      ),
  });
  return checkModel(model, {}, {}).warnings.filter((words) => words.includes('ends while'));
}

test('a lock, a semaphore that is read and an RCU section, in but one of the runs', () => {
  expect(warnings(false)).toEqual([
    expect.stringContaining('task ends while it holds lock in some run'),
    expect.stringContaining('task ends while it holds sem in some run'),
    expect.stringContaining('task ends while it holds rcu_read_lock in some run'),
  ]);
});

test('what is given back is no word', () => {
  expect(warnings(true)).toEqual([]);
});
