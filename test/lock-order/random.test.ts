// Lock order against its definition: the same facts and the same verdict on random systems of locks.
//
// RANDOM_MODELS=20000 SEED=7 npx vitest run test/lock-order/random.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TooManyStates } from '../../src/reference/explore.ts';
import { lockOrder } from '../../src/reference/lock-order.ts';
import { randomLocks } from './random-locks.ts';
import { factsOf } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 250;
const MINUTE = 60_000;

test(
  `${RUNS} random systems of locks`,
  () => {
    const shown = new Set<string>();
    const agrees = fc.property(randomLocks, ({ definition }) => {
      let expected: ReturnType<typeof lockOrder>;
      try {
        expected = lockOrder(definition, MAX_STATES);
      } catch (error) {
        fc.pre(!(error instanceof TooManyStates));
        throw error;
      }
      const seen = factsOf(definition, MAX_STATES + 1);
      expect(seen?.facts).toEqual([...expected.facts].sort());
      const kinds = seen?.kinds ?? [];
      expect(kinds.some((kind) => kind !== 'sleep')).toBe(expected.circle);
      for (const kind of kinds) shown.add(kind);
      if (!expected.circle) shown.add('no circle');
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED });
    // The systems must show something, or they prove nothing.
    expect([...shown].sort()).toEqual(['cycle', 'irq', 'no circle', 'sleep']);
  },
  6 * MINUTE,
);
