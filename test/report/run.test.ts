// The verdict matrix, and the run as scripts read it.

import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/report/json-text.ts';
import { matrixText, summaryText } from '../../src/report/matrix.ts';
import { runJson } from '../../src/report/run-json.ts';
import { ansiStyle } from '../../src/report/style.ts';
import { summarize } from '../../src/spec/run-outcome.ts';
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

it('counts every row once', () => {
  expect(summarize([expectedRun, surprisingRun])).toEqual({
    rows: 7,
    asExpected: 3,
    unexpected: 3,
    inconclusive: 1,
    pending: 3,
  });
});

it('sums up in a line', () => {
  expect(summaryText(summarize([expectedRun, surprisingRun]))).toBe(
    '7 rows: 3 as expected, 3 unexpected, 1 inconclusive, 3 verdicts pending\n',
  );
  expect(summaryText(summarize([wideRun]))).toBe('6 rows: all as expected\n');
  expect(summaryText(summarize([]))).toBe('0 rows: 0 as expected\n');
});

it('keeps the contract of its JSON', async () => {
  const json = jsonText(runJson([expectedRun, surprisingRun]));
  await expect(json).toMatchFileSnapshot('./golden/run.json');
});
