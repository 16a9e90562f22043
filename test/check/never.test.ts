// What no run does is told, and it is the same whatever the search leaves out.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { reorderModel } from '../support/reorder-model.ts';
import { shippedRows } from '../support/shipped-rows.ts';

const model = defineModel('vacuous', {
  system: () =>
    system({ go: cell(bool), x: cell(bool), n: cell(upTo(1)) }, ({ process }) => ({
      a: process({
        start: 'wait',
        steps: {
          wait: ({ go }) => (go.value ? 'bad' : 'blocked'),
          bad: ({ x }) => {
            x.value = true;
            return 'done';
          },
        },
      }),
      b: process({
        start: 'look',
        end: ['rest'],
        steps: {
          look: ({ go, x }) => {
            if (x.value) go.value = true;
            return 'rest';
          },
          rest: ({ n }) => {
            n.value = 1 - n.value;
            return 'rest';
          },
        },
        coarse: { look: 'one look' },
      }),
    })),
});
const { properties } = defineProperties(model, ({ invariant, observer }) => ({
  never: invariant('not x', ({ x }) => !x.value),
  idle: observer('of a step that never comes', {
    state: {},
    on: { a: { bad: ({ x, assert }) => assert(!x.value, '') } },
  }),
  forgetful: observer('of something that never is', {
    state: { seen: bool },
    on: {
      b: ({ x, my }) => {
        if (x.value) my.seen = true;
      },
    },
  }),
  busy: observer('of something that is', {
    state: { seen: bool },
    on: {
      b: ({ my }) => {
        my.seen = true;
      },
    },
  }),
}));

test.each([true, false])('labels, ends and observers (reductions: %s)', (reduction) => {
  expect(checkModel(model, {}, properties({}), { reduction }).never).toEqual([
    'a is at bad',
    'a ends',
    "observer 'idle' has anything to do",
    "observer 'forgetful' remembers anything",
  ]);
});

test('nothing is said where the search has not seen everything', () => {
  expect(checkModel(model, {}, properties({}), { maxStates: 1 }).never).toBeUndefined();
});

test('of some shipped rows it is the same with reductions and without', async () => {
  let told = 0;
  const rows = (await shippedRows()).filter((_, k) => k % 96 === 0);
  for (const { model: shipped, values, properties: claims } of rows) {
    const [one, other] = [true, false].map(
      (reduction) =>
        checkModel(shipped, values, claims(values), { reduction, maxStates: 3000 }).never,
    );
    if (one && other) expect(one).toEqual(other);
    told += one?.length ?? 0;
  }
  expect(told).toBeGreaterThan(0);
}, 300_000);

test('and of random models', () => {
  let told = 0;
  for (const { source } of fc.sample(reorderModel, { numRuns: 30, seed: 5 })) {
    const { model: made, properties: claims } = evaluateSource(source);
    const [one, other] = [true, false].map(
      (reduction) =>
        checkModel(made, {}, claims.properties({}), { reduction, maxStates: 5000 }).never,
    );
    if (one && other) expect(one).toEqual(other);
    told += one?.length ?? 0;
  }
  expect(told).toBeGreaterThan(0);
}, 300_000);
