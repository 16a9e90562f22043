// What two properties claim in the same words gets the same verdict twice, by a run of the same length: none takes the
// other's place, and none ends a search that the other still needs.

import { expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { type ShippedRow, someRows } from '../../support/shipped-rows.ts';

/** The first row of each spec: between them they use every kind of property. */
const rows = new Map<string, ShippedRow>();
for (const row of await someRows()) {
  const spec = row.name.split(' ')[0];
  if (!rows.has(spec)) rows.set(spec, row);
}

test.each([...rows])('%s', (_, { model, values, properties }) => {
  const once = properties(values);
  // What a step asserts names its property, so that it has only one name.
  const named = Object.entries(once).filter(([, { kind }]) => kind !== 'assertion');
  const again = named.map(([name, property]) => [`again ${name}`, property]);
  const { properties: verdicts } = checkModel(
    model,
    values,
    { ...once, ...Object.fromEntries(again) },
    { maxStates: 300_000 },
  );
  const shown = (name: string) => {
    const found = verdicts.find((one) => one.name === name);
    return { verdict: found?.verdict, depth: found?.depth };
  };
  for (const [name] of named) {
    expect({ name, ...shown(`again ${name}`) }).toEqual({ name, ...shown(name) });
  }
});
