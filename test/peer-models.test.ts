// Reached states and transitions of the five peer models, unreduced: the counts on which SPIN, Rumur and TLC agree
// (bench/configurations.ts), and closed forms. `npm run bench` checks the same for the larger sizes.

import { describe, expect, test } from 'vitest';
import { CONFIGURATIONS } from '../bench/configurations.ts';
import { checkModel } from '../src/check/check.ts';
import type { ModelDefinition } from '../src/language/define-model.ts';
import bakery from './peer-models/bakery.ts';
import pcpdrain from './peer-models/pcpdrain.ts';
import peterson from './peer-models/peterson.ts';
import phils, { properties } from './peer-models/phils.ts';
import zonelist from './peer-models/zonelist.ts';

const MODELS: Readonly<Record<string, ModelDefinition>> = {
  bakery,
  pcpdrain,
  peterson,
  phils,
  zonelist,
};
const SMALL = CONFIGURATIONS.filter(({ states }) => states < 200_000);
const UNREDUCED = { reduction: false, memoryBytes: 2 ** 29 };

describe('reached states and transitions', () => {
  test.each(SMALL.map((one) => [one.model, JSON.stringify(one.parameters), one] as const))(
    '%s %s',
    (model, _parameters, { parameters, states, transitions }) => {
      const { statistics } = checkModel(MODELS[model], parameters, {}, UNREDUCED);
      expect(statistics).toMatchObject({ states, transitions });
    },
  );

  test.each([3, 5, 8])('%i philosophers have 3^N - 1 states', (N) => {
    const { statistics } = checkModel(phils, { N }, {}, UNREDUCED);
    expect(statistics.states).toBe(3 ** N - 1);
  });
});

test('philosophers who take the left fork first deadlock in N steps', () => {
  const { properties: outcomes } = checkModel(phils, { N: 4 }, properties.properties({ N: 4 }));
  expect(outcomes).toMatchObject([{ name: 'deadlock', verdict: 'violated', depth: 4 }]);
});
