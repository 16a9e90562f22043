// The outcome of a check, for people and for scripts.

import { expect, it } from 'vitest';
import { checkJson } from '../../src/report/json/check.ts';
import { jsonText } from '../../src/report/json/json-text.ts';
import { checkText } from '../../src/report/text/check.ts';
import { ansiStyle } from '../../src/report/text/style.ts';
import { textWidth } from '../../src/report/text/width.ts';
import { decodeTrace } from '../../src/trace/trace-json.ts';
import { limitedOutcome, mixedOutcome } from './support/outcomes.ts';

it('says every verdict, what it rests on and what it cost, then shows the races', async () => {
  await expect(checkText(mixedOutcome)).toMatchFileSnapshot('./golden/check.txt');
});

it('says which limit came first', async () => {
  await expect(checkText(limitedOutcome)).toMatchFileSnapshot('./golden/check-limited.txt');
});

it.each([50, 100])('says after several runs how to see one of them, in %i columns', (columns) => {
  const violated = mixedOutcome.properties.filter(({ verdict }) => verdict === 'violated');
  const several = { ...mixedOutcome, properties: [...violated, ...violated] };
  const lines = checkText(several, { columns }).trimEnd().split('\n');
  expect(lines.slice(lines.lastIndexOf('') + 1).join(' ')).toMatch(
    /^2 properties are violated; --property NAME shows\s+one of\s+them\.$/,
  );
  for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
  expect(checkText(mixedOutcome)).not.toContain('--property');
});

it.each([50, 60, 80, 120])('keeps to %i columns', (columns) => {
  for (const line of checkText(mixedOutcome, { columns }).split('\n')) {
    expect(textWidth(line), line).toBeLessThanOrEqual(columns);
    expect(line).toBe(line.trimEnd());
  }
});

it('is laid out the same in colour', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing what the style adds
  const plain = checkText(mixedOutcome, { style: ansiStyle }).replace(/\x1b\[\d+m/g, '');
  expect(plain).toBe(checkText(mixedOutcome));
});

it('keeps the contract of its JSON', async () => {
  await expect(jsonText(checkJson(mixedOutcome))).toMatchFileSnapshot('./golden/check.json');
  expect(Object.keys(checkJson(limitedOutcome))).toEqual([
    'schema',
    'model',
    'parameters',
    'outcome',
    'properties',
    'statistics',
    'limit',
  ]);
});

it('has no characters in its JSON that act on a terminal', () => {
  const text = 'a\u009b2J\u2028\u202e\uffff\ud800"b"\u001b';
  const json = jsonText({ [text]: text });
  expect(json).toMatch(/^[\x20-\x7e]*\n$/);
  expect(JSON.parse(json)).toEqual({ [text]: text });
});

it('gives counterexamples that replay reads', () => {
  const [, oom] = checkJson(mixedOutcome).properties;
  const trace = decodeTrace(JSON.parse(JSON.stringify(oom!.counterexample)));
  expect(trace.steps.size).toBe(13);
});
