// Random models with and without partial-order reduction, alone and with symmetry: the same verdicts, the same processes
// stuck, and counterexamples of the same length or marked as perhaps not the shortest.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/partial-order.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSource, type ModelFile } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';
import { disagreement } from './agreement.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 250);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;

test(
  `${RUNS} random models`,
  async () => {
    let reduced = 0;
    const agrees = fc.asyncProperty(randomModel, async ({ source }) => {
      const { model, properties }: ModelFile = await loadSource(source);
      const outcome = disagreement(model, properties.properties({}));
      fc.pre(outcome.type !== 'too large');
      if (outcome.type === 'agrees' && outcome.reduced) reduced++;
      expect(outcome).not.toHaveProperty('difference');
    });
    await fc.assert(agrees, { numRuns: RUNS, seed: SEED });
    expect(reduced, 'models with something to leave out').toBeGreaterThan(RUNS / 20);
  },
  6 * MINUTE,
);
