// Random models with and without symmetry: the same verdicts at the same depths, exactly the orbits
// of the states that are reached without it, one representative an orbit, and permutations that
// commute with steps and properties.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/random.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { candidateKinds, Group } from '../../src/reduction/group.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { type IdModel, loadIdModel } from '../support/id-model.ts';
import { SYMMETRIC_CLAIMS, SYMMETRIC_STEPS, TRAPS } from '../support/id-statements.ts';
import { randomModel } from '../support/random-model.ts';
import { agreement, allImages, reachedStates, symmetryProblems } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 51);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 3000;
const MINUTE = 60_000;

interface Checked {
  readonly definition: SystemDefinition;
  readonly properties: Properties;
}

/** What the tests ask of each model: whether there was anything to permute. */
function check({ definition, properties }: Checked): boolean {
  const system = new CompiledSystem(definition, observerShapes(properties));
  const { quotient } = planSymmetry(system, properties);
  if (!quotient) return false;
  const outcome = agreement({ definition, properties }, quotient, MAX_STATES);
  expect(outcome).toMatch(/^agrees|^too many states/);
  const states = reachedStates(definition, properties, 200);
  expect(symmetryProblems({ definition, properties }, quotient, states)).toEqual([]);
  return true;
}

/**
 * Whatever the ids mean: the representative is an image of the state, and the same for all images.
 */
function checkRepresentatives({ definition, properties }: Checked): void {
  const { layout } = new CompiledSystem(definition, observerShapes(properties));
  const { kinds } = candidateKinds(layout);
  if (kinds.length === 0) return;
  const symmetry = new Canonicalizer(layout, new Group(layout, kinds));
  const permute = symmetry.permutation();
  const images = allImages(symmetry.group);
  for (const state of reachedStates(definition, properties, MAX_STATES).slice(-100)) {
    const representative = state.slice();
    const image = symmetry.moving(representative).slice();
    const into = state.slice();
    permute(state, image, into);
    expect(into).toEqual(representative);
    for (const other of images) {
      permute(state, other, into);
      symmetry.canonicalize(into);
      if (into.some((word, w) => word !== representative[w])) expect(into).toEqual(representative);
    }
  }
  expect(symmetry.exact).toBe(true);
}

const traps = Object.values(TRAPS).flatMap(({ kinds, steps }) =>
  kinds.includes('node') ? steps.slice(-1)[0] : [],
);
const statement = (trapped: number) =>
  fc.oneof(
    { weight: 100 - trapped, arbitrary: fc.constantFrom(...SYMMETRIC_STEPS) },
    { weight: trapped, arbitrary: fc.constantFrom(...traps) },
  );
const idModel = (trapped: number): fc.Arbitrary<IdModel> =>
  fc
    .record({
      nodes: fc.constant(3),
      tasks: fc.constantFrom(2, 3),
      steps: fc.array(fc.array(statement(trapped), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 3,
      }),
      properties: fc.uniqueArray(fc.constantFrom(...SYMMETRIC_CLAIMS), { maxLength: 2 }),
    })
    .filter(isTaken);

/** Ids of two kinds that are mixed are refused before any rule of symmetry is asked. */
function isTaken(given: IdModel): boolean {
  try {
    const { definition, properties } = loadIdModel(given);
    new CompiledSystem(definition, observerShapes(properties)).accesses();
    return true;
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}

test(
  'models that do much with ids, and now and then what they should not',
  () => {
    let permuted = 0;
    fc.assert(
      fc.property(idModel(10), (given) => {
        const loaded = loadIdModel(given);
        if (check(loaded)) permuted++;
        checkRepresentatives(loaded);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(permuted).toBeGreaterThan(RUNS / 2);
  },
  10 * MINUTE,
);

test(
  'without the rules, the same models catch it',
  () => {
    const wrong = fc
      .sample(idModel(60), { numRuns: Math.ceil(RUNS / 3), seed: SEED })
      .filter((given) => {
        const { definition, properties } = loadIdModel(given);
        const { layout } = new CompiledSystem(definition, observerShapes(properties));
        const kinds = [{ name: 'node', size: given.nodes ?? 3 }];
        const careless = new Canonicalizer(layout, new Group(layout, kinds));
        return agreement({ definition, properties }, careless, MAX_STATES).startsWith('other');
      });
    expect(wrong.length).toBeGreaterThan(RUNS / 30);
  },
  10 * MINUTE,
);

test(
  'models as users write them',
  () => {
    const property = fc.property(randomModel, ({ source }) => {
      const { model, properties } = evaluateSource(source);
      const loaded = { definition: model.system({}), properties: properties.properties({}) };
      check(loaded);
      checkRepresentatives(loaded);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
  },
  10 * MINUTE,
);
