// Every strategy of the list (src/explore/strategies.ts) calls a run shortest only where it is. That each says what
// breadth-first says of random models: test/reduction/partial-order.test.ts.

import { expect, test } from 'vitest';
import { ORDERS } from '../../src/base/orders.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';

/** Counts to eight in many steps or, by a later choice, in few. */
const counting = defineModel('counting', {
  system: () =>
    system({ n: cell(upTo(8)) }, ({ process }) => ({
      counter: process({
        start: 'count',
        steps: {
          count: ({ n, choose }) => {
            n.value = Math.min(8, n.value + choose([4, 1]));
            return n.value === 8 ? 'done' : 'count';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(counting, ({ invariant }) => ({
  few: invariant('it never gets to eight', ({ n }) => n.value < 8),
}));

test.each(ORDERS)('%s calls a run shortest only where it is', (order) => {
  const options = { order, reduction: false } as const;
  const [{ verdict, minimal, depth }] = checkModel(
    counting,
    {},
    properties({}),
    options,
  ).properties;
  expect(verdict).toBe('violated');
  // By chance any may come upon a shortest run.
  if (minimal) expect(depth).toBe(2);
  if (order === ORDERS[0]) expect(minimal).toBe(true);
});
