// Active references of kernfs: removing a file waits for its operations, so an operation that removes its own file waits
// for itself, unless it gives its reference up first (fs/kernfs/dir.c kernfs_remove_self(), and before that
// sysfs_schedule_callback(); fs/sysfs/file.c sysfs_break_active_protection()).

import { bool, cell, system } from 'mmcheck';
import { kernfsNode, mutex } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { problemsOf } from '../lock-order/support.ts';
import { code, until } from './code.ts';
import { rule } from './rules/rule.ts';
import { never, verdictsOf } from './verdicts.ts';

/** `echo 1 > delete` beside somebody who reads another file of the device, or the same. */
function selfRemoval(breaks: boolean) {
  return system({ kn: kernfsNode(), freed: cell(bool) }, ({ process }) => ({
    delete_store: process({
      start: 'open',
      steps: {
        open: ({ kn, me }) => (kn.getActive(me) ? 'break_active_protection' : 'done'),
        break_active_protection: ({ kn, me }) => {
          if (breaks) kn.breakActive(me);
          return 'next';
        },
        remove: ({ kn }) => {
          kn.deactivate();
          return 'next';
        },
        drain: ({ kn }) => (kn.drain() ? 'next' : 'blocked'),
        free: ({ freed }) => {
          freed.value = true;
          return breaks ? 'done' : 'close';
        },
        close: ({ kn, me }) => {
          kn.putActive(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'open',
      steps: {
        open: ({ kn, me }) => (kn.getActive(me) ? 'show' : 'done'),
        show: () => 'close',
        close: ({ kn, me }) => {
          kn.putActive(me);
          return 'open';
        },
      },
    }),
  }));
}

const useAfterFree = never(({ reader, freed }) => reader[0].at === 'show' && freed.value);

test('an operation that removes its own file waits for itself', () => {
  expect(verdictsOf(selfRemoval(false), { useAfterFree })).toMatchObject({
    useAfterFree: 'holds',
    deadlock: 'violated',
  });
});

test('without its reference it waits for the operations of others only', () => {
  expect(verdictsOf(selfRemoval(true), { useAfterFree })).toMatchObject({
    useAfterFree: 'holds',
    deadlock: 'holds',
  });
});

const verdict = (processes: Parameters<typeof code>[1], activated = true) =>
  verdictsOf(code({ kn: kernfsNode('kn', 2, { activated }), gone: cell(bool) }, processes));
const operation = (...inside: string[]): string[] => [
  'me.said = Number(kn.getActive(me))',
  ...inside,
  'if (me.said === 1) kn.putActive(me)',
];
const remove = ['kn.deactivate()', until('kn.drain()'), 'gone.value = true'];
const unused = 'assert(me.said === 0 || !gone.value, "the file has gone")';

rule('no operation starts on a node that is not active', {
  broken: () => {
    const late = [until('gone.value'), ...operation('assert(me.said === 0, "it has started")')];
    expect(verdict({ late, remove })).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
    const early = operation('assert(me.said === 0, "it has started")');
    expect(verdict({ early }, false)).toMatchObject({ assertions: 'holds' });
  },
  kept: () => {
    const early = operation('assert(me.said === 0, "it has started")');
    expect(verdict({ early, remove })).toMatchObject({ assertions: 'violated' });
    expect(verdict({ early, other: ['kn.activate()'] }, false)).toMatchObject({
      assertions: 'violated',
    });
  },
});

rule('draining waits for the operations that run, and for what they wait for', {
  broken: () => {
    expect(verdict({ reader: operation(unused), remove })).toMatchObject({
      assertions: 'holds',
      deadlock: 'holds',
    });
    const locked = code(
      { kn: kernfsNode('kn'), m: mutex('m') },
      {
        reader: operation(until('m.acquire(me)'), 'm.release(me)'),
        remove: [until('m.acquire(me)'), 'kn.deactivate()', until('kn.drain()'), 'm.release(me)'],
      },
    );
    expect(problemsOf(locked)).toHaveLength(1);
  },
  kept: () => {
    // Several may drain at once, and nobody waits where nothing runs.
    expect(verdict({ remove, other: remove })).toMatchObject({ deadlock: 'holds' });
  },
});

rule('only a node that is not active is drained', {
  broken: () => {
    expect(() => verdict({ remove: [until('kn.drain()')] })).toThrow(
      /drain\(\) of a node that is active/,
    );
  },
  kept: () => {
    expect(verdict({ remove: [until('kn.drain()')] }, false)).toMatchObject({ deadlock: 'holds' });
  },
});

/** A file that removes itself, as `echo 1 > delete` does. */
const itself = (...after: string[]): string[] => [
  'me.said = Number(kn.getActive(me)); if (me.said === 0) return "end"',
  'kn.breakActive(me)',
  'kn.deactivate()',
  until('kn.drain()'),
  ...after,
];

rule('unbreaking gives the reference back always', {
  broken: () => {
    const file = itself('kn.unbreakActive(me)', 'kn.putActive(me)');
    expect(verdict({ file, other: file })).toMatchObject({ deadlock: 'holds' });
  },
  kept: () => {
    // A reference, and no protection: who drains meanwhile waits for it again.
    const file = itself('kn.unbreakActive(me)', until('gone.value'), 'kn.putActive(me)');
    const other = [until('kn.removed'), until('kn.drain()'), 'gone.value = true'];
    expect(verdict({ file, other })).toMatchObject({ deadlock: 'violated' });
    expect(() => verdict({ file: itself('kn.putActive(me)') })).toThrow(/does not hold it/);
  },
});

rule('who breaks its active protection is waited for no longer', {
  broken: () => {
    expect(verdict({ file: itself() })).toMatchObject({ deadlock: 'holds' });
  },
  kept: () => {
    const own = [itself()[0], 'kn.deactivate()', until('kn.drain()'), 'kn.putActive(me)'];
    expect(verdict({ own })).toMatchObject({ deadlock: 'violated' });
    expect(() => verdict({ other: ['kn.breakActive(me)'] })).toThrow(/does not hold it/);
  },
});

rule('a hidden node can be shown again, a removed one never', {
  broken: () => {
    const removed = ['kn.deactivate()', 'kn.show()', 'kn.activate()'];
    const reader = operation('assert(me.said === 0 || !kn.activated, "it has started")');
    const late = [until('kn.removed'), ...reader];
    expect(verdict({ removed, late })).toMatchObject({ assertions: 'holds' });
  },
  kept: () => {
    const hidden = ['kn.hide()', until('kn.drain()'), 'kn.show()', 'gone.value = true'];
    const late = [until('gone.value'), ...operation('assert(me.said === 1, "it has not")')];
    expect(verdict({ hidden, late })).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
  },
});
