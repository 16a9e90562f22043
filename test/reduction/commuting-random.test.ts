// Random models of operations that commute, and of those that only seem to: reductions say what the whole search says,
// mistakes of the model included.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/commuting-random.test.ts looks further.

import { expect, test } from 'vitest';
import { commutingModel } from '../support/commuting-model.ts';
import { expectSound } from './random-sources.ts';

const MODELS = Number(process.env.RANDOM_MODELS ?? 30);
const SEED = Number(process.env.SEED ?? 1);

test(
  `${MODELS} random models`,
  async () => {
    const reduced = await expectSound(commutingModel, MODELS, SEED);
    expect(reduced, 'models with something to prune').toBeGreaterThan(MODELS / 10);
  },
  300_000 + MODELS * 1000,
);
