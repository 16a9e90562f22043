// Which states are tried is free: a search that rests, samples and tries by turns, however small the model is, loses
// nothing.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AdaptiveSwitch } from '../../src/reduction/partial-order/adaptive.ts';
import { PartialOrder } from '../../src/reduction/partial-order/expansion.ts';
import type { StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';
import type { MakeExpansion } from '../../src/transition/reduced.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { reorderModel } from '../support/reorder-model.ts';
import { Searches, SOUND } from './reduced-search.ts';

const MODELS = 100;

/** Rests in every third state, and samples in every other. */
function byTurns(): AdaptiveSwitch {
  let turn = 0;
  const adaptive = {
    begin: () => {
      turn++;
    },
    tried: () => {},
    pruned: () => {},
    get isDisabled() {
      return turn % 3 === 0;
    },
    get isSampling() {
      return turn % 2 === 0;
    },
  };
  return adaptive as unknown as AdaptiveSwitch;
}

const expansion =
  (sets: StubbornSets, isSteady: boolean): MakeExpansion =>
  (stepper) =>
    new PartialOrder(stepper, sets, isSteady, byTurns());

test(`${MODELS} random models`, () => {
  let compared = 0;
  for (const { source } of fc.sample(reorderModel, { numRuns: MODELS, seed: 11 })) {
    const { model, properties } = evaluateSource(source);
    const searches = new Searches(model.system({}), properties.properties({}));
    if (searches.areTooLarge) continue;
    compared++;
    const { difference } = searches.compare({ ...SOUND, expansion });
    if (difference !== undefined) expect.fail(`${difference}\n${source}`);
  }
  expect(compared).toBeGreaterThan(MODELS / 2);
}, 300_000);
