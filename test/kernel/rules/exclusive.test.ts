// The rules of locks with one holder: kernel/locking/mutex.c, include/linux/spinlock.h, include/linux/spinlock_up.h.

import { bool, cell, system, upTo } from 'mmcheck';
import { type Lock, mutex, spinlock } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { Cell } from '../../../src/language/cell.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { explore } from '../../../src/reference/explore.ts';
import { problemsOf } from '../../lock-order/support.ts';
import { reachable } from '../../support/reachable.ts';
import { never, somewhere, verdictsOf } from '../verdicts.ts';
import { rule } from './rule.ts';

/** Two that count while they hold the lock; `drops` releases what another one holds. */
const counting = (lock: Cell<Lock>, drops = false): SystemDefinition =>
  system({ lock, inside: cell(upTo(2)) }, ({ process }) => ({
    p: process({
      count: 2,
      start: 'take',
      steps: {
        take: ({ lock, inside, me }) => {
          if (!lock.acquire(me)) return 'blocked';
          inside.value++;
          return 'next';
        },
        give: ({ lock, inside, me }) => {
          inside.value--;
          lock.release(me);
          return 'done';
        },
      },
      coarse: { take: 'nobody else looks', give: 'nobody else looks' },
    }),
    thief: process({
      start: 'look',
      steps: {
        look: ({ lock, me }) => {
          if (drops && lock.isHeld()) lock.release(me);
          return 'done';
        },
      },
    }),
  }));
const both = never(({ inside }) => inside.value === 2);

const isOnesOwn = (make: (name: string) => Cell<Lock>) => ({
  broken: () => {
    expect(verdictsOf(counting(make('lock')), { both })).toMatchObject({ both: 'holds' });
    expect(() => verdictsOf(counting(make('lock'), true))).toThrow('does not hold it');
  },
  kept: () => {
    const one = somewhere(({ inside }) => inside.value === 1);
    expect(verdictsOf(counting(make('lock')), { one })).toMatchObject({
      one: 'holds',
      deadlock: 'holds',
    });
  },
});

rule("a spinlock is its owner's until he releases it, and nobody else does", isOnesOwn(spinlock));
rule("a mutex is its owner's until he releases it, and nobody else does", isOnesOwn(mutex));

rule('without SMP a spinlock keeps nobody out, and its trylock succeeds', {
  broken: () => {
    const up = counting(spinlock('lock', { smp: false }));
    expect(verdictsOf(up, { both })).toMatchObject({ both: 'violated' });
  },
  kept: () => {
    const tries = (smp: boolean) =>
      system({ lock: spinlock('lock', { smp }), failed: cell(bool) }, ({ process }) => ({
        holder: process({
          start: 'take',
          steps: {
            take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
            end: () => 'done',
          },
        }),
        tries: process({
          start: 'try',
          steps: {
            try: ({ lock, failed, me }) => {
              if (!lock.tryAcquire(me)) failed.value = true;
              return 'done';
            },
          },
        }),
      }));
    const failed = somewhere(({ failed }) => failed.value);
    expect(verdictsOf(tries(true), { failed })).toMatchObject({ failed: 'holds' });
    expect(verdictsOf(tries(false), { failed })).toMatchObject({ failed: 'violated' });
  },
});

/** One lock within another. */
const nested = (outer: Cell<Lock>, inner: Cell<Lock>): SystemDefinition =>
  system({ outer, inner }, ({ process }) => ({
    p: process({
      start: 'outer',
      steps: {
        outer: ({ outer, me }) => (outer.acquire(me) ? 'next' : 'blocked'),
        inner: ({ inner, me }) => (inner.acquire(me) ? 'next' : 'blocked'),
        drop: ({ inner, me }) => {
          inner.release(me);
          return 'next';
        },
        end: ({ outer, me }) => {
          outer.release(me);
          return 'done';
        },
      },
    }),
  }));

rule('a raw spinlock spins on PREEMPT_RT, where a spinlock_t sleeps', {
  broken: () => {
    const wrong = nested(spinlock('a', { raw: true }), spinlock('b'));
    expect(problemsOf(wrong)).toEqual([
      'b, whose waiters sleep on PREEMPT_RT, is asked for under a',
    ]);
  },
  kept: () => {
    expect(problemsOf(nested(spinlock('a'), spinlock('b', { raw: true })))).toEqual([]);
    expect(problemsOf(nested(spinlock('a'), spinlock('b')))).toEqual([]);
  },
});

rule('a process does not end with a mutex', {
  broken: () => {
    const ends = system({ lock: mutex('lock') }, ({ process }) => ({
      p: process({
        start: 'take',
        steps: { take: ({ lock, me }) => (lock.acquire(me) ? 'done' : 'blocked') },
      }),
    }));
    // The engine and the reference explorer each for itself.
    for (const search of [reachable, explore]) {
      expect(() => search(ends, {})).toThrow('ended while lock.owner names it');
    }
  },
  kept: () => expect(verdictsOf(counting(mutex('lock')))).toMatchObject({ deadlock: 'holds' }),
});

/**
 * Somebody holds the mutex until another one waits, and takes it again at once: what happens if he goes past. A waiter may
 * be told to give up.
 */
const again = (signal = false): SystemDefinition =>
  system(
    {
      lock: mutex('lock', { fair: true }),
      signalled: cell(bool),
      passed: cell(bool),
      gone: cell(bool),
    },
    ({ process }) => ({
      waiter: process({
        start: 'announce',
        steps: {
          announce: ({ lock, me }) => {
            if (!lock.isHeld()) return 'blocked';
            lock.announce(me);
            return 'next';
          },
          acquire: ({ lock, gone, signalled, me }) => {
            if (lock.acquire(me)) return 'next';
            if (!signalled.value || !lock.withdraw(me)) return 'blocked';
            gone.value = true;
            return 'done';
          },
          release: ({ lock, me }) => {
            lock.release(me);
            return 'done';
          },
        },
        coarse: { acquire: 'nobody looks at gone before' },
      }),
      holder: process({
        start: 'acquire',
        steps: {
          acquire: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
          waits: ({ lock, signalled }) => {
            if (!lock.waiting.some((one) => one)) return 'blocked';
            signalled.value = signal;
            return 'next';
          },
          gone: ({ gone }) => (gone.value || !signal ? 'next' : 'blocked'),
          release: ({ lock, me }) => {
            lock.release(me);
            return 'next';
          },
          again: ({ lock, passed, me }) => {
            if (!lock.acquire(me)) return 'blocked';
            passed.value = lock.waiting.some((one) => one);
            return 'next';
          },
          end: ({ lock, me }) => {
            lock.release(me);
            return 'done';
          },
        },
        coarse: { waits: 'the signal comes by itself', again: 'nobody looks at passed before' },
      }),
    }),
  );
const passed = never(({ passed }) => passed.value);

rule('a fair mutex that is free is for those who wait', {
  broken: () => expect(verdictsOf(again(), { passed })).toMatchObject({ passed: 'holds' }),
  kept: () => expect(verdictsOf(again())).toMatchObject({ deadlock: 'holds' }),
});

rule('a waiter that gives up is waited for no more', {
  broken: () => expect(verdictsOf(again(true))).toMatchObject({ deadlock: 'holds' }),
  kept: () => {
    // A signal that comes as the mutex is the waiter's takes it from nobody.
    const owns = system(
      { lock: mutex('lock', { fair: true }), left: cell(bool) },
      ({ process }) => ({
        p: process({
          start: 'announce',
          steps: {
            announce: ({ lock, me }) => {
              lock.announce(me);
              return 'next';
            },
            signal: ({ lock, left, me }) => {
              if (lock.withdraw(me)) left.value = true;
              return 'next';
            },
            release: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
          coarse: { signal: 'nobody looks' },
        }),
      }),
    );
    const left = never(({ left }) => left.value);
    expect(verdictsOf(owns, { left })).toMatchObject({ left: 'holds' });
  },
});

rule('a mutex that is free may be taken past those who wait', {
  broken: () => {
    const late = system(
      { lock: mutex('lock'), waits: cell(bool), late: cell(bool) },
      ({ process }) => ({
        first: process({
          start: 'take',
          steps: {
            take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
            give: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
        }),
        second: process({
          start: 'look',
          steps: {
            look: ({ lock, waits }) => {
              if (!lock.isHeld()) return 'blocked';
              waits.value = true;
              return 'next';
            },
            take: ({ lock, waits, me }) => {
              if (!lock.acquire(me)) return 'blocked';
              waits.value = false;
              return 'next';
            },
            give: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
          end: ['look'],
        }),
        third: process({
          start: 'take',
          steps: {
            take: ({ lock, waits, late, me }) => {
              if (!lock.tryAcquire(me)) return 'take';
              late.value = waits.value;
              return 'next';
            },
            give: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
          coarse: { take: 'nobody looks at late before' },
        }),
      }),
    );
    const passes = somewhere(({ late }) => late.value);
    expect(verdictsOf(late, { passes })).toMatchObject({ passes: 'holds' });
  },
  kept: () => expect(verdictsOf(counting(mutex('lock')))).toMatchObject({ deadlock: 'holds' }),
});
