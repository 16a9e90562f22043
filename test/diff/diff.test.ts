// Two results compared: what turned, came, went, and how much it counts.

import { describe, expect, it } from 'vitest';
import { compareResults, isSame } from '../../src/diff/compare.ts';
import { failOnOf, failsOn } from '../../src/diff/demand.ts';
import { readResult } from '../../src/diff/result.ts';
import { differenceMarkdown, differenceText } from '../../src/diff/words.ts';
import { checkJson } from '../../src/report/json/check.ts';
import { runJson } from '../../src/report/json/run.ts';
import { type RowRun, type SpecRun, summarize } from '../../src/spec/run-outcome.ts';
import { expectedRun, limitedOutcome, mixedOutcome } from '../report/support/outcomes.ts';

const result = (...specs: SpecRun[]) => {
  const json = JSON.parse(JSON.stringify(runJson(specs, summarize(specs))));
  return readResult(json, 'a.json');
};
const [first, second, third] = expectedRun.rows;
const withRows = (...rows: RowRun[]): SpecRun => ({ ...expectedRun, rows });
const changed = (row: RowRun, name: string, change: object): RowRun => ({
  ...row,
  properties: row.properties.map((one) => (one.name === name ? { ...one, ...change } : one)),
});
const states = (row: RowRun, count: number): RowRun => ({
  ...row,
  statistics: { ...row.statistics, states: count },
});
const between = (a: SpecRun, b: SpecRun) => compareResults(result(a), result(b));

it('tells nothing of two results that are the same', () => {
  const difference = between(expectedRun, expectedRun);
  expect(isSame(difference)).toBe(true);
  expect(differenceText(difference)).toMatch(/^The results are the same/);
  expect(failsOn(difference, { on: 'states', jump: 0 })).toBe(false);
});

describe('what is not known is not the same', () => {
  const broken: SpecRun = { ...expectedRun, model: '', rows: [], error: 'oops' };
  const other = { ...expectedRun, spec: 'specs/other.ts' };
  const partial = (rest: object, ...specs: SpecRun[]) => {
    const summary = { ...summarize(specs, []), ...rest };
    return readResult(JSON.parse(JSON.stringify(runJson(specs, summary))), 'part.json');
  };
  const leftOut = { leftOut: { since: 'c0ffee', specs: [other.spec] } };
  const shard = { shard: { number: 1, of: 2, sources: 'x', division: 'x', asked: '' } };

  it.each<[string, SpecRun]>([
    ['a spec', broken],
    ['a row', withRows({ ...first, error: 'oops' }, second)],
  ])('%s that could be run on neither side', (_, spec) => {
    const difference = between(spec, spec);
    expect(isSame(difference)).toBe(false);
    expect(difference.notRun).toHaveLength(1);
    expect(differenceText(difference)).toContain('Could be run on neither side\n  specs/zonelist');
    expect(differenceText(difference)).not.toContain('same');
    expect(differenceMarkdown(difference)).not.toContain('nothing turned');
  });
  it('a spec that was not begun', () => {
    const cut = partial({ notRun: ['specs/late.ts'] }, expectedRun);
    expect(compareResults(cut, cut).notRun).toMatchObject([{ owner: 'specs/late.ts' }]);
  });
  it('a spec that came, and cannot be run', () => {
    expect(compareResults(result(other), result(other, broken)).notRun).toHaveLength(1);
  });
  it.each([
    ['--changed left out', leftOut, /left out, as nothing of it has changed since c0ffee\n/],
    ['another shard has', shard, /in another shard than 1\/2\n/],
  ])('what %s has not gone', (_, rest, words) => {
    const [all, part] = [result(expectedRun, other), partial(rest, expectedRun)];
    for (const difference of [compareResults(all, part), compareResults(part, all)]) {
      expect([difference.went, difference.came]).toEqual([[], []]);
      expect(differenceText(difference)).toMatch(/^The results are the same/);
      expect(differenceText(difference)).toMatch(words);
    }
  });
  it('but a row of a spec that was run has', () => {
    const part = partial(leftOut, withRows(first));
    expect(compareResults(result(expectedRun, other), part).went).toHaveLength(2);
  });
});

it('tells a spec from its row without parameters', () => {
  const plain = withRows({ ...first, parameters: {} });
  expect(isSame(between(plain, plain))).toBe(true);
  expect(between(plain, withRows()).went).toMatchObject([{ whole: 'row' }]);
  const came = compareResults(result(), result(plain));
  expect(differenceText(came)).toMatch(/: the whole spec\n.*: the whole row\n/);
});

it('knows a row whose parameters stand in another order', () => {
  const { update, ...rest } = first.parameters;
  const turned = withRows({ ...first, parameters: { ...rest, update } });
  expect(isSame(between(withRows(first), turned))).toBe(true);
});

describe('a change', () => {
  const cases: Record<string, [SpecRun, RegExp, string[]]> = {
    'of a verdict': [
      withRows(changed(first, 'never-empty', { verdict: 'violated' }), second, third),
      /Verdicts that turned\n .*never-empty: holds -> violated\n/,
      ['verdict'],
    ],
    'of a length': [
      withRows(changed(first, 'no-missed-zone', { depth: 3 }), second, third),
      /Runs that differ\n .*no-missed-zone: violated in 3 steps, shorter than 4\n/,
      ['length'],
    ],
    'of a number of states': [
      withRows(states(first, 400_000), second, third),
      /Numbers of states\n .*: 866737 -> 400000 \(-54%\)\n/,
      ['states=20%'],
    ],
    'that loses a row': [
      withRows(second, third),
      /Went\n {2}specs\/zonelists\/zonelist-rebuild.ts update=stop-machine .*: the whole row\n/,
      ['verdict'],
    ],
    'that loses a property': [
      withRows({ ...first, properties: first.properties.slice(1) }, second, third),
      /Went\n .*never-empty: holds\n/,
      ['verdict'],
    ],
    'that breaks a row': [
      withRows({ ...first, error: 'oops' }, second, third),
      /the row: checked -> could not be checked/,
      ['verdict'],
    ],
    'that breaks a spec': [
      { ...expectedRun, model: '', rows: [], error: 'oops' },
      /the spec: run -> could not be run/,
      ['verdict'],
    ],
  };
  it.each(Object.entries(cases))(
    '%s is told, and fails what it is to fail',
    (_, [after, told, on]) => {
      const difference = between(expectedRun, after);
      expect(differenceText(difference)).toMatch(told);
      for (const words of ['verdict', 'length', 'states=20%']) {
        expect(failsOn(difference, failOnOf(words)!)).toBe(on.includes(words));
      }
      expect(differenceMarkdown(difference)).toMatch(/^## mmcheck: /);
    },
  );

  it('to another run of the same length is told, and is none of length', () => {
    const a = withRows(changed(first, 'no-missed-zone', { route: 'a' }));
    const b = withRows(changed(first, 'no-missed-zone', { route: 'b' }));
    const difference = between(a, b);
    expect(differenceText(difference)).toContain('violated by another run of 4 steps');
    expect(failsOn(difference, { on: 'length' })).toBe(false);
  });

  it('of a row that was not seen to its end is none of its states', () => {
    const limit = { reached: 'time', message: 'no time' } as const;
    const cut = withRows({ ...states(first, 5), limit }, second, third);
    expect(between(expectedRun, cut).states).toEqual([]);
  });
});

it('compares the results of a check', () => {
  const before = readResult(JSON.parse(JSON.stringify(checkJson(mixedOutcome))), 'a.json');
  const after = readResult(JSON.parse(JSON.stringify(checkJson(limitedOutcome))), 'b.json');
  const text = differenceText(compareResults(before, after));
  expect(text).toMatch(/zone-constraint: holds -> inconclusive/);
});

it.each([
  [{}, 'a.json is no result; write one with'],
  [{ specs: [], schema: 2 }, 'schema must be 1'],
  [{ specs: [{ spec: 1 }], schema: 1 }, 'specs[0].spec must be text'],
])('refuses %j', (json, words) => {
  expect(() => readResult(json, 'a.json')).toThrow(words);
});

it.each(['verdicts', 'states', 'states=20', 'states=-1%'])('knows no --fail-on %s', (words) => {
  expect(failOnOf(words)).toBeUndefined();
});
