// A run shows what every observer remembers, also where it was found by a search that carried only some of them.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';

const model = defineModel('two-observers', {
  system: () =>
    system({ a: cell(upTo(9)), b: cell(upTo(9)) }, ({ process }) => ({
      other: process({
        start: 'first',
        steps: {
          first: ({ b }) => {
            b.value++;
            return 'next';
          },
          second: ({ b }) => {
            b.value++;
            return 'done';
          },
        },
      }),
      one: process({
        start: 'first',
        steps: {
          first: ({ a }) => {
            a.value++;
            return 'next';
          },
          second: ({ a }) => {
            a.value++;
            return 'done';
          },
        },
      }),
    })),
});

const properties = defineProperties(model, ({ observer }) => ({
  broken: observer('one never ends', {
    state: { ended: upTo(1) },
    on: { one: { second: ({ my, assert }) => assert(my.ended > 0, 'it has') } },
  }),
  counted: observer('steps are counted', {
    state: { n: upTo(2) },
    on: {
      one: ({ my }) => {
        my.n++;
      },
    },
  }),
})).properties({});

test.for([true, false])('both, with reductions: %s', (reduction) => {
  const { properties: outcomes } = checkModel(model, {}, properties, {
    reduction,
    statesTogether: 100,
  });
  const run = outcomes.find(({ name }) => name === 'broken')?.counterexample;
  expect(run?.steps.map(({ process }) => process).toArray()).toEqual(['one', 'one']);
  expect(run?.steps.last()?.state.observers.toJS()).toMatchObject({ counted: { n: 2 } });
});
