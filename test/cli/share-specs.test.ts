// Parts of all specs: disjoint, complete, balanced by what is known of their times; and put together again.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partsOf, shareOfSpecs, timingsIn, urgentFirst } from '../../src/cli/share-specs.ts';
import { mergeResults } from '../../src/diff/merge.ts';
import { runJson } from '../../src/report/json/run.ts';
import { summarize } from '../../src/spec/run-outcome.ts';
import { expectedRun, surprisingRun, wideRun } from '../report/support/outcomes.ts';
import { mmcheck, project } from './mmcheck.ts';

const files = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `specs/${name}.ts`);
const known = new Map([
  [files[2], { seconds: 10, failed: false }],
  [files[4], { seconds: 2, failed: true }],
  [files[6], { seconds: 1, failed: false }],
]);

describe.each([1, 2, 3, 5, 9])('%i parts', (of) => {
  it.each([new Map(), known])('are the whole, each spec once', (times) => {
    const parts = partsOf(files, of, times);
    expect(parts).toHaveLength(of);
    expect(parts.flat().toSorted()).toEqual(files);
  });
});

it('has the long spec alone where the others are short', () => {
  const times = new Map(files.map((file) => [file, { seconds: 1, failed: false }]));
  times.set(files[3], { seconds: 100, failed: false });
  expect(partsOf(files, 2, times)).toContainEqual([files[3]]);
});

it('begins with what failed, then with the cheapest', () => {
  expect(urgentFirst(files, known).slice(0, 3)).toEqual([files[4], files[6], files[2]]);
});

const identity = { sources: 'x', division: 'y', asked: '' };
const summary = (specs: Parameters<typeof summarize>[0], number: number, other = {}) => ({
  ...summarize(specs),
  shard: { number, of: 2, ...identity, ...other },
});
const json = (specs: Parameters<typeof summarize>[0], number: number, other?: object) =>
  JSON.parse(JSON.stringify(runJson(specs, summary(specs, number, other))));
const one = { file: '1.json', json: json([expectedRun], 1) };
const two = { file: '2.json', json: json([surprisingRun, wideRun], 2) };

it('reads times and failures from a result', () => {
  const times = timingsIn(two.json, '2.json');
  expect(times.get(surprisingRun.spec)).toMatchObject({ seconds: 1.25 * wideRun.rows.length });
  expect(timingsIn(json([surprisingRun], 1), 'x').get(surprisingRun.spec)?.failed).toBe(true);
});

it('merges shards into what one run would have said', () => {
  const all = [expectedRun, surprisingRun, wideRun];
  const { specs, summary: sum } = mergeResults([two, one]);
  expect(sum).toEqual(JSON.parse(JSON.stringify(runJson(all, summarize(all)).summary)));
  expect(specs).toHaveLength(3);
});

it.each([
  [
    'of other sources',
    [one, { file: '2.json', json: json([wideRun], 2, { sources: 'y' }) }],
    /differ; run all/,
  ],
  [
    'that were divided otherwise',
    [one, { file: '2.json', json: json([wideRun], 2, { division: 'z' }) }],
    /2.json and 1.json are no shards of one run: the specs were divided by other times/,
  ],
  [
    'of which one was asked for less',
    [one, { file: '2.json', json: json([wideRun], 2, { asked: '--property p' }) }],
    /their options --property/,
  ],
  ['of which one is missing', [one], /shard 2\/2 is missing/],
  [
    'of which one is there twice',
    [one, { ...one, file: '3.json' }, two],
    /1.json and 3.json are both/,
  ],
  [
    'that are none',
    [{ file: '0.json', json: runJson([wideRun], summarize([wideRun])) }],
    /shard must be/,
  ],
])('refuses results %s', (_, results, words) => {
  expect(() => mergeResults(results)).toThrow(words);
});

describe('the sources of shards', () => {
  const made = {
    'lib/on.ts': 'export const ON = true;',
    'models/a.ts': "import { ON } from '../lib/on.ts';",
    'models/unused.ts': '',
    'specs/a.ts': "import a from '../models/a.ts';",
  };
  const sourcesIn = (folder: string) =>
    shareOfSpecs([join(folder, 'specs/a.ts')], { shard: { number: 1, of: 2 } }).shard?.sources;

  it.each<[file: string, isOther: boolean]>([
    ['lib/on.ts', true],
    ['specs/a.ts', true],
    ['models/unused.ts', false],
  ])('a change of %s makes them others: %s', (file, isOther) => {
    const folder = project(made);
    const before = sourcesIn(folder);
    writeFileSync(join(folder, file), '// changed');
    expect(sourcesIn(folder) !== before).toBe(isOther);
  });
});

describe('shards of one run', () => {
  const shared = (flags: object) => {
    const share = (number: number, more: object) =>
      shareOfSpecs(files, { shard: { number, of: 2 }, ...more }).shard!;
    const [a, b] = [share(1, flags), share(2, {})];
    return a.division === b.division && a.asked === b.asked;
  };

  it('know each other, and none that was cut by other times or asked for something else', () => {
    const specs = [9, 1].map((seconds, k) => ({
      spec: files[k],
      rows: [{ properties: [], statistics: { seconds } }],
    }));
    const timings = join(project({ 't.json': JSON.stringify({ specs }) }), 't.json');
    expect(shared({})).toBe(true);
    expect(shared({ timings })).toBe(false);
    expect(shared({ property: ['off'] })).toBe(false);
    expect(shared({ stress: true })).toBe(false);
  });
});

it('merge has the status of a run in which an audit found something', async () => {
  const [row] = expectedRun.rows;
  const problems = [{ kind: 'storage', what: 'two states have one place' }];
  const audited = { ...expectedRun, rows: [{ ...row, audit: { problems } as never }] };
  const folder = project({
    '1.json': JSON.stringify(json([audited], 1)),
    '2.json': JSON.stringify(json([expectedRun], 2)),
    '3.json': JSON.stringify(json([expectedRun], 1)),
  });
  const status = async (...files: string[]) =>
    (await mmcheck(['merge', ...files], { cwd: folder })).code;
  expect(await status('1.json', '2.json')).toBe(2);
  expect(await status('3.json', '2.json')).toBe(0);
});
