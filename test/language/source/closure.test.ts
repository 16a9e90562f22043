// Names of surrounding scopes, as steps see them, however the file was loaded.

import { none } from 'mmcheck';
import { expect, test } from 'vitest';
import { none as here } from '../../../src/language/domain.ts';
import { closureOf } from '../../../src/language/source/closure.ts';
import { loadSource } from '../../support/load-source.ts';

const outer = { ids: [0, 1] };

function make(hot: number) {
  const inner = 'x';
  return () => [outer.ids, hot, inner, none];
}

test('variables of functions and modules', () => {
  const lookup = closureOf(make(7));
  expect(lookup('hot')).toEqual({ value: 7 });
  expect(lookup('inner')).toEqual({ value: 'x' });
  expect(lookup('outer')?.value).toBe(outer);
  expect(lookup('Math')?.value).toBe(Math);
  expect(lookup('nowhere')).toBeUndefined();
});

test('in a file that jiti loads', async () => {
  const { model } = await loadSource(`
    import { cell, defineModel, defineProperties, kind, none, orNone, system } from 'mmcheck';
    const zone = kind('zone', 3);
    const model = defineModel('m', { system: () => {
      const hot = zone.ids[2];
      return system({ c: cell(orNone(zone)) }, ({ process }) => ({ p: process({ start: 'a', steps: {
        a: ({ c }) => (c.value === none || c.value === hot ? 'done' : 'blocked'),
      } }) }));
    } });
    export default model;
    export const properties = defineProperties(model, () => ({}));
  `);
  const step = model.system({}).processes.p.steps.a;
  const lookup = closureOf(step);
  expect(lookup('hot')).toEqual({ value: 2 });
  const text = String(step);
  const name = text.match(/=== (\w+)\.none/)?.[1];
  const imported = name
    ? (lookup(name)?.value as { none: unknown } | undefined)?.none
    : lookup('none')?.value;
  expect(imported).toBe(here);
});
