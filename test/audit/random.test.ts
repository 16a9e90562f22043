// Random models: what their searches rely upon is so, and the audit changes nothing that a check says.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/audit/random.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import type { ModelFile } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;

/** Undefined where the model is broken: then there is nothing to audit. */
function check(
  model: ModelDefinition,
  properties: Properties,
  audit: boolean,
): CheckOutcome | undefined {
  try {
    return checkModel(model, {}, properties, { audit, maxStates: 5000, memoryBytes: 2 ** 27 });
  } catch (error) {
    if ((error as Error).name === 'ModelError') return undefined;
    throw error;
  }
}

test(
  `${RUNS} random models`,
  () => {
    const looked = { pairs: 0, sets: 0, permutations: 0 };
    const isSo = fc.property(randomModel, ({ source }) => {
      const { model, properties }: ModelFile = evaluateSource(source);
      const audited = check(model, properties.properties({}), true);
      const plain = check(model, properties.properties({}), false);
      expect(audited?.outcome).toBe(plain?.outcome);
      expect(audited?.properties).toEqual(plain?.properties);
      if (!audited?.audit) return;
      expect(audited.audit.problems).toEqual([]);
      looked.pairs += audited.audit.pairs;
      looked.sets += audited.audit.sets;
      looked.permutations += audited.audit.permutations;
    });
    fc.assert(isSo, { numRuns: RUNS, seed: SEED });
    for (const [what, count] of Object.entries(looked)) expect(count, what).toBeGreaterThan(0);
  },
  5 * MINUTE,
);
