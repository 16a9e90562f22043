// Reductions against the search without: the same verdicts, the same processes stuck, and counterexamples of the same
// length or marked as perhaps not the shortest; with each reduction, with both, in both orders; on random models of two
// sorts, and on rows of every shipped spec.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/partial-order.test.ts looks further. A failure is not shrunk,
// which would take hours: the seed and the source are printed at once.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateSource } from '../support/evaluate-source.ts';
import type { ModelFile } from '../support/load-source.ts';
import { type RandomModel, randomModel } from '../support/random-model.ts';
import { reorderModel } from '../support/reorder-model.ts';
import { someRows } from '../support/shipped-rows.ts';
import { disagreement, FEW_COMBINATIONS } from './agreement.ts';
import { Searches, SOUND } from './reduced-search.ts';

const MODELS = Number(process.env.RANDOM_MODELS ?? 12);
const SEED = Number(process.env.SEED ?? 1);
/** Every model has rows that are smaller; the nightly run looks at the larger ones, too. */
const ROW_STATES = MODELS > 500 ? 100_000 : 20_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How many of the models had something to prune. */
async function reducedOf(
  models: fc.Arbitrary<RandomModel>,
  runs: number,
  isReduced: (file: ModelFile) => boolean,
): Promise<number> {
  let reduced = 0;
  const property = fc.asyncProperty(models, async ({ source }) => {
    // Lets the clock of the test run.
    await setImmediate();
    if (isReduced(evaluateSource(source))) reduced++;
  });
  await fc.assert(property, { numRuns: runs, seed: SEED, endOnFailure: true });
  return reduced;
}

/** Checks as a user asks for them. */
function agrees({ model, properties }: ModelFile, maxStates: number): boolean {
  const outcome = disagreement(model, properties.properties({}), { maxStates });
  expect(outcome).not.toHaveProperty('difference');
  return outcome.type === 'agrees' && outcome.reduced;
}

/** What is kept of the graph, which says more than verdicts. */
function keeps({ model, properties }: ModelFile): void {
  const searches = new Searches(model.system({}), properties.properties({}));
  if (searches.areTooLarge) return;
  expect(searches.compare(SOUND).difference).toBeUndefined();
}

const reorders = Math.ceil(MODELS * 0.6);
const others = MODELS - reorders;

test(
  `${reorders} random models whose steps can be reordered`,
  async () => {
    const reduced = await reducedOf(reorderModel, reorders, (file) => {
      keeps(file);
      return agrees(file, 2000);
    });
    expect(reduced, 'models with something to prune').toBeGreaterThan(reorders / 2);
  },
  5 * MINUTE + reorders * SECOND,
);

test(
  `${others} random models with more of the language`,
  async () => {
    const reduced = await reducedOf(randomModel, others, (file) => agrees(file, 2000));
    expect(reduced, 'models with something to prune').toBeGreaterThan(others / 20);
  },
  5 * MINUTE + others * SECOND,
);

const rows = await someRows();

describe.runIf(rows.length > 0)('shipped models', () => {
  test.each(rows.map((row) => [row.name, row] as const))(
    '%s',
    (_name, { model, values, properties }) => {
      const given = { values, maxStates: ROW_STATES, combinations: FEW_COMBINATIONS };
      expect(disagreement(model, properties(values), given)).not.toHaveProperty('difference');
    },
    5 * MINUTE,
  );
});
