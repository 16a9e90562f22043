// The rules of RCU and SRCU (kernel/rcu/tree.c, update.c, srcutree.c): whom a grace period waits for, whose a number is,
// and when callbacks are invoked.

import { cell, kind, none, orNone, system } from 'mmcheck';
import { heap, mutex, rcu, spinlock, srcu } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { problemsOf } from '../lock-order/support.ts';
import { code, until } from './code.ts';
import { reads, statesOf, verdict } from './rcu-setup.ts';
import { rule } from './rules/rule.ts';
import { never, verdictsOf } from './verdicts.ts';

const object = kind('object', 3);

/** kfree_rcu(): objects of a heap, each with a grace period of its own. */
const kfreeRcu = (waits: boolean) =>
  system(
    { rcu: rcu({ graces: object }), heap: heap(object), head: cell(orNone(object)) },
    ({ process }) => ({
      writer: process({
        locals: { p: orNone(object) },
        start: 'alloc',
        steps: {
          alloc: ({ heap, me, choose }) => {
            me.p = heap.alloc(choose(heap.candidates()));
            return 'next';
          },
          publish: ({ head, me }) => {
            head.value = me.p;
            return 'next';
          },
          unlink: ({ head }) => {
            head.value = none;
            return 'next';
          },
          free: ({ rcu, heap, me }) => {
            if (!waits || me.p === none) heap.free(me.p);
            else {
              heap.freeRcu(me.p);
              rcu.kfree(me.p);
            }
            return 'done';
          },
        },
      }),
      reader: process({
        locals: { p: orNone(object) },
        start: 'lock',
        steps: {
          lock: ({ rcu, me }) => {
            rcu.readLock(me);
            return 'next';
          },
          load: ({ head, me }) => {
            me.p = head.value;
            return 'next';
          },
          use: ({ heap, me }) => {
            if (me.p !== none) heap.deref(me.p);
            return 'next';
          },
          unlock: ({ rcu, me }) => {
            rcu.readUnlock(me);
            return 'done';
          },
        },
      }),
      worker: process({
        locals: { p: orNone(object) },
        start: 'invoke',
        end: ['invoke'],
        steps: {
          invoke: ({ rcu, me, choose }) => {
            const due = object.ids.filter((o) => rcu.isDue(o));
            if (due.length === 0) return 'blocked';
            const p = choose(due);
            rcu.invoke(p);
            me.p = p;
            return 'next';
          },
          kfree: ({ rcu, heap, me }) => {
            if (me.p === none) return 'invoke';
            heap.reclaim(me.p);
            rcu.finish(me.p);
            return 'invoke';
          },
        },
      }),
    }),
  );

describe('callbacks', () => {
  const core = ['rcu.invoke(0)', 'freed.value = true', 'rcu.finish(0)'];

  rule('a callback is invoked once its grace period is over', {
    broken: () => {
      const updater = ['gone.value = true', 'rcu.call(0)'];
      const due = [until('rcu.isDue(0)'), ...core];
      expect(verdict({ updater, due, reader: reads })).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      });
      const queued = [until('rcu.graces[0] === "called"'), ...core];
      expect(() => verdict({ updater, queued, reader: reads })).toThrow(/isDue\(0\) is false/);
    },
    kept: () => {
      // Queued before the pointer is gone, it is too early.
      const updater = ['rcu.call(0)', 'gone.value = true'];
      expect(
        verdict({ updater, due: [until('rcu.isDue(0)'), ...core], reader: reads }),
      ).toMatchObject({
        assertions: 'violated',
      });
      expect(() => verdict({ nothing: core })).toThrow(/not queued/);
      expect(() => verdict({ nothing: ['rcu.finish(0)'] })).toThrow(/without invoke\(0\)/);
    },
  });

  rule('a callback that is queued is not queued again', {
    broken: () => {
      expect(() => verdict({ updater: ['rcu.call(0)', 'rcu.call(0)'] })).toThrow(/queued again/);
      expect(() => verdict({ updater: ['rcu.kfree(0)', 'rcu.call(0)'] })).toThrow(/queued again/);
    },
    kept: () => {
      const updater = [
        'rcu.call(0)',
        until('freed.value && rcu.graces[0] === "idle"'),
        'rcu.kfree(0)',
      ];
      expect(verdict({ updater, due: [until('rcu.isDue(0)'), ...core] })).toMatchObject({
        deadlock: 'holds',
      });
    },
  });

  const barrier = ['rcu.barrier(me)', until('rcu.isBarrierOver(me)')];
  const done = 'assert(freed.value && rcu.graces[0] === "idle", "the callback has not ended")';
  const due = [until('rcu.isDue(0)'), ...core];

  rule('rcu_barrier() waits for the callbacks queued before it, to their end', {
    broken: () => {
      const exit = ['rcu.call(0)', ...barrier, done];
      expect(verdict({ exit, due })).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    },
    kept: () => {
      // Not for one that is queued later, nor for a grace period where none is queued.
      const exit = [...barrier, 'n.value = 1'];
      const later = [until('n.value === 1'), 'rcu.call(0)'];
      expect(verdict({ exit, later })).toMatchObject({ deadlock: 'holds' });
      const inside = ['rcu.readLock(me)', ...barrier, 'rcu.readUnlock(me)'];
      expect(verdict({ inside })).toMatchObject({ deadlock: 'holds' });
      expect(
        verdict({
          inside: ['rcu.readLock(me)', 'rcu.call(0)', ...barrier, 'rcu.readUnlock(me)'],
          due,
        }),
      ).toMatchObject({
        deadlock: 'violated',
      });
    },
  });

  rule('rcu_barrier() does not wait for kfree_rcu()', {
    broken: () => {
      const exit = ['rcu.kfree(0)', ...barrier, done];
      expect(verdict({ exit, due })).toMatchObject({ assertions: 'violated' });
      expect(verdict({ exit: exit.slice(0, 3) })).toMatchObject({ deadlock: 'holds' });
    },
    kept: () => {
      const exit = ['rcu.kfree(0)', ...barrier];
      expect(verdict({ exit, due, reader: reads })).toMatchObject({ deadlock: 'holds' });
    },
  });
});

describe('what lock order knows', () => {
  const sync = ['rcu.start(0)', until('rcu.isOver(0)')];
  rule("who waits for a grace period sleeps, and waits for the readers' locks", {
    broken: () => {
      const under = code(
        { l: spinlock('l'), rcu: rcu() },
        { updater: [until('l.acquire(me)'), ...sync, 'l.release(me)'] },
      );
      expect(problemsOf(under)).toEqual([
        'rcu_read_lock, whose waiters sleep, is asked for under l',
      ]);
      const inside = code(
        { rcu: rcu() },
        { updater: ['rcu.readLock(me)', ...sync, 'rcu.readUnlock(me)'] },
      );
      expect(problemsOf(inside).length).toBeGreaterThan(0);
    },
    kept: () => {
      const under = code(
        { m: mutex('m'), l: spinlock('l'), rcu: rcu() },
        {
          updater: [until('m.acquire(me)'), ...sync, 'm.release(me)'],
          // To queue a callback, and to read, is allowed anywhere.
          other: [
            until('l.acquire(me)'),
            'rcu.readLock(me)',
            'rcu.readUnlock(me)',
            'l.release(me)',
          ],
        },
      );
      expect(problemsOf(under)).toEqual([]);
    },
  });

  const reader = [
    'dom.readLock(me)',
    until('m.acquire(me)'),
    'm.release(me)',
    'dom.readUnlock(me)',
  ];
  const updater = ['dom.start(0)', until('dom.isOver(0)')];
  rule('readers of SRCU may sleep', {
    broken: () => {
      const model = code({ dom: srcu('d'), m: mutex('m') }, { reader, updater });
      expect(problemsOf(model)).toEqual([]);
      expect(verdictsOf(model)).toMatchObject({ deadlock: 'holds' });
      const plain = code({ dom: rcu(), m: mutex('m') }, { reader, updater });
      expect(problemsOf(plain)).toEqual([
        'm, whose waiters sleep, is asked for under rcu_read_lock',
      ]);
    },
    kept: () => {
      const nested = [until('m.acquire(me)'), ...updater, 'm.release(me)'];
      const model = code({ dom: srcu('d'), m: mutex('m') }, { reader, nested });
      expect(problemsOf(model)).toEqual([
        'd -> m -> d: each is asked for while the one before it is held',
      ]);
      expect(verdictsOf(model)).toMatchObject({ deadlock: 'violated' });
    },
  });
});

test('kfree_rcu() keeps an object until its readers have left, kfree() does not', () => {
  const used = never(({ heap }) => heap.usedAfterFree);
  expect(verdictsOf(kfreeRcu(true), { used })).toMatchObject({ used: 'holds', deadlock: 'holds' });
  expect(verdictsOf(kfreeRcu(false), { used })).toMatchObject({ used: 'violated' });
});

test('objects that have grace periods are interchangeable', () => {
  const [reduced, all] = statesOf(() => kfreeRcu(true));
  expect(reduced * 2).toBeLessThan(all);
});
