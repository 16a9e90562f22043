// The table of soundness: docs/soundness.md reprints it, and a check obeys it.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check.ts';
import type { Properties } from '../../src/property/property.ts';
import { soundnessMarkdown } from '../../src/reductions.ts';
import zonelist from '../peer-models/zonelist.ts';

test('the page is the table', async () => {
  await expect(soundnessMarkdown()).toMatchFileSnapshot('../../docs/soundness.md');
});

const about = '';
const goal = (): boolean => true;
const cases: readonly [string, Properties, readonly string[]][] = [
  ['nothing', {}, ['symmetry']],
  ['an invariant', { p: { kind: 'invariant', about, holds: goal } }, ['symmetry']],
  ['deadlock', { p: { kind: 'deadlock', about } }, ['symmetry']],
  ['what is pending', { p: { kind: 'memory-model', about } }, ['symmetry']],
  ['always possible', { p: { kind: 'always-possible', about, goal } }, []],
  [
    'liveness',
    { p: { kind: 'liveness', about, claim: { type: 'eventually', goal }, fairness: {} } },
    [],
  ],
];

test.each(cases)('%s', (_name, properties, reductions) => {
  const { statistics } = checkModel(zonelist, { A: 2 }, properties);
  expect(statistics.reductions).toEqual(reductions);
});

test('off on request, and where there is nothing to permute', () => {
  expect(checkModel(zonelist, { A: 2 }, {}, { reduction: false }).statistics.reductions).toEqual(
    [],
  );
  expect(checkModel(zonelist, { A: 1 }, {}).statistics.reductions).toEqual([]);
});
