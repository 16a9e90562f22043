// A search in partitions says what a search in memory says: counts, verdicts, lengths of runs; however many partitions there are, with
// too little memory for more than one, and when its process was killed at any moment and another has gone on.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { defineProperties } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import { refusalsOf } from '../../src/reduction/soundness.ts';
import { partitionSoundness } from '../../src/reduction/store-soundness.ts';
import bakery from '../peer-models/bakery.ts';
import pcpdrain from '../peer-models/pcpdrain.ts';
import peterson from '../peer-models/peterson.ts';
import phils from '../peer-models/phils.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';
import { inPartitions, said, told } from './in-partitions.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 3);
const PARTITIONS = [1, 3, 8];

const { properties: philsProperties } = defineProperties(phils, ({ deadlock }) => ({
  none: deadlock('none starves'),
}));

const MODELS: readonly (readonly [string, ModelDefinition, ParameterValues, Properties])[] = [
  ['zonelist', zonelist, { Z: 2, P: 1, A: 3 }, {}],
  ['pcpdrain', pcpdrain, { N: 3, C: 1, M: 1, T: 3 }, {}],
  ['phils', phils, { N: 7 }, philsProperties({})],
  ['peterson', peterson, { N: 3, ERR: 0 }, {}],
  ['bakery', bakery, { N: 2, MAX: 6, ERR: 0 }, {}],
  ['two-phase', twoPhase, { N: 4 }, {}],
];

const reductions = (isReduced: boolean): CheckOptions => ({
  reduction: isReduced ? ['symmetry'] : false,
  statesTogether: 0,
});

describe.each(MODELS)('%s', (_name, model, values, properties) => {
  test.each([true, false])('with symmetry: %s', (isReduced) => {
    const options = reductions(isReduced);
    const local = told(checkModel(model, values, properties, options));
    for (const partitions of PARTITIONS) {
      expect(told(inPartitions(model, values, properties, { ...options, partitions }))).toEqual(
        local,
      );
    }
  });
});

function allowed(properties: Properties): Properties {
  const refused = new Set(refusalsOf(partitionSoundness, properties).map((one) => one.property));
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !refused.has(name)));
}

const parts = fc.constantFrom(...PARTITIONS);

test('random models, with every kind of claim that is allowed', async () => {
  const asked = fc.asyncProperty(
    randomModel,
    fc.boolean(),
    parts,
    async ({ source }, isReduced, partitions) => {
      const { model, properties } = await loadSource(source);
      const some = allowed(properties.properties({}));
      const options = { ...reductions(isReduced), maxStates: 20_000, memoryBytes: 2 ** 22 };
      const local = checkModel(model, {}, some, options);
      if (local.limit) return;
      const outcome = inPartitions(model, {}, some, { ...options, partitions });
      expect(outcome.limit).toBe(undefined);
      expect(said(outcome.properties)).toEqual(said(local.properties));
    },
  );
  await fc.assert(asked, { numRuns: RUNS, seed: 25, endOnFailure: true });
});
