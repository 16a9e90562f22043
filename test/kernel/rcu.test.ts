// The rules of RCU and SRCU (kernel/rcu/tree.c, update.c, srcutree.c): whom a grace period waits for, whose a number is,
// and when callbacks are invoked.

import { describe, expect, test } from 'vitest';
import { code, times, until } from './code.ts';
import { cellsOf, looks, reads, statesOf, verdict, waits } from './rcu-setup.ts';
import { rule } from './rules/rule.ts';

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

test('readers are interchangeable', () => {
  const [reduced, all] = statesOf(() =>
    code(cellsOf({}), { reader: times(3, ...reads), updater: waits() }),
  );
  expect(reduced * 3).toBeLessThan(all);
});
