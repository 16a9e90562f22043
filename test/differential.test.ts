// The engine against the reference explorer: same reachable states, same number of transitions,
// same depth, same verdicts at the same depths, on random models, on every shipped model, and on
// models that are broken.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/differential.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Properties } from '../src/language/claims/property.ts';
import type { SystemDefinition } from '../src/language/system.ts';
import { explore, TooManyStates } from '../src/reference/explore.ts';
import { brokenSteps, systemWith } from './support/broken-steps.ts';
import { loadSource } from './support/load-source.ts';
import { randomModel } from './support/random-model.ts';
import { reachable } from './support/reachable.ts';
import { someRows } from './support/shipped-rows.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 12);
const SEED = Number(process.env.SEED ?? 1);
/** The reference takes about half a millisecond a state. */
const MAX_STATES = 2000;
/** Every model has rows that are smaller; the nightly run looks at the larger ones, too. */
const ROW_STATES = RUNS > 500 ? 40_000 : 800;
const MINUTE = 60_000;
const LIMIT = 5 * MINUTE + RUNS * 1000;

/** Throws TooManyStates where the reference would take too long. */
function compare(definition: SystemDefinition, properties: Properties, maxStates: number): void {
  let explored: ReturnType<typeof explore>;
  try {
    explored = explore(definition, properties, { maxStates });
  } catch (error) {
    // Beyond a violation a broken variant may leave its domains: then both must refuse it.
    if ((error as Error).name !== 'ModelError') throw error;
    expect(() => reachable(definition, properties)).toThrow(
      expect.objectContaining({ name: 'ModelError' }),
    );
    return;
  }
  const { states, key, ...expected } = explored;
  const { keys, ...actual } = reachable(definition, properties);
  // What the reference cannot decide, it says is pending.
  for (const [name, { verdict }] of Object.entries(expected.verdicts)) {
    if (verdict === 'pending') actual.verdicts[name] = { verdict };
  }
  const known = new Set(states.map(key));
  expect(
    [...keys].filter((state) => !known.has(state)),
    'states only of the engine',
  ).toEqual([]);
  expect(
    [...known].filter((state) => !keys.has(state)),
    'states it misses',
  ).toEqual([]);
  expect(actual).toEqual(expected);
}

test(
  `${RUNS} random models`,
  async () => {
    const agrees = fc.asyncProperty(randomModel, async ({ source }) => {
      const { model, properties } = await loadSource(source);
      try {
        compare(model.system({}), properties.properties({}), MAX_STATES);
      } catch (error) {
        fc.pre(!(error instanceof TooManyStates));
        throw error;
      }
    });
    const limit = { interruptAfterTimeLimit: LIMIT, markInterruptAsFailure: true };
    await fc.assert(agrees, { numRuns: RUNS, seed: SEED, ...limit });
  },
  LIMIT + MINUTE,
);

describe('broken models are refused by the engine, too', () => {
  test.each(Object.entries(brokenSteps))('%s', (_what, { step }) => {
    expect(() => reachable(systemWith(step), {})).toThrow(
      expect.objectContaining({ name: 'ModelError' }),
    );
  });
});

/** The reference knows no memory but a sequentially consistent one: test/memory compares the others. */
const shipped = (await someRows()).filter(
  ({ model, values }) => model.system(values).memory === undefined,
);

describe.runIf(shipped.length > 0)('shipped models', () => {
  test.each(shipped.map((one) => [one.name, one] as const))(
    '%s',
    (_name, { model, values, properties }) => {
      try {
        compare(model.system(values), properties(values), ROW_STATES);
      } catch (error) {
        if (!(error instanceof TooManyStates)) throw error;
      }
    },
    2 * MINUTE,
  );
});
