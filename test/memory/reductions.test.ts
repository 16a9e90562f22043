// Reductions under memory models: the same verdicts with and without, on random models of all the language.
//
// RANDOM_MODELS=2000 SEED=7 npx vitest run test/memory/reductions.test.ts looks further.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { disagreement } from '../reduction/agreement.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';
import { reorderModel } from '../support/reorder-model.ts';
import { litmus } from './litmus.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 8);
const SEED = Number(process.env.SEED ?? 23);
const HOUR = 3_600_000;

it.each([
  ['tso', reorderModel],
  ['pso', randomModel],
] as const)(
  'random models under %s',
  async (memory, models) => {
    let reduced = 0;
    const agrees = fc.asyncProperty(models, async ({ source }) => {
      await setImmediate();
      const { model, properties } = evaluateSource(source);
      const outcome = disagreement(model, properties.properties({}), {
        values: { 'memory-model': memory },
        maxStates: 5000,
      });
      expect(outcome).not.toHaveProperty('difference');
      if (outcome.type === 'agrees' && outcome.reduced) reduced++;
    });
    await fc.assert(agrees, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    // Few of them have something to prune.
    if (RUNS >= 50 || models === reorderModel) expect(reduced).toBeGreaterThan(0);
  },
  HOUR,
);

it('what is not proved is refused, with the reason', () => {
  const model = litmus(['x = 1; r0 = y', 'y = 1; r1 = x']);
  const { statistics, assumptions } = checkModel(model, { 'memory-model': 'tso' }, {});
  expect(statistics.refused).toBeUndefined();
  expect(statistics.reductions).toEqual(['partial-order']);
  expect(assumptions.join('\n')).toContain('memory is in total store order (x86); 2 racy words');
});
