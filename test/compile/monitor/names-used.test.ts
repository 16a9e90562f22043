// Names and answers of properties that mean nothing: told with the property, before any search.

import { expect, it } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { cell, defineModel, system, upTo } from '../../../src/index.ts';
import { propertyMakers } from '../../../src/language/claims/makers.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong properties are written here on purpose
type Wrong = any;

const model = defineModel('m', {
  system: () =>
    system({ count: cell(upTo(1)) }, ({ process }) => ({
      waiter: process({
        start: 'go',
        steps: {
          go: ({ count }) => {
            count.value = 1;
            return 'done';
          },
        },
      }),
    })),
});
const soon = ({ count }: Wrong) => count.value === 1;

it.for<[string, (makers: Wrong) => Wrong, string]>([
  ['terminates', (make) => make.terminates('it ends', ['waitr']), "'waitr'; did you mean 'waiter'"],
  ['progresses', (make) => make.progresses('it goes on', 'all'), "'all'; there are waiter"],
  [
    'fairness',
    (make) => make.eventually('it is so', soon, { fairness: { witer: 'strong' } }),
    "there is no process 'witer'; did you mean 'waiter'?",
  ],
  [
    'on',
    (make) => make.observer('it is seen', { state: {}, on: { waiters: () => {} } }),
    "there is no process 'waiters'; did you mean 'waiter'?",
  ],
  [
    'a label',
    (make) => make.observer('it is seen', { state: {}, on: { waiter: { goo: () => {} } } }),
    "watches label 'goo' of 'waiter'; did you mean 'go'?",
  ],
  [
    'a goal that is a record',
    (make) => make.leadsTo('it comes', soon, ({ waiter }: Wrong) => waiter[0]),
    'must say true or false, and said a plain object',
  ],
  [
    'an invariant that is a list',
    (make) => make.invariant('it is so', ({ waiter }: Wrong) => waiter),
    'must say true or false, and said an array',
  ],
])('%s', ([, make, message]) => {
  const wrong = () => checkModel(model, {}, { claim: make(propertyMakers()) });
  expect(wrong).toThrow(message);
  expect(wrong).toThrow(
    expect.objectContaining({ place: expect.objectContaining({ property: 'claim' }) }),
  );
});
