// What is no lock and waits like one: as lockdep annotates it.

import { describe, expect, test } from 'vitest';
import { system } from '../../src/index.ts';
import { kernfsNode, mutex, rcu, spinlock, work } from '../../src/kernel/index.ts';
import { problemsOf } from './support.ts';

describe('what is waited for like a lock', () => {
  test('kernfs: who removes a file waits for its operations', () => {
    const file = system({ kn: kernfsNode(), a: mutex('a') }, ({ process }) => ({
      show: process({
        start: 'open',
        steps: {
          open: ({ kn, me }) => (kn.getActive(me) ? 'next' : 'done'),
          lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
          end: ({ kn, a, me }) => {
            a.release(me);
            kn.putActive(me);
            return 'done';
          },
        },
      }),
      remove: process({
        start: 'lock',
        steps: {
          lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
          deactivate: ({ kn }) => {
            kn.deactivate();
            return 'next';
          },
          drain: ({ kn }) => (kn.drain() ? 'next' : 'blocked'),
          end: ({ a, me }) => {
            a.release(me);
            return 'done';
          },
        },
      }),
    }));
    expect(problemsOf(file)).toHaveLength(1);
  });

  test('work: who flushes it waits for what it takes', () => {
    const flushing = system({ w: work(), a: mutex('a') }, ({ process }) => ({
      worker: process({
        start: 'idle',
        end: ['idle'],
        steps: {
          idle: ({ w, me }) => (w.take(me) ? 'next' : 'blocked'),
          lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
          end: ({ w, a, me }) => {
            a.release(me);
            w.finish(me);
            return 'idle';
          },
        },
      }),
      flush: process({
        start: 'queue',
        steps: {
          queue: ({ w }) => {
            w.queue();
            return 'next';
          },
          lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
          flush: ({ w, me }) => {
            w.flush(me);
            return 'next';
          },
          wait: ({ w, me }) => (w.isFlushed(me) ? 'next' : 'blocked'),
          unlock: ({ a, me }) => {
            a.release(me);
            return 'done';
          },
        },
      }),
    }));
    expect(problemsOf(flushing)).toEqual([
      'w -> a -> w: each is asked for while the one before it is held',
    ]);
  });

  test('RCU: who waits for readers waits for what they wait for', () => {
    const grace = (inner: typeof mutex | typeof spinlock) =>
      system({ rcu: rcu(), a: inner('a') }, ({ process }) => ({
        reader: process({
          start: 'read',
          steps: {
            read: ({ rcu, me }) => {
              rcu.readLock(me);
              return 'next';
            },
            lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
            end: ({ rcu, a, me }) => {
              a.release(me);
              rcu.readUnlock(me);
              return 'done';
            },
          },
        }),
        updater: process({
          start: 'lock',
          steps: {
            lock: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
            synchronize: ({ rcu }) => {
              rcu.start(0);
              return 'next';
            },
            wait: ({ rcu }) => (rcu.isOver(0) ? 'next' : 'blocked'),
            unlock: ({ a, me }) => {
              a.release(me);
              return 'done';
            },
          },
        }),
      }));
    expect(problemsOf(grace(mutex))).toEqual([
      'rcu_read_lock -> a -> rcu_read_lock: each is asked for while the one before it is held',
      'a, whose waiters sleep, is asked for under rcu_read_lock',
    ]);
    expect(problemsOf(grace(spinlock))).toContain(
      'rcu_read_lock, whose waiters sleep, is asked for under a',
    );
  });
});
