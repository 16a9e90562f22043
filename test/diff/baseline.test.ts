// What a baseline says of a run, and what of it counts.

import { expect, it } from 'vitest';
import { readBaseline, unlikeBaseline, updatedBaseline } from '../../src/diff/baseline.ts';
import type { RowRun, SpecRun } from '../../src/spec/run-outcome.ts';
import { expectedRun, wideRun } from '../report/support/outcomes.ts';

const [first, second, third] = expectedRun.rows;
const withRows = (...rows: RowRun[]): SpecRun => ({ ...expectedRun, rows });
const whole = { stress: false, part: false };
const baseline = updatedBaseline(undefined, [expectedRun], false);
const unlike = (run: SpecRun, asked = whole) => unlikeBaseline(baseline, run, asked, 'b.json');
const halved = { ...first, statistics: { ...first.statistics, states: 433_368 } };
const [property, ...others] = second.properties;
const longer = { ...second, properties: [{ ...property, depth: 5 }, ...others] };

it('agrees with the run that it was made of, also through its file', () => {
  expect(unlike(expectedRun)).toEqual([]);
  const again = readBaseline(JSON.parse(JSON.stringify(baseline)), 'b.json');
  expect(again).toEqual(baseline);
});

it.each([
  ['lost half of its states', [halved, second, third], /433368 states, 866737 in the baseline$/],
  ['has a longer run', [first, longer, third], /never-empty is shown in 5 steps, 4 in the/],
  ['has lost a row', [first, third], /^update=zero-then-refill .* is in the baseline alone$/],
  [
    'has a new row',
    [...expectedRun.rows, { ...first, parameters: { n: 1 } }],
    /^n=1 is not in the baseline$/,
  ],
])('tells of a model that %s', (_, rows, words) => {
  const found = unlike(withRows(...rows));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(words);
});

it('asks nothing of what a command leaves out', () => {
  const part = withRows({ ...first, properties: first.properties.slice(1) }, second);
  expect(unlike(part, { stress: false, part: true })).toEqual([]);
  const fewer = withRows({ ...first, statistics: { ...first.statistics, states: 1 } }, second);
  expect(unlike(fewer, { stress: false, part: true })).toEqual([]);
  expect(unlike(fewer, whole)).not.toEqual([]);
  const large = { ...baseline, stress: true };
  expect(unlikeBaseline(large, withRows(first, second), whole, 'b.json')).toEqual([]);
  expect(
    unlikeBaseline(large, withRows(first), { stress: true, part: false }, 'b.json'),
  ).toHaveLength(2);
});

it('says that it is one of other specs', () => {
  const other = { ...wideRun, spec: 'specs/other.ts' };
  expect(unlike(other)).toEqual([
    'the baseline b.json says nothing of this spec; --update-baseline adds it',
  ]);
  const both = updatedBaseline(baseline, [other], false);
  expect(both.specs.map(({ spec }) => spec)).toEqual([other.spec, expectedRun.spec]);
});

it('is no baseline where it is something else', () => {
  expect(() => readBaseline({ specs: 1, schema: 1 }, 'b.json')).toThrow(
    'b.json is no result: specs must be a list',
  );
});
