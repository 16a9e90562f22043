// The rules of RCU and SRCU (kernel/rcu/tree.c, update.c, srcutree.c): whom a grace period waits for, whose a number is,
// and when callbacks are invoked.

import { bool, cell, defineModel, kind, none, orNone, system, upTo } from 'mmcheck';
import { heap, mutex, type RcuOptions, rcu, spinlock, srcu } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { Cells } from '../../src/language/cell.ts';
import { problemsOf } from '../lock-order/support.ts';
import { code, times, until } from './code.ts';
import { rule } from './rules/rule.ts';
import { never, verdictsOf } from './verdicts.ts';

const cellsOf = (options: RcuOptions, more: Cells = {}): Cells => ({
  rcu: rcu(options),
  freed: cell(bool),
  gone: cell(bool),
  seen: cell(bool),
  n: cell(upTo(3)),
  ...more,
});
const verdict = (processes: Parameters<typeof code>[1], options: RcuOptions = {}) =>
  verdictsOf(code(cellsOf(options), processes));

/** Takes the pointer, and uses what it points to. */
const looks = ['if (!gone.value) me.said = 1', 'assert(me.said === 0 || !freed.value, "freed")'];
const reads = ['rcu.readLock(me)', ...looks, 'rcu.readUnlock(me)'];
const waits = (...before: string[]): string[] => [
  'gone.value = true',
  ...before,
  'rcu.start(0)',
  until('rcu.isOver(0)'),
  'freed.value = true',
];

describe('grace periods', () => {
  rule('a grace period waits for the read sections before it, and for no later one', {
    broken: () => {
      expect(verdict({ reader: times(2, ...reads), updater: waits() })).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      });
      const unlink = [
        'rcu.start(0)',
        until('rcu.isOver(0)'),
        'gone.value = true',
        'freed.value = true',
      ];
      expect(verdict({ reader: reads, updater: unlink })).toMatchObject({ assertions: 'violated' });
    },
    kept: () => {
      // A reader that comes later stays, and is not waited for.
      const late = [
        until('rcu.graces[0] === "started"'),
        'rcu.readLock(me)',
        until('freed.value'),
        'rcu.readUnlock(me)',
      ];
      const updater = [
        'rcu.start(0)',
        until('rcu.readers.some((deep) => deep > 0)'),
        until('rcu.isOver(0)'),
        'freed.value = true',
      ];
      expect(verdict({ late, updater })).toMatchObject({ deadlock: 'holds' });
    },
  });

  rule('a nested read section ends with the outermost', {
    broken: () => {
      const nested = [
        'rcu.readLock(me)',
        looks[0],
        'rcu.readLock(me)',
        'rcu.readUnlock(me)',
        looks[1],
        'rcu.readUnlock(me)',
      ];
      expect(verdict({ nested, updater: waits() })).toMatchObject({ assertions: 'holds' });
    },
    kept: () => {
      const twice = [
        'rcu.readLock(me)',
        looks[0],
        'rcu.readUnlock(me)',
        'rcu.readLock(me)',
        looks[1],
        'rcu.readUnlock(me)',
      ];
      expect(verdict({ twice, updater: waits() })).toMatchObject({ assertions: 'violated' });
      expect(() => verdict({ stranger: ['rcu.readUnlock(me)'] })).toThrow(/does not hold it/);
    },
  });

  rule('a region with preemption or irqs off is a read section', {
    broken: () => {
      const irq = ['rcu.schedLock(me)', ...looks, 'rcu.schedUnlock(me)'];
      expect(verdict({ irq, updater: waits() })).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      });
      // What began as the one does not become the other.
      const both = [
        'rcu.schedLock(me)',
        looks[0],
        'rcu.readLock(me)',
        'rcu.schedUnlock(me)',
        looks[1],
        'rcu.readUnlock(me)',
      ];
      expect(verdict({ both, updater: waits() })).toMatchObject({ assertions: 'violated' });
    },
    kept: () => {
      const irq = ['rcu.schedLock(me)', ...looks, 'rcu.schedUnlock(me)'];
      expect(verdict({ irq, updater: waits() }, { consolidated: false })).toMatchObject({
        assertions: 'violated',
      });
    },
  });

  rule("a number is its user's until he has asked", {
    broken: () => {
      // The second would make the first wait for a reader that came after it.
      const first = ['rcu.start(0)', until('n.value === 2'), until('rcu.isOver(0)')];
      const second = [until('rcu.graces[0] === "started"'), 'rcu.start(0)', 'n.value = 2'];
      expect(() => verdict({ first, second })).toThrow(
        /starts before its user knows that it is over/,
      );
    },
    kept: () => {
      const again = [
        'rcu.start(0)',
        until('rcu.isOver(0)'),
        'rcu.start(0)',
        until('rcu.isOver(0)'),
      ];
      expect(verdict({ again, reader: reads })).toMatchObject({ deadlock: 'holds' });
      const two = ['rcu.start(0)', 'rcu.start(1)', until('rcu.isOver(0)'), until('rcu.isOver(1)')];
      expect(verdict({ two, reader: reads }, { graces: 2 })).toMatchObject({ deadlock: 'holds' });
    },
  });

  rule('a grace period is asked for after it was started', {
    broken: () => {
      const early = {
        updater: ['gone.value = true', 'rcu.start(0)'],
        callback: [until('rcu.isOver(0)')],
      };
      expect(() => verdict(early)).toThrow(/isOver\(0\) before start\(0\)/);
      expect(() =>
        verdict({ twice: ['rcu.start(0)', until('rcu.isOver(0)'), until('rcu.isOver(0)')] }),
      ).toThrow(/isOver\(0\) before start\(0\)/);
    },
    kept: () => {
      const callback = [
        until('rcu.graces[0] === "started"'),
        until('rcu.isOver(0)'),
        'freed.value = true',
      ];
      expect(
        verdict({ updater: ['gone.value = true', 'rcu.start(0)'], callback, reader: reads }),
      ).toMatchObject({
        assertions: 'holds',
        deadlock: 'holds',
      });
    },
  });
});

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

/** With and without symmetry. */
function statesOf(make: () => unknown): number[] {
  const model = defineModel('alike', { system: make as never });
  const deadlock = { kind: 'deadlock', about: '' } as const;
  return [['symmetry'] as const, false as const].map((reduction) => {
    return checkModel(model, {}, { deadlock }, { reduction }).statistics.states;
  });
}

test('readers are interchangeable', () => {
  const [reduced, all] = statesOf(() =>
    code(cellsOf({}), { reader: times(3, ...reads), updater: waits() }),
  );
  expect(reduced * 3).toBeLessThan(all);
});

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

test('kfree_rcu() keeps an object until its readers have left, kfree() does not', () => {
  const used = never(({ heap }) => heap.usedAfterFree);
  expect(verdictsOf(kfreeRcu(true), { used })).toMatchObject({ used: 'holds', deadlock: 'holds' });
  expect(verdictsOf(kfreeRcu(false), { used })).toMatchObject({ used: 'violated' });
});

test('objects that have grace periods are interchangeable', () => {
  const [reduced, all] = statesOf(() => kfreeRcu(true));
  expect(reduced * 2).toBeLessThan(all);
});
