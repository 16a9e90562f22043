// Steps that ask where other processes stand: the reference explorer, the engine and every reduction say the same of
// random models. To read a label is to read what every step of that process writes.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/labels-of.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { explore } from '../../src/reference/explore.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { reachable } from '../support/reachable.ts';
import { watchingModel } from '../support/watching-model.ts';
import { disagreement } from './agreement.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 12);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;

describe('random models', () => {
  test(
    `${RUNS} against the reference, and with each reduction`,
    () => {
      let reduced = 0;
      let symmetric = 0;
      const agrees = fc.property(watchingModel, (source) => {
        const { model, properties: makers } = evaluateSource(source);
        const properties = makers.properties({});
        const definition = model.system({});
        const expected = explore(definition, properties);
        const found = reachable(definition, properties, { memoryBytes: 2 ** 22 });
        expect(found.verdicts).toEqual(expected.verdicts);
        expect(found.keys.size).toBe(expected.states.size);
        expect(found.transitions).toBe(expected.transitions);
        const { back: _, ...local } = properties;
        for (const some of [properties, local]) {
          const agreement = disagreement(model, some);
          expect(agreement, source).not.toHaveProperty('difference');
          if ('reduced' in agreement && agreement.reduced) reduced++;
        }
        const audited = checkModel(model, {}, local, { audit: true, memoryBytes: 2 ** 24 });
        expect(audited.audit?.problems ?? []).toEqual([]);
        if (audited.statistics.reductions.includes('symmetry')) symmetric++;
      });
      fc.assert(agrees, { numRuns: RUNS, seed: SEED });
      expect(reduced).toBeGreaterThan(0);
      expect(symmetric).toBeGreaterThan(0);
    },
    5 * MINUTE + RUNS * 500,
  );
});
