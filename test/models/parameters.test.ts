// Whoever reads `mmcheck list` tries one value after the other. Each alone makes a model that can be
// searched, or is refused in words: an error from inside the model tells its reader nothing.

import { expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import type { ModelDefinition, ParameterDomain } from '../../src/language/define-model.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

/** Most mistakes of this sort show in the initial state, the others soon after; reductions only take long to be made. */
const ENOUGH = { maxStates: 500, reduction: false };

/** By day every third model, by night all. */
const ONE_IN = process.env.ALL_ROWS === undefined ? 6 : 1;
const models = shippedNames('models').filter((_, k) => k % ONE_IN === 0);

test.for(models)('%s takes each value of each parameter', async (file) => {
  const { default: model } = await imported<{ default: ModelDefinition }>('models', file);
  for (const [name, domain] of Object.entries(model.parameters)) {
    for (const value of valuesOf(domain)) {
      const found = searched(model, { [name]: value });
      expect(found, `${name}=${value}`).toBe('searched or refused');
    }
  }
});

function searched(model: ModelDefinition, values: Record<string, boolean | number | string>) {
  try {
    checkModel(model, values, {}, ENOUGH);
  } catch (error) {
    if (!(error instanceof UsageError)) return error instanceof Error ? error.message : error;
  }
  return 'searched or refused';
}

function valuesOf(domain: ParameterDomain): readonly (boolean | number | string)[] {
  if (domain.type === 'bool') return [false, true];
  return domain.type === 'range' ? [domain.low, domain.high] : domain.values;
}
