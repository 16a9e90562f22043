// The verdict matrix, and the run as scripts read it.

import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/report/json/json-text.ts';
import { runJson } from '../../src/report/json/run.ts';
import { ansiStyle } from '../../src/report/text/style.ts';
import { matrixText, summaryText } from '../../src/report/text/verdict-matrix.ts';
import { type RowRun, summarize } from '../../src/spec/run-outcome.ts';
import { expectedRun, surprisingRun, wideRun } from './support/outcomes.ts';

describe('a verdict matrix', () => {
  it('shows what differs between the rows, and says once what does not', async () => {
    await expect(matrixText(expectedRun)).toMatchFileSnapshot('./golden/matrix.txt');
  });
  it('marks what is not as expected and says it in words', async () => {
    await expect(matrixText(surprisingRun)).toMatchFileSnapshot('./golden/matrix-surprises.txt');
  });
  it('fits six properties into 100 columns', async () => {
    await expect(matrixText(wideRun)).toMatchFileSnapshot('./golden/matrix-wide.txt');
  });
  it('shortens its words where 80 columns are all there is', async () => {
    await expect(matrixText(wideRun, { columns: 80 })).toMatchFileSnapshot(
      './golden/matrix-80.txt',
    );
  });
  it('says that it has no rows', () => {
    expect(matrixText({ ...expectedRun, rows: [] })).toContain('no rows');
  });
  it('is laid out the same in colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing what the style adds
    const plain = matrixText(surprisingRun, { style: ansiStyle }).replace(/\x1b\[\d+m/g, '');
    expect(plain).toBe(matrixText(surprisingRun));
  });
});

describe('rows without verdicts', () => {
  const [first, second, third] = expectedRun.rows;
  const undecided = (row: RowRun, more: Partial<RowRun>): RowRun => ({
    ...row,
    ...more,
    properties: row.properties.map((property) => ({
      ...property,
      verdict: 'inconclusive',
      asExpected: false,
    })),
  });
  const limit = { reached: 'states', message: 'the state limit was reached' } as const;
  const stopped = {
    ...expectedRun,
    rows: [undecided(first, { limit }), undecided(second, { limit }), third],
  };
  const broken = { ...expectedRun, rows: [undecided(first, { error: 'oops\n  1. step' }), second] };
  const unasked = { ...expectedRun, rows: [{ ...first, properties: [] }] };

  it('say why, once for all that have the same reason', () => {
    const text = matrixText(stopped).replace(/\s+/g, ' ');
    const names = 'update=stop-machine event=shrink; update=zero-then-refill event=shrink';
    expect(text).toContain(` ! ${names}: the state limit was reached`);
    expect(text).not.toContain('never-empty: inconclusive');
    expect(matrixText(broken)).toContain('  ! update=stop-machine: could not be checked: oops\n');
    expect(matrixText(unasked)).toContain('  ! nothing was compared: no step of this row asserts');
  });

  it('are counted', () => {
    const notRun = ['specs/b.ts'];
    const summary = summarize([stopped, broken, unasked], notRun);
    expect(summaryText(summary)).toBe(
      '6 rows: 2 as expected, 3 inconclusive, 1 broken, 1 spec not run, 2 verdicts pending\n',
    );
    expect(runJson([stopped, broken], summary)).toMatchObject({
      specs: [{ rows: [{ limit }, { limit }, {}] }, { rows: [{ error: 'oops\n  1. step' }, {}] }],
      summary: { rows: 6, broken: 1, notRun },
    });
  });
});

it('says a note once that is the same for several rows', () => {
  const rows = expectedRun.rows.map((row) => ({ ...row, note: 'once' }));
  expect(matrixText({ ...expectedRun, rows }).match(/once/g)).toHaveLength(1);
});

it('counts every row once', () => {
  expect(summarize([expectedRun, surprisingRun])).toEqual({
    rows: 7,
    asExpected: 3,
    unexpected: 3,
    inconclusive: 1,
    broken: 0,
    notRun: [],
    pending: 3,
  });
});

it('sums up in a line', () => {
  expect(summaryText(summarize([expectedRun, surprisingRun]))).toBe(
    '7 rows: 3 as expected, 3 unexpected, 1 inconclusive, 3 verdicts pending\n',
  );
  expect(summaryText(summarize([wideRun]))).toBe('6 rows: all as expected\n');
  expect(summaryText(summarize([]))).toBe('0 rows: nothing was checked\n');
});

it('keeps the contract of its JSON', async () => {
  const runs = [expectedRun, surprisingRun];
  const json = jsonText(runJson(runs, summarize(runs)));
  await expect(json).toMatchFileSnapshot('./golden/run.json');
});
