// Random models of operations that commute, and of those that only seem to: reductions say what the whole search says,
// mistakes of the model included.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/commuting-random.test.ts looks further.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { commutingModel } from '../support/commuting-model.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import type { ModelFile } from '../support/load-source.ts';
import { disagreement } from './agreement.ts';
import { Searches, SOUND } from './reduced-search.ts';

const MODELS = Number(process.env.RANDOM_MODELS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const MOST_STATES = 3000;

function isBroken({ model, properties }: ModelFile): boolean {
  try {
    const wanted = { reduction: false, untilWrong: true, maxStates: MOST_STATES } as const;
    return checkModel(model, {}, properties.properties({}), wanted).limit?.reached === 'error';
  } catch (error) {
    if ((error as Error).name === 'ModelError') return true;
    throw error;
  }
}

test(
  `${MODELS} random models`,
  async () => {
    let reduced = 0;
    const property = fc.asyncProperty(commutingModel, async ({ source }) => {
      // Lets the clock of the test run.
      await setImmediate();
      const file = evaluateSource(source);
      const { model, properties } = file;
      const outcome = disagreement(model, properties.properties({}), { maxStates: MOST_STATES });
      expect(outcome).not.toHaveProperty('difference');
      if (isBroken(file)) return;
      const searches = new Searches(model.system({}), properties.properties({}), MOST_STATES);
      if (searches.areTooLarge) return;
      const { difference, states } = searches.compare(SOUND);
      expect(difference).toBeUndefined();
      if (states < searches.states) reduced++;
    });
    await fc.assert(property, { numRuns: MODELS, seed: SEED, endOnFailure: true });
    expect(reduced, 'models with something to prune').toBeGreaterThan(MODELS / 10);
  },
  300_000 + MODELS * 1000,
);
