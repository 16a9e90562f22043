// Random models as sources: checks with each reduction say what checks without say, mistakes of the model included; and of
// those that make none, the reduced search finds what the whole search finds.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import type { ModelFile } from '../support/load-source.ts';
import type { RandomModel } from '../support/random-model.ts';
import { disagreement } from './agreement.ts';
import { Searches, SOUND } from './reduced-search.ts';

const MOST_STATES = 3000;

/** How many of the models had something to prune. */
export async function expectSound(
  models: fc.Arbitrary<RandomModel>,
  count: number,
  seed: number,
): Promise<number> {
  let reduced = 0;
  const property = fc.asyncProperty(models, async ({ source }) => {
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
  await fc.assert(property, { numRuns: count, seed, endOnFailure: true });
  return reduced;
}

function isBroken({ model, properties }: ModelFile): boolean {
  try {
    const wanted = { reduction: false, untilWrong: true, maxStates: MOST_STATES } as const;
    return checkModel(model, {}, properties.properties({}), wanted).limit?.reached === 'error';
  } catch (error) {
    if ((error as Error).name === 'ModelError') return true;
    throw error;
  }
}
