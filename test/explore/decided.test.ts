// A search ends early only when everything is decided, the assertions of steps included: those that were not reached
// yet when the last property fell would otherwise be said to hold.

import { expect, test } from 'vitest';
import { ORDERS } from '../../src/base/orders.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';

const model = defineModel('late', {
  system: () =>
    system({ n: cell(upTo(9)) }, ({ process }) => ({
      counter: process({
        start: 'count',
        steps: {
          count: ({ n, assert }) => {
            assert(n.value < 5, 'five is too many');
            n.value++;
            return n.value === 9 ? 'done' : 'count';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(model, ({ invariant }) => ({
  low: invariant('n stays below two', ({ n }) => n.value < 2),
}));

test.each(ORDERS)('an assertion that fails late, %s', (order) => {
  const outcome = checkModel(model, {}, properties({}), { order });
  expect(outcome.properties.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['low', 'violated'],
    ['assertions', 'violated'],
  ]);
});

test('what holds beside a failed assertion holds of what was looked at, and says so', () => {
  const small = defineProperties(model, ({ invariant }) => ({
    small: invariant('n stays below six', ({ n }) => n.value < 6),
  }));
  const { properties: verdicts, assumptions } = checkModel(model, {}, small.properties({}));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['holds', 'violated']);
  expect(assumptions.at(-1)).toMatch(/^a run ends where an assertion of a step fails/);
});
