// A predicate that remembers: what it says would depend on the order in which a search asks.

import { expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../../src/index.ts';

const model = defineModel('counts', {
  system: () =>
    system({ count: cell(upTo(9)) }, ({ process }) => ({
      counter: process({
        start: 'add',
        steps: {
          add: ({ count }) => {
            if (count.value === 9) return 'done';
            count.value++;
            return 'add';
          },
        },
      }),
    })),
});

test('a claim that a closure decides is refused', () => {
  const seen = new Set<number>();
  const asked = (value: number): boolean => !seen.has(value) && seen.add(value) === seen;
  const properties = defineProperties(model, ({ invariant }) => ({
    new: invariant('each count is new', ({ count }) => asked(count.value)),
  }));
  expect(() => checkModel(model, {}, properties.properties({}))).toThrow(
    'did not say the same when it was asked twice',
  );
});

test('what counts is compared by what it counts', () => {
  const properties = defineProperties(model, ({ conservation }) => ({
    sum: conservation('the sum stays', 9, ({ count }) => count.value + (9 - count.value)),
  }));
  const { outcome } = checkModel(model, {}, properties.properties({}));
  expect(outcome).toBe('holds');
});
