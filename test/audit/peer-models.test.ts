// The peer models, on which both reductions do the most: what they rely upon is so.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import bakery from '../peer-models/bakery.ts';
import pcpdrain from '../peer-models/pcpdrain.ts';
import peterson from '../peer-models/peterson.ts';
import phils from '../peer-models/phils.ts';
import ring from '../peer-models/ring.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';

/** With what each gives the audit to look at; the rest of the parameters as they are. */
const MODELS = [
  [bakery, {}, ['pairs', 'sets']],
  [pcpdrain, {}, ['pairs']],
  [peterson, {}, ['pairs', 'sets']],
  [phils, { N: 6 }, ['pairs', 'sets']],
  [ring, {}, ['pairs', 'sets']],
  [twoPhase, {}, ['permutations']],
  [zonelist, {}, ['pairs', 'sets', 'permutations']],
] as const;

test.each(MODELS.map((one) => [one[0].name, ...one] as const))(
  '%s',
  (_name, model, values, looked) => {
    const { audit } = checkModel(model, values, {}, { audit: true, memoryBytes: 2 ** 29 });
    expect(audit?.problems).toEqual([]);
    for (const what of looked) expect(audit?.[what], what).toBeGreaterThan(0);
  },
);
