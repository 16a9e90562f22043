// The arguments of a call are asked, and change nothing: what they wrote would be lost. And what is known of one step is
// never taken for another's, whatever the two are called.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import { spinlock } from '../../src/kernel/index.ts';

let calls = 0;

// biome-ignore lint/suspicious/noExplicitAny: each has arguments of its own
function check(args: (context: any) => { k: number }): void {
  const model = defineModel('calls', {
    system: () =>
      system(
        { x: cell(bool), lock: spinlock('lock') },
        { set: ({ x }: { x: { value: boolean } }) => (x.value = true) },
        ({ process, procedure, call }) => {
          const inner = procedure('inner', {
            params: { k: upTo(9) },
            returns: ['out'],
            start: 'step',
            steps: { step: () => 'out' },
          });
          return {
            caller: process({
              locals: { mine: bool },
              start: 'go',
              steps: { go: call(inner, args, { out: 'done' }) },
            }),
          };
        },
      ),
  });
  checkModel(model, {}, {});
}

describe('the arguments of a call', () => {
  test('may read cells and locals', () => {
    expect(() => check(({ x, me }) => ({ k: x.value || me.mine ? 1 : 0 }))).not.toThrow();
  });

  test.each([
    [
      'a cell',
      ({ x }) => {
        x.value = true;
        return { k: 1 };
      },
      /x\.value can only be read here/,
    ],
    [
      'a lock',
      ({ lock, me }) => ({ k: lock.acquire(me) ? 1 : 0 }),
      /'lock', which can only be read/,
    ],
    [
      'a local',
      ({ me }) => {
        me.mine = true;
        return { k: 1 };
      },
      /me\.mine can only be read here/,
    ],
    [
      'a cell, by a helper',
      ({ set }) => ({ k: set() ? 1 : 0 }),
      /'x', which can only be read here/,
    ],
    // biome-ignore lint/suspicious/noExplicitAny: each has arguments of its own
  ] as [string, (context: any) => { k: number }, RegExp][])(
    'do not write %s',
    (_what, args, message) => {
      expect(() => check(args)).toThrow(message);
    },
  );

  test('do not choose', () => {
    expect(() => check(({ choose }) => ({ k: choose([0, 1]) }))).toThrow(/no cell 'choose'/);
  });

  test('are the same when they are asked again', () => {
    const next = () => calls++ % 10;
    expect(() => check(() => ({ k: next() }))).toThrow(/The procedure got other arguments/);
  });
});

describe('names', () => {
  test("of steps are their process's", () => {
    const model = defineModel('names', {
      system: () =>
        system({ x: cell(bool), y: cell(bool) }, ({ process, procedure, call }) => {
          const inner = procedure('inner', {
            returns: ['out'],
            start: 'c',
            steps: {
              c: ({ x }) => {
                x.value = true;
                return 'out';
              },
            },
          });
          return {
            a: process({ start: 'b', steps: { b: call(inner, () => ({}), { out: 'done' }) } }),
            'a/b': process({
              start: 'c',
              steps: {
                c: ({ y, assert }) => {
                  assert(!y.value, 'y is never set');
                  return 'done';
                },
              },
            }),
            writer: process({
              start: 's',
              steps: {
                s: ({ y }) => {
                  y.value = true;
                  return 'done';
                },
              },
            }),
          };
        }),
    });
    expect(checkModel(model, {}, {}).properties).toMatchObject([
      { name: 'assertions', verdict: 'violated' },
    ]);
  });

  test('of instances are different', () => {
    const model = defineModel('instances', {
      system: () =>
        system({}, ({ process }) => ({
          cpu: process({ count: 2, start: 's', steps: { s: () => 'done' } }),
          cpu1: process({ start: 's', steps: { s: () => 'done' } }),
        })),
    });
    expect(() => checkModel(model, {}, {})).toThrow(/'cpu1' is an instance of 'cpu' and of 'cpu1'/);
  });
});
