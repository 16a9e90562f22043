// A claim that throws is a mistake of its author: the run that is shown leads to the very state, or over the very step, of
// which it was asked.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, kind, system, upTo } from '../../src/index.ts';

const counts = defineModel('counts', {
  system: () =>
    system({ x: cell(upTo(5)) }, ({ process }) => ({
      p: process({
        start: 'to1',
        steps: {
          to1: ({ x }) => {
            x.value = 1;
            return 'next';
          },
          to2: ({ x }) => {
            x.value = 2;
            return 'next';
          },
          to3: ({ x }) => {
            x.value = 3;
            return 'next';
          },
          to4: ({ x }) => {
            x.value = 4;
            return 'done';
          },
        },
      }),
    })),
});

function bad(x: number): boolean {
  if (x === 3) throw new Error('x is 3');
  return false;
}

const { properties } = defineProperties(counts, (make) => ({
  invariant: make.invariant('', ({ x }) => !bad(x.value)),
  unreachable: make.unreachable('', ({ x }) => bad(x.value)),
  reachable: make.reachable('', ({ x }) => bad(x.value)),
  conservation: make.conservation('', 0, ({ x }) => (bad(x.value) ? 1 : 0)),
  'always possible': make.alwaysPossible('', ({ x }) => bad(x.value)),
  eventually: make.eventually('', ({ x }) => bad(x.value)),
  observer: make.observer('', {
    state: {},
    on: {
      p: ({ x }) => {
        bad(x.value);
      },
    },
  }),
}));

function runOf(check: () => unknown): readonly string[] | undefined {
  try {
    check();
  } catch (error) {
    if (error instanceof ModelError) return error.place.run;
    throw error;
  }
  return undefined;
}

describe('leads to the state', () => {
  test.each(Object.keys(properties({})))('%s', (name) => {
    const run = runOf(() => checkModel(counts, {}, properties({}), { only: [name] }));
    expect(run).toEqual(['p: to1', 'p: to2', 'p: to3']);
  });
});

test('by the branch that leads there', () => {
  const model = defineModel('branch', {
    system: () =>
      system({ x: cell(upTo(5)) }, ({ process }) => ({
        p: process({
          start: 'pick',
          steps: {
            pick: ({ x, choose }) => {
              x.value = choose([1, 2]);
              return x.value === 1 ? 'left' : 'right';
            },
            left: ({ x }) => {
              x.value = 3;
              return 'done';
            },
            right: ({ x }) => {
              x.value = 4;
              return 'again';
            },
            again: ({ x }) => {
              x.value = 5;
              return 'done';
            },
          },
        }),
      })),
  });
  const claims = defineProperties(model, (make) => ({
    claim: make.eventually('', ({ x }) => bad(x.value)),
  }));
  const run = runOf(() => checkModel(model, {}, claims.properties({})));
  expect(run).toEqual(['p: pick', 'p: left']);
});

test('of a real process, where one state stands for its orbit', () => {
  const task = kind('task', 3);
  const model = defineModel('orbit', {
    system: () =>
      system({ x: cell(upTo(3)) }, ({ process }) => ({
        p: process({
          count: task,
          start: 'add',
          steps: {
            add: ({ x }) => {
              x.value++;
              return 'done';
            },
          },
        }),
      })),
  });
  const claims = defineProperties(model, (make) => ({
    claim: make.invariant('', ({ x }) => !bad(x.value)),
  }));
  const run = runOf(() => checkModel(model, {}, claims.properties({})));
  expect([...(run ?? [])].sort()).toEqual(['p0: add', 'p1: add', 'p2: add']);
});

test('only what is asked for is checked', () => {
  const model = defineModel('asserts', {
    system: () =>
      system({ n: cell(upTo(2)) }, ({ process }) => ({
        bad: process({
          start: 'look',
          steps: {
            look: ({ n, assert }) => {
              assert(n.value !== 0, 'n is 0');
              return 'done';
            },
          },
        }),
        good: process({
          start: 'count',
          steps: {
            count: ({ n }) => {
              n.value++;
              return n.value === 2 ? 'done' : 'count';
            },
          },
        }),
      })),
  });
  const claims = defineProperties(model, (make) => ({
    two: make.reachable('n gets 2', ({ n }) => n.value === 2),
  }));
  const names = (only?: string[]) =>
    checkModel(model, {}, claims.properties({}), { ...(only && { only }) }).properties.map(
      ({ name, verdict }) => [name, verdict],
    );
  expect(names(['two'])).toEqual([['two', 'holds']]);
  expect(names(['assertions'])).toEqual([['assertions', 'violated']]);
  expect(names()).toEqual([
    ['two', 'holds'],
    ['assertions', 'violated'],
  ]);
});
