// A check with a lossy store: what it finds is what an exact one finds, shown by a run that was taken again; what it does not
// find is not said to hold; and what it cannot decide is refused.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLossy, STORES } from '../../src/base/stores.ts';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { refusalsOf } from '../../src/reduction/soundness.ts';
import { markingSoundness } from '../../src/reduction/store-soundness.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 4);
const LOSSY = STORES.filter((store) => isLossy(store));
const MEMORY = { memoryBytes: 2 ** 22, maxStates: 20_000 };

function allowed(properties: Properties): Properties {
  const refused = new Set(refusalsOf(markingSoundness, properties).map(({ property }) => property));
  return Object.fromEntries(
    // A deadlock beside processes that go on is not looked for.
    Object.entries(properties).filter(
      ([name, { kind }]) => !refused.has(name) && kind !== 'deadlock',
    ),
  );
}

test('random models say with each store, reduced or not, what they say with an exact one', async () => {
  const asked = fc.asyncProperty(randomModel, fc.boolean(), async ({ source }, reduction) => {
    const { model, properties } = await loadSource(source);
    const some = allowed(properties.properties({}));
    const options: CheckOptions = { ...MEMORY, reduction };
    const exact = checkModel(model, {}, some, options);
    if (exact.limit) return;
    for (const store of LOSSY) {
      const lossy = checkModel(model, {}, some, { ...options, store });
      exact.properties.forEach(({ name, kind, verdict, depth = 0 }, k) => {
        const { counterexample, minimal, ...shown } = lossy.properties[k];
        expect([name, shown.verdict]).toEqual([name, expected(kind, verdict)]);
        if (counterexample) expect(counterexample.steps.size).toBeGreaterThanOrEqual(depth);
        expect(minimal).not.toBe(true);
      });
    }
  });
  await fc.assert(asked, { numRuns: RUNS, seed: 24, endOnFailure: true });
});

/** Nothing is omitted of models so small. */
function expected(kind: string, verdict: string): string {
  if (kind === 'reachable') return verdict === 'violated' ? 'inconclusive' : verdict;
  return verdict === 'holds' ? 'no-violation-found' : verdict;
}

const counting = defineModel('counting', {
  system: () =>
    system({ n: cell(upTo(300)) }, ({ process }) => ({
      counter: process({
        start: 'count',
        steps: {
          count: ({ n, choose }) => {
            n.value = Math.min(300, n.value + choose([1, 2]));
            return n.value === 300 ? 'stuck' : 'count';
          },
          stuck: () => 'blocked',
        },
      }),
    })),
});
const { properties } = defineProperties(
  counting,
  ({ invariant, deadlock, alwaysPossible, reachable }) => ({
    below: invariant('n stays below 299', ({ n }) => n.value < 299),
    small: invariant('n stays small', ({ n }) => n.value <= 300),
    ends: deadlock('it ends'),
    back: alwaysPossible('n can be 0 again', ({ n }) => n.value === 0),
    full: reachable('n is 300', ({ n }) => n.value === 300),
  }),
);
const only = (...names: string[]): CheckOptions => ({ store: 'bitstate', only: names, ...MEMORY });

test('a violation is shown by its run, a deadlock of all is found, and nothing holds but what was witnessed', () => {
  const outcome = checkModel(counting, {}, properties({}), only('below', 'small', 'ends', 'full'));
  expect(outcome.properties.map(({ name, verdict, depth }) => [name, verdict, depth])).toEqual([
    ['below', 'violated', 150],
    ['small', 'no-violation-found', undefined],
    ['ends', 'violated', 150],
    ['full', 'holds', 150],
  ]);
  expect(outcome.outcome).toBe('violated');
  expect(outcome.statistics).toMatchObject({ storage: 'bitstate', omission: { depth: 150 } });
  expect(outcome.never).toBe(undefined);
  expect(outcome.assumptions.join('\n')).toMatch(
    /the bitstate store may omit states: .* of up to 150 steps/,
  );
});

test('a limit is inconclusive, as with every store', () => {
  const { outcome, limit } = checkModel(counting, {}, properties({}), {
    ...only('small'),
    maxStates: 100,
  });
  expect([outcome, limit?.reached]).toEqual(['inconclusive', 'states']);
});

test.each([
  [
    only('below', 'back'),
    "--store bitstate cannot decide 'back': it is decided on the finished graph",
  ],
  [{ ...only('below'), order: 'dfs' as const }, 'searches breadth-first'],
  [{ ...only('below'), audit: true }, 'forgets the states that --audit looks at'],
])('refused: %o', (options, message) => {
  expect(() => checkModel(counting, {}, properties({}), options)).toThrow(message);
});
