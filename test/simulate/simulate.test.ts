// What a simulation says is so: a run that it shows is taken again by a replay and breaks its property, a check agrees that it
// can be broken, nothing that holds in all runs is said to hold, and the same seed says the same.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { bool, cell, constrained, defineModel, kind, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { type SimulationOptions, simulateModel } from '../../src/simulate/simulate.ts';
import { encodeTrace } from '../../src/trace/trace-json.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

const OPTIONS: SimulationOptions = { strategy: 'uniform', seed: 1, walks: 30, bugDepth: 3 };

const lost = defineModel('lost', {
  parameters: { locked: bool },
  system: ({ locked }) =>
    system({ count: cell(upTo(2)), lock: cell(bool) }, ({ process }) => ({
      task: process({
        count: kind('task', 2),
        locals: { seen: upTo(2) },
        start: 'lock',
        steps: {
          lock: ({ lock }) => {
            if (!locked) return 'load';
            if (lock.value) return 'blocked';
            lock.value = true;
            return 'load';
          },
          load: ({ count, me }) => {
            me.seen = count.value;
            return 'store';
          },
          store: ({ count, lock, me }) => {
            count.value = me.seen + 1;
            lock.value = false;
            return 'done';
          },
          never: () => 'done',
        },
      }),
    })),
});
const claims: Properties = {
  both: { kind: 'at-end', about: 'both count', holds: ({ count }) => count.value === 2 },
  stuck: { kind: 'deadlock', about: 'no deadlock' },
  few: { kind: 'invariant', about: 'at most one', holds: ({ count }) => count.value < 2 },
  one: { kind: 'reachable', about: 'one is reached', when: ({ count }) => count.value === 1 },
  three: { kind: 'reachable', about: 'never', when: ({ count }) => count.value > 2 },
  back: { kind: 'always-possible', about: 'zero again', goal: ({ count }) => count.value === 0 },
};

test('what walks find, what they do not, and what no walk can', () => {
  const verdicts = (locked: boolean) =>
    simulateModel(lost, { locked }, claims, OPTIONS).properties.map((one) => [
      one.name,
      one.verdict,
      one.depth,
      one.minimal,
    ]);
  expect(verdicts(false)).toEqual([
    ['both', 'violated', 6, true],
    ['stuck', 'no-violation-found', undefined, undefined],
    ['few', 'violated', 6, true],
    ['one', 'holds', 3, true],
    ['three', 'inconclusive', undefined, undefined],
    ['back', 'inconclusive', undefined, undefined],
  ]);
  expect(verdicts(true)[0]).toEqual(['both', 'no-violation-found', undefined, undefined]);
});

test('each walk that shows it counts once, and each step that was taken', () => {
  const { walks, steps, longest, ends, labels, properties } = simulateModel(
    lost,
    { locked: false },
    claims,
    OPTIONS,
  );
  expect([walks, steps, longest]).toEqual([30, 180, 6]);
  expect(ends).toEqual({ over: 30, cut: 0, failed: 0, beyond: 0 });
  expect(labels).toEqual(
    ['lock', 'load', 'store'].map((label) => ({ process: 'task', label, taken: 60 })),
  );
  const [both, , few] = properties;
  expect(both.walks + few.walks).toBe(30);
});

test('walks are cut at their longest, and at the constraint', () => {
  const endless = defineModel('endless', {
    system: () =>
      constrained(
        system({ x: cell(upTo(9)) }, ({ process }) => ({
          p: process({
            start: 'go',
            steps: {
              go: ({ x }) => {
                x.value++;
                return 'go';
              },
            },
          }),
        })),
        'x is small',
        ({ x }) => x.value < 5,
      ),
  });
  expect(simulateModel(endless, {}, {}, { ...OPTIONS, depth: 3 }).ends.cut).toBe(30);
  expect(simulateModel(endless, {}, {}, OPTIONS).ends.beyond).toBe(30);
});

describe('the same seed', () => {
  test.each(['uniform', 'pct'] as const)(
    'of %s says the same, another seed another',
    (strategy) => {
      const made = (seed: number) => {
        const one = simulateModel(lost, { locked: false }, claims, { ...OPTIONS, strategy, seed });
        const runs = one.properties.map(
          ({ counterexample }) => counterexample && encodeTrace(counterexample),
        );
        return JSON.stringify([one, runs]);
      };
      expect(made(5)).toBe(made(5));
      expect(made(5)).not.toBe(made(6));
    },
  );
});

const RUNS = Number(process.env.RANDOM_MODELS ?? 20);

test(
  `${RUNS} random models: what is found can be broken, and its run is one that breaks it`,
  () => {
    let violated = 0;
    const agrees = fc.property(
      randomModel,
      fc.constantFrom('uniform' as const, 'pct' as const),
      ({ source }, strategy) => {
        const { model, properties } = evaluateSource(source);
        const named = properties?.properties({}) ?? {};
        const made = { ...OPTIONS, strategy, depth: 60, walks: 12 };
        try {
          const { properties: found, labels } = simulateModel(model, {}, named, made);
          const checked = checkModel(model, {}, named, { reduction: false, maxStates: 3000 });
          if (checked.limit) return;
          for (const { name, kind, verdict, depth, counterexample, minimal } of found) {
            const isFound = verdict === 'violated' || (kind === 'reachable' && verdict === 'holds');
            if (!isFound) {
              expect(['no-violation-found', 'inconclusive', 'pending']).toContain(verdict);
              continue;
            }
            violated++;
            const known = checked.properties.find((one) => one.name === name);
            expect([name, verdict]).toEqual([name, known?.verdict]);
            const shortest = known?.depth;
            expect(depth).toBeGreaterThanOrEqual(shortest ?? 0);
            if (minimal) expect([name, depth]).toEqual([name, shortest]);
            if (!counterexample) throw new Error('a run is missing');
            const { claim } = replayTrace(model, named, counterexample);
            expect(claim).toBe(kind === 'deadlock' ? 'not-asked' : 'stands');
          }
          expect(labels.every(({ taken }) => taken >= 0)).toBe(true);
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
        }
      },
    );
    fc.assert(agrees, { numRuns: RUNS, seed: 1, endOnFailure: true });
    expect(violated).toBeGreaterThan(RUNS / 4);
  },
  60_000 + RUNS * 5000,
);
