// Rows that expect the model to go wrong: their types, and that the search goes on until it does.

import { expect, test } from 'vitest';
import { cell, defineModel, defineSpec, range, system, upTo } from '../../src/index.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { findingOfRow } from '../../src/spec/run-outcome.ts';
import { runRow } from '../../src/spec/run-spec.ts';
import type { GoesWrong, SpecRow } from '../../src/spec/spec.ts';

type Row = SpecRow<{ n: number }, 'small'>;
const goesWrong: GoesWrong = { at: ['counter', 'count'], says: 'x cannot be' };

test('a row names each property, or says that the model goes wrong', () => {
  const rows: Row[] = [
    { set: { n: 1 }, expect: { small: 'holds' } },
    { set: { n: 1 }, goesWrong },
    { set: { n: 1 }, goesWrong, expect: { small: 'violated' } },
    // @ts-expect-error nothing is expected of 'small'
    { set: { n: 1 }, expect: {} },
    // @ts-expect-error there is no property 'smal'
    { set: { n: 1 }, goesWrong, expect: { smal: 'violated' } },
    // @ts-expect-error a step is a process and a label
    { set: { n: 1 }, goesWrong: { at: ['counter'], says: '' } },
    // @ts-expect-error what it says is needed
    { set: { n: 1 }, goesWrong: { at: ['counter', 'count'] } },
  ];
  expect(rows).toHaveLength(7);
});

const model = defineModel('counting', {
  parameters: { n: range(1, 9) },
  system: ({ n }) =>
    system({ x: cell(upTo(n)) }, ({ process }) => ({
      counter: process({
        count: 2,
        start: 'count',
        steps: {
          count: ({ x }) => {
            x.value++;
            return 'count';
          },
        },
      }),
    })),
});
const spec = defineSpec(model, {
  properties: ({ invariant }) => ({ small: invariant('', ({ x }) => x.value < 1) }),
  rows: [
    { set: { n: 9 }, goesWrong, expect: { small: { verdict: 'violated', depth: 1 } } },
    { set: { n: 8 }, goesWrong: { ...goesWrong, at: ['counter1', 'count'] } },
  ],
  teeth: {},
});

test('the search goes on until the model does, though all is decided before', () => {
  const [row] = examineSpec(spec);
  const run = runRow(spec, row);
  expect(run.goesWrong).toMatchObject({ verdict: 'goes-wrong' });
  expect(run.goesWrong?.message).toContain('x cannot be 10');
  expect(run.properties).toMatchObject([{ name: 'small', verdict: 'violated', asExpected: true }]);
  expect(findingOfRow(run)).toBe('as-expected');
});

test('an instance that is not the one is another step', () => {
  const [, row] = examineSpec(spec);
  expect(() => runRow(spec, row, { reduction: false })).toThrow(
    /x cannot be 9.*; the row expects it to go wrong otherwise: at counter1 count/,
  );
});

test('--property does not take it away', () => {
  const [row] = examineSpec(spec);
  const run = runRow(spec, row, { only: [] });
  expect(run.properties).toEqual([]);
  expect(findingOfRow(run)).toBe('as-expected');
});
