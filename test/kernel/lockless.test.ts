// Lockless readers: seqlocks see whole updates only, RCU frees nothing under a reader, references keep their object.

import { bool, cell, system, upTo } from 'mmcheck';
import { rcu, refcount, seqCookie, seqlock } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

function seqlockReader(checks: boolean) {
  return system({ seq: seqlock('seq', 2), a: cell(upTo(2)), b: cell(upTo(2)) }, ({ process }) => ({
    writer: process({
      count: 2,
      start: 'lock',
      steps: {
        lock: ({ seq, me }) => (seq.acquire(me) ? 'next' : 'blocked'),
        a: ({ a }) => {
          a.value++;
          return 'next';
        },
        b: ({ b }) => {
          b.value++;
          return 'next';
        },
        unlock: ({ seq, me }) => {
          seq.release(me);
          return 'done';
        },
      },
    }),
    reader: process({
      locals: { cookie: seqCookie(2), a: upTo(2), b: upTo(2) },
      start: 'begin',
      steps: {
        begin: ({ seq, me }) => {
          if (checks && seq.isWriting()) return 'blocked';
          me.cookie = seq.read();
          return 'next';
        },
        a: ({ a, me }) => {
          me.a = a.value;
          return 'next';
        },
        b: ({ b, me }) => {
          me.b = b.value;
          return 'next';
        },
        retry: ({ seq, me }) => (checks && seq.retry(me.cookie) ? 'begin' : 'done'),
      },
    }),
  }));
}

function rcuReader(waits: boolean) {
  return system(
    { rcu: rcu({ graces: 1 }), shown: cell(bool, true), freed: cell(bool) },
    ({ process }) => ({
      reader: process({
        count: 2,
        locals: { found: bool },
        start: 'lock',
        steps: {
          lock: ({ rcu, me }) => {
            rcu.readLock(me);
            return 'next';
          },
          nested: ({ rcu, me }) => {
            rcu.readLock(me);
            return 'next';
          },
          load: ({ shown, me }) => {
            me.found = shown.value;
            return 'next';
          },
          leave: ({ rcu, me }) => {
            rcu.readUnlock(me);
            return 'next';
          },
          use: ({ freed, me, assert }) => {
            assert(!(me.found && freed.value), 'use after free');
            return 'next';
          },
          unlock: ({ rcu, me }) => {
            rcu.readUnlock(me);
            return 'lock';
          },
        },
      }),
      updater: process({
        start: 'hide',
        steps: {
          hide: ({ shown }) => {
            shown.value = false;
            return 'next';
          },
          synchronize: ({ rcu }) => {
            rcu.start(0);
            return 'next';
          },
          wait: ({ rcu }) => (!waits || rcu.isOver(0) ? 'next' : 'blocked'),
          free: ({ freed }) => {
            freed.value = true;
            return 'done';
          },
        },
      }),
    }),
  );
}

/** The page is hidden after the first grace period has begun; a callback frees it once grace period 0 is over. */
function twoGraces(second: number) {
  return system(
    { rcu: rcu({ graces: 2 }), shown: cell(bool, true), called: cell(bool), freed: cell(bool) },
    ({ process }) => ({
      updater: process({
        start: 'first',
        steps: {
          first: ({ rcu }) => {
            rcu.start(0);
            return 'hide';
          },
          hide: ({ shown }) => {
            shown.value = false;
            return 'second';
          },
          second: ({ rcu }) => {
            rcu.start(second);
            return 'call';
          },
          call: ({ called }) => {
            called.value = true;
            return 'done';
          },
        },
      }),
      callback: process({
        start: 'called',
        steps: {
          called: ({ called }) => (called.value ? 'wait' : 'blocked'),
          wait: ({ rcu }) => (rcu.isOver(0) ? 'free' : 'blocked'),
          free: ({ freed }) => {
            freed.value = true;
            return 'done';
          },
        },
      }),
      reader: process({
        start: 'lock',
        locals: { found: bool },
        steps: {
          lock: ({ rcu, me }) => {
            rcu.readLock(me);
            return 'load';
          },
          load: ({ shown, me }) => {
            me.found = shown.value;
            return 'use';
          },
          use: ({ freed, me, assert }) => {
            assert(!(me.found && freed.value), 'use after free');
            return 'unlock';
          },
          unlock: ({ rcu, me }) => {
            rcu.readUnlock(me);
            return 'done';
          },
        },
      }),
    }),
  );
}

function lookup(get: 'inc' | 'incNotZero') {
  return system({ ref: refcount(2), freed: cell(bool) }, ({ process }) => ({
    finder: process({
      start: 'get',
      steps: {
        get: ({ ref, assert }) => {
          if (get === 'incNotZero') return ref.incNotZero() ? 'use' : 'done';
          assert(ref.inc(), 'addition on 0');
          return 'use';
        },
        use: ({ freed, assert }) => {
          assert(!freed.value, 'use after free');
          return 'next';
        },
        put: ({ ref }) => (ref.decAndTest() ? 'free' : 'done'),
        free: ({ freed }) => {
          freed.value = true;
          return 'done';
        },
      },
    }),
    owner: process({
      start: 'put',
      steps: {
        put: ({ ref }) => (ref.decAndTest() ? 'free' : 'done'),
        free: ({ freed }) => {
          freed.value = true;
          return 'done';
        },
      },
    }),
  }));
}

test('a seqlock reader sees no half update', () => {
  const torn = never(({ reader }) => reader[0].at === 'done' && reader[0].a !== reader[0].b);
  expect(verdictsOf(seqlockReader(true), { torn })).toMatchObject({
    torn: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(seqlockReader(false), { torn })).toMatchObject({ torn: 'violated' });
});

test('a grace period waits for the readers before it, and for no others', () => {
  expect(verdictsOf(rcuReader(true))).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
  expect(verdictsOf(rcuReader(false))).toMatchObject({ assertions: 'violated' });
});

test('a grace period that is under way is not started again: whoever waits for it would wait too long', () => {
  expect(verdictsOf(twoGraces(1))).toMatchObject({ assertions: 'violated' });
  expect(() => verdictsOf(twoGraces(0))).toThrow(
    /grace period 0 starts before its user knows that it is over; give/,
  );
});

test('a reference keeps its object; one is taken only while there are others', () => {
  expect(verdictsOf(lookup('incNotZero'))).toMatchObject({
    assertions: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(lookup('inc'))).toMatchObject({ assertions: 'violated' });
});
