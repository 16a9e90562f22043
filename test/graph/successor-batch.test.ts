// Looked up side by side, states get the numbers that they would get one by one, and what is claimed of them is asked.

import { expect, test } from 'vitest';
import { ORDERS } from '../../src/base/orders.ts';
import { checkModel } from '../../src/check/check.ts';
import { SuccessorBatch } from '../../src/graph/successor-batch.ts';
import { array, defineModel, system, upTo } from '../../src/index.ts';
import { defineProperties } from '../../src/language/claims/makers.ts';
import { TOGETHER, VisitedSet } from '../../src/store/visited-set.ts';

test('batch are inserted in the order in which they came, in a large set, too', () => {
  const [one, many] = [new VisitedSet(2, 2 ** 24, 0), new VisitedSet(2, 2 ** 24, 0)];
  const batch = new SuccessorBatch(many);
  const told: number[] = [];
  const expected: number[] = [];
  const host = {
    arrived: (index: number, parent: number, instance: number, from: number) => {
      told.push(index, parent, instance, from);
    },
  };
  for (let k = 0; k < 100_000; k++) {
    const state = Int32Array.of(Math.imul(k, 0x9e3779b1) >>> 15, k % 3);
    expected.push(one.insert(state), k, k % 5, k % 7);
    batch.add(state, k, k % 5, k % 7);
    if (batch.isFull || k % 1000 === 0) batch.flush(host);
  }
  batch.flush(host);
  expect(one.count).toBeGreaterThan(2 ** 14 + TOGETHER);
  expect(told.length).toBe(expected.length);
  expect(told.findIndex((number, k) => number !== expected[k])).toBe(-1);
});

/** Three who count to 40: 41^3 states, the depth of each is the sum of its counts. */
const counters = defineModel('counters', {
  system: () =>
    system({ counts: array(3, upTo(40)) }, ({ process }) => ({
      counter: process({
        count: 3,
        start: 'count',
        steps: {
          count: ({ counts, me }) => {
            if (counts[me.id] === 40) return 'done';
            counts[me.id]++;
            return 'count';
          },
        },
      }),
    })),
});

const { properties } = defineProperties(counters, ({ invariant }) => ({
  'not all at 20': invariant('', ({ counts }) => counts.some((count) => count !== 20)),
  'no 19 beside two of 22': invariant(
    '',
    ({ counts }) => counts[0] !== 19 || counts[1] !== 22 || counts[2] !== 22,
  ),
}));

test.each(ORDERS)('%s: claims are asked of states that waited', (order) => {
  const { properties: found } = checkModel(counters, {}, properties({}), {
    reduction: false,
    order,
  });
  expect(found.map(({ verdict, depth }) => [verdict, depth])).toEqual([
    ['violated', 60],
    ['violated', 63],
  ]);
});

test('a limit of states is kept to the state whose steps reach it', () => {
  const { statistics } = checkModel(counters, {}, {}, { reduction: false, maxStates: 30_000 });
  expect(statistics.states).toBeGreaterThanOrEqual(30_000);
  expect(statistics.states).toBeLessThan(30_003);
});
