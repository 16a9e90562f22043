// The rules of lockdep and of might_sleep(): kernel/locking/lockdep.c, Documentation/locking/locktypes.rst.

import { system } from 'mmcheck';
import { contexts, irq, type Lock, mutex, rcu, rwlock, spinlock, task } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { Cell } from '../../../src/language/cell.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { problemsOf } from '../../lock-order/support.ts';
import { cpu } from './lock-order-setup.ts';
import { rule } from './rule.ts';

/** Two tasks that take two locks in opposite orders, one of them by trylock within the other. */
const opposite = (tried: boolean): SystemDefinition =>
  system({ a: spinlock('a'), b: spinlock('b') }, ({ process }) => ({
    ab: process({
      start: 'a',
      steps: {
        a: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
        b: ({ b, me }) => {
          if (tried) return b.tryAcquire(me) ? 'next' : 'give';
          return b.acquire(me) ? 'next' : 'blocked';
        },
        drop: ({ b, me }) => {
          b.release(me);
          return 'next';
        },
        give: ({ a, me }) => {
          a.release(me);
          return 'done';
        },
      },
    }),
    ba: process({
      start: 'b',
      steps: {
        b: ({ b, me }) => (b.acquire(me) ? 'next' : 'blocked'),
        a: ({ a, me }) => (a.acquire(me) ? 'next' : 'blocked'),
        drop: ({ a, me }) => {
          a.release(me);
          return 'next';
        },
        give: ({ b, me }) => {
          b.release(me);
          return 'done';
        },
      },
    }),
  }));

/** A task that holds a lock with irqs on or off, and a handler of its cpu that takes it, or tries to. */
const handled = (lock: Cell<Lock>, irqsOff: boolean, tries: boolean): SystemDefinition =>
  system({ cpus: contexts(cpu), lock }, ({ process }) => ({
    holder: process({
      ...task(0),
      locals: { cpu },
      start: 'off',
      steps: {
        off: ({ cpus, me }) => {
          if (irqsOff) cpus[me.cpu].irqSave(me);
          return 'next';
        },
        take: ({ lock, me }) => {
          if (tries && irqsOff) return lock.tryAcquire(me) ? 'next' : 'on';
          return lock.acquire(me) ? 'next' : 'blocked';
        },
        give: ({ lock, me }) => {
          lock.release(me);
          return 'next';
        },
        on: ({ cpus, me }) => {
          if (irqsOff) cpus[me.cpu].irqRestore(me);
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
        take: ({ lock, me }) => {
          if (tries) return lock.tryAcquire(me) ? 'next' : 'exit';
          return lock.acquire(me) ? 'next' : 'blocked';
        },
        give: ({ lock, me }) => {
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

/** One reads within a read section, and another one waits for the readers while it holds the lock. */
const readers = (read: 'read_lock' | 'read_lock_in_interrupt'): SystemDefinition =>
  system({ lock: rwlock('lock'), rcu: rcu() }, ({ process }) => ({
    one: process({
      start: 'outer',
      steps: {
        outer: ({ rcu, me }) => {
          rcu.readLock(me);
          return 'next';
        },
        inner: ({ lock, me }) => {
          if (read === 'read_lock') return lock.acquireRead(me) ? 'next' : 'blocked';
          return lock.acquireReadInInterrupt(me) ? 'next' : 'blocked';
        },
        drop: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'next';
        },
        give: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'done';
        },
      },
    }),
    two: process({
      start: 'outer',
      steps: {
        outer: ({ lock, me }) => (lock.acquireRead(me) ? 'next' : 'blocked'),
        inner: ({ rcu, me }) => {
          rcu.readLock(me);
          return 'next';
        },
        drop: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'next';
        },
        again: ({ lock, me }) => {
          if (read === 'read_lock') return lock.acquireRead(me) ? 'next' : 'blocked';
          return lock.acquireReadInInterrupt(me) ? 'next' : 'blocked';
        },
        once: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'next';
        },
        twice: ({ lock, me }) => {
          lock.releaseRead(me);
          return 'done';
        },
      },
    }),
  }));

rule('a trylock asks for nothing, and what it has taken is held', {
  broken: () => {
    expect(problemsOf(opposite(false))).toEqual([
      'a -> b -> a: each is asked for while the one before it is held',
    ]);
    const under = system({ a: spinlock('a'), m: mutex('m') }, ({ process }) => ({
      p: process({
        start: 'try',
        steps: {
          try: ({ a, me }) => (a.tryAcquire(me) ? 'next' : 'done'),
          lock: ({ m, me }) => (m.acquire(me) ? 'next' : 'blocked'),
          drop: ({ m, me }) => {
            m.release(me);
            return 'next';
          },
          give: ({ a, me }) => {
            a.release(me);
            return 'done';
          },
        },
      }),
    }));
    expect(problemsOf(under)).toEqual(['m, whose waiters sleep, is asked for under a']);
  },
  kept: () => expect(problemsOf(opposite(true))).toEqual([]),
});

rule('what an interrupt takes is not held where one may come', {
  broken: () => {
    expect(problemsOf(handled(spinlock('lock'), false, false))).toEqual([
      'lock is taken in a hardirq, and held where one may come',
    ]);
  },
  kept: () => expect(problemsOf(handled(spinlock('lock'), true, false))).toEqual([]),
});

rule('mutex_trylock() is not for interrupts', {
  broken: () => {
    expect(problemsOf(handled(mutex('lock'), true, true))).toEqual([
      'lock, whose waiters sleep, is asked for in a hardirq, by trylock',
    ]);
  },
  kept: () => expect(problemsOf(handled(spinlock('lock'), true, true))).toEqual([]),
});

rule('no recursive reader waits for readers', {
  broken: () => expect(problemsOf(readers('read_lock_in_interrupt'))).toEqual([]),
  kept: () => {
    expect(problemsOf(readers('read_lock'))).toEqual([
      'lock is asked for by somebody who holds it',
    ]);
  },
});
