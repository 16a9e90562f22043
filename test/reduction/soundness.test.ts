// The table of soundness: docs/soundness.md reprints it, and a check obeys it.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { inspectSymmetry, soundnessMarkdown } from '../../src/check/reductions.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import zonelist from '../peer-models/zonelist.ts';
import { loadIdModel } from '../support/id-model.ts';

test('the page is the table', async () => {
  await expect(soundnessMarkdown()).toMatchFileSnapshot('../../docs/soundness.md');
});

const about = '';
const goal = (): boolean => true;
const BOTH = ['symmetry', 'partial-order'];
const holds = (({ alloc }: { alloc: readonly { at: string }[] }) =>
  alloc.filter(({ at }) => at === 'done').length <= 2) as never;
const cases: readonly [string, Properties, readonly string[]][] = [
  ['nothing', {}, BOTH],
  ['an invariant', { p: { kind: 'invariant', about, holds } }, BOTH],
  ['deadlock', { p: { kind: 'deadlock', about } }, BOTH],
  ['lock order', { p: { kind: 'lock-order', about } }, ['symmetry']],
  ['what is pending', { p: { kind: 'memory-model', about } }, BOTH],
  ['always possible', { p: { kind: 'always-possible', about, goal } }, ['symmetry']],
  [
    'liveness',
    { p: { kind: 'liveness', about, claim: { type: 'eventually', goal }, fairness: {} } },
    ['symmetry'],
  ],
  [
    'of one instance',
    {
      p: {
        kind: 'liveness',
        about,
        claim: { type: 'progresses', processes: ['alloc'] },
        fairness: {},
      },
    },
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
  expect(checkModel(zonelist, { A: 1 }, {}).statistics.reductions).toEqual(['partial-order']);
  const { statistics } = checkModel(zonelist, { A: 2 }, {}, { reduction: ['symmetry'] });
  expect(statistics.reductions).toEqual(['symmetry']);
});

test('off where it costs more than it can save', () => {
  const reasonsOf = (nodes: number, tasks: number): readonly string[] => {
    const { definition, properties } = loadIdModel({ nodes, tasks, steps: [['me.k = 0;']] });
    return inspectSymmetry(definition, properties).reasons.map(({ reason }) => reason);
  };
  expect(reasonsOf(2, 2)).toContain(
    '8 permutations of ids that are tied to each other save less than they cost',
  );
  expect(reasonsOf(3, 3)).toEqual([]);
});
