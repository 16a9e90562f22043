// A check with a store that forgets states: what it finds is what an exact one finds, shown by a run that was taken again; what
// it does not find holds only if its marks are exact, too; and what it cannot decide is refused.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepsGraph, STORES, type StoreName } from '../../src/base/stores.ts';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { refusalsOf } from '../../src/reduction/soundness.ts';
import { markingSoundness } from '../../src/reduction/store-soundness.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 4);
const MARKING = STORES.filter((store) => !keepsGraph(store));
/** May take a new state for a known one. */
const isLossy = (store: StoreName): boolean => store === 'compact' || store === 'bitstate';
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
    for (const store of MARKING) {
      const marking = checkModel(model, {}, some, { ...options, store });
      exact.properties.forEach(({ name, kind, verdict, depth = 0 }, k) => {
        const { counterexample, minimal, ...shown } = marking.properties[k];
        expect([name, shown.verdict]).toEqual([name, expected(store, kind, verdict)]);
        if (counterexample) expect(counterexample.steps.size).toBeGreaterThanOrEqual(depth);
        if (isLossy(store)) expect(minimal).not.toBe(true);
        else
          expect([name, minimal, shown.depth]).toEqual([
            name,
            exact.properties[k].minimal,
            exact.properties[k].depth,
          ]);
      });
      if (isLossy(store)) continue;
      const counts = ({ statistics: { states, transitions, depth } }: typeof exact) => [
        states,
        transitions,
        depth,
      ];
      expect(counts(marking)).toEqual(counts(exact));
      expect(marking.statistics.omission).toBe(undefined);
    }
  });
  await fc.assert(asked, { numRuns: RUNS, seed: 24, endOnFailure: true });
}, 300_000);

/** Nothing is omitted of models so small. */
function expected(store: StoreName, kind: string, verdict: string): string {
  if (!isLossy(store)) return verdict;
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

test('with the packed store what was not found holds, but for deadlocks beside others that go on', () => {
  const store = 'packed' as const;
  const options = { ...only('below', 'small', 'ends', 'full'), store };
  const outcome = checkModel(counting, {}, properties({}), options);
  expect(outcome.properties.map(({ name, verdict, depth }) => [name, verdict, depth])).toEqual([
    ['below', 'violated', 150],
    ['small', 'holds', undefined],
    ['ends', 'violated', 150],
    ['full', 'holds', 150],
  ]);
  expect(outcome.statistics.storage).toBe('packed');
  // Which steps were never taken is said of a graph that was kept.
  expect(outcome.never).toBe(undefined);
});

const { properties: ofTwo } = defineProperties(waiting(), ({ deadlock, reachable }) => ({
  stuck: deadlock('nobody waits for ever'),
  three: reachable('n is 3', ({ n }) => n.value === 3),
}));

/** One process waits for ever while the other goes on. */
function waiting() {
  return defineModel('waiting', {
    system: () =>
      system({ n: cell(upTo(3)) }, ({ process }) => ({
        waiter: process({ start: 'wait', steps: { wait: () => 'blocked' } }),
        turner: process({
          start: 'turn',
          steps: {
            turn: ({ n }) => {
              n.value = (n.value + 1) % 3;
              return 'turn';
            },
          },
        }),
      })),
  });
}

test('a deadlock beside others is not denied by a store without the graph, and what is not reached is said so', () => {
  const model = waiting();
  const exact = checkModel(model, {}, ofTwo({}), MEMORY);
  const packed = checkModel(model, {}, ofTwo({}), { ...MEMORY, store: 'packed' });
  expect(exact.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'violated']);
  expect(packed.properties.map(({ verdict }) => verdict)).toEqual([
    'no-violation-found',
    'violated',
  ]);
  expect(packed.assumptions.join('\n')).toMatch(
    'of deadlocks only those were looked for in which nothing can move at all',
  );
});

const large = defineModel('large', {
  system: () =>
    system({ n: cell(upTo(60_000)) }, ({ process }) => ({
      counter: process({
        start: 'count',
        steps: {
          count: ({ n }) => {
            n.value = Math.min(60_000, n.value + 1);
            return 'count';
          },
        },
      }),
    })),
});
const { properties: ofLarge } = defineProperties(large, ({ invariant, alwaysPossible }) => ({
  small: invariant('n stays small', ({ n }) => n.value <= 60_000),
  back: alwaysPossible('n can be 0 again', ({ n }) => n.value === 0),
}));

/** Why a search of many states ended. */
function endOf(options: CheckOptions): string {
  const { limit } = checkModel(large, {}, ofLarge({}), { ...options, memoryBytes: 2 ** 18 });
  expect(limit?.reached).toBe('memory');
  return limit?.message ?? '';
}

test('where an exact search ends for want of memory, the packed store is named if it decides the same', () => {
  const small: CheckOptions = { only: ['small'] };
  expect(endOf(small)).toMatch(
    'raise --memory, take less of it for each state with --store packed, or',
  );
  expect(endOf({ ...small, order: 'dfs' })).not.toMatch('--store');
  expect(endOf({ only: ['small', 'back'] })).not.toMatch('--store');
  expect(endOf({ ...small, store: 'packed' })).not.toMatch('--store');
});

test('what was found before the model went wrong is shown by its own run', () => {
  const model = defineModel('late', {
    system: () =>
      system({ x: cell(upTo(3)) }, ({ process }) => ({
        bystander: process({ start: 'a', steps: { a: () => 'b', b: () => 'c', c: () => 'done' } }),
        p: process({
          start: 'add',
          steps: {
            add: ({ x }) => {
              x.value = x.value + 1;
              return 'add';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ invariant }) => ({
    small: invariant('x is small', ({ x }) => x.value < 2),
    large: invariant('x is not that large', ({ x }) => x.value < 4),
  }));
  for (const store of STORES) {
    const options: CheckOptions = { store, reduction: false };
    const { properties: outcomes, limit } = checkModel(model, {}, properties({}), options);
    expect([store, limit?.reached]).toEqual([store, 'error']);
    const steps = outcomes[0].counterexample?.steps.map(({ label }) => label).toArray();
    expect([store, steps]).toEqual([store, ['add', 'add']]);
  }
});

test('a packed search at its limit says nothing of a disk', () => {
  const model = defineModel('long', {
    system: () =>
      system({ x: cell(upTo(50)) }, ({ process }) => ({
        p: process({
          start: 'add',
          steps: {
            add: ({ x }) => {
              if (x.value < 50) x.value = x.value + 1;
              return 'add';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ invariant }) => ({
    small: invariant('x is small', ({ x }) => x.value < 51),
  }));
  const { limit } = checkModel(model, {}, properties({}), { store: 'packed', maxStates: 10 });
  expect(limit?.message).toMatch(/raise --max-states \(/);
});
