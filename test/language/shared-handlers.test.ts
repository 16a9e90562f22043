// An observer's handler for several labels stands once: the others name the label that has it.

import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { ObserverDefinition } from '../../src/language/claims/property.ts';
import { explore } from '../../src/reference/explore.ts';
import { reachable } from '../support/reachable.ts';

const model = defineModel('two-ways-up', {
  system: () =>
    system({ count: cell(upTo(2)) }, ({ process }) => ({
      task: process({
        start: 'up',
        steps: {
          up: ({ count }) => {
            count.value++;
            return 'again';
          },
          again: ({ count }) => {
            count.value++;
            return 'down';
          },
          down: ({ count }) => {
            count.value = 0;
            return 'up';
          },
        },
      }),
    })),
});

const { properties } = defineProperties(model, ({ observer }) => ({
  counts: observer('it goes up once', {
    state: { ups: upTo(2) },
    on: {
      task: {
        up: 'again',
        again: ({ my, assert }) => {
          assert(my.ups === 0, 'up twice');
          my.ups++;
        },
      },
    },
  }),
}));

test('a label that names another has its handler', () => {
  const { on } = properties({}).counts as ObserverDefinition;
  const task = on.task as Record<string, unknown>;
  expect(task.up).toBe(task.again);
  expect(task.up).toBeTypeOf('function');
});

test('and it runs after both, in the engine and in the reference', () => {
  const { states, key, ...expected } = explore(model.system({}), properties({}));
  const { keys, ...found } = reachable(model.system({}), properties({}));
  expect(found).toEqual(expected);
  expect(found.verdicts.counts).toEqual({ verdict: 'violated', depth: 2 });
  expect([...keys].sort()).toEqual(states.map(key).toArray().sort());
});

test.each([
  [
    'a label without a handler',
    { up: 'agian', again: () => {} },
    "'agian', which has no function; did you mean 'again'?",
  ],
  ['itself', { up: 'up' }, "'up', which has no function; there are none"],
  [
    'a label that names a third',
    { up: 'down', down: 'again', again: () => {} },
    "'down', which has no function",
  ],
  [
    'what every object has',
    { up: 'toString', again: () => {} },
    "'toString', which has no function",
  ],
])('refused: %s', (_, handlers, words) => {
  const make = () =>
    defineProperties(model, ({ observer }) => ({
      counts: observer('x', { state: {}, on: { task: handlers as object } }),
    })).properties({});
  expect(make).toThrow(ModelError);
  expect(make).toThrow(
    `observer: on: task: '${Object.keys(handlers)[0]}' is to be handled as ${words}`,
  );
});

test('the types know the labels', () => {
  const make = () =>
    defineProperties(model, ({ observer }) => ({
      // @ts-expect-error there is no label 'agian'
      counts: observer('x', { state: {}, on: { task: { up: 'agian', again: () => {} } } }),
    })).properties({});
  expect(make).toThrow(ModelError);
});
