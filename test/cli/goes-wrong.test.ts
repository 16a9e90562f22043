// Rows that expect the model to go wrong: a domain error, the misuse of a primitive, as a verdict of its own.

import { describe, expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

/** A count that starts at 2, and a number that starts at 1: one is put too often, or the other falls below 0. */
const MODEL = `import { bool, cell, defineModel, oneOf, system, upTo } from 'mmcheck';
import { refcount } from 'mmcheck/kernel';

export default defineModel('counted', {
  parameters: { kind: oneOf('right', 'put-twice', 'below-zero', 'too') },
  system: ({ kind }) =>
    system({ ref: refcount(3, 2), n: cell(upTo(2), 1), freed: cell(bool) }, ({ process }) => ({
      putter: process({
        start: 'put',
        steps: {
          put: ({ ref }) => {
            ref.dec();
            return kind === 'put-twice' ? 'put' : 'done';
          },
        },
      }),
      counter: process({
        start: 'count',
        steps: {
          count: ({ n, freed }) => {
            freed.value = false;
            n.value--;
            return kind === 'below-zero' ? 'count' : 'done';
          },
        },
      }),
    })),
});
`;
const SPEC = (rows: string) => `import { defineSpec } from 'mmcheck';
import counted from '../models/counted.ts';
export default defineSpec(counted, {
  properties: ({ invariant, reachable }) => ({
    'n-stays': invariant('', ({ n }) => n.value > 0),
    'n-falls': reachable('', ({ n }) => n.value === 0),
    'never-freed': invariant('', ({ freed }) => !freed.value),
  }),
  rows: [{ set: {}, expect: { 'n-stays': 'violated', 'n-falls': 'holds', 'never-freed': 'holds' } }, ${rows}],
  teeth: { 'n-falls': { replace: 'n.value--;', at: {} }, 'never-freed': { replace: 'freed.value = false', by: 'freed.value = true', at: {} } },
});
`;
const run = (rows: string, words: readonly string[] = []) =>
  mmcheck(['run', ...words], {
    cwd: project({ 'models/counted.ts': MODEL, 'specs/counted.ts': SPEC(rows) }),
  });
const jsonOf = async (rows: string) => {
  const { code, stdout, stderr } = await run(rows, ['--format', 'json']);
  const [, row] = JSON.parse(stdout).specs[0].rows;
  return { code, row, stderr };
};

describe('a row that expects the model to go wrong', () => {
  test('the misuse of a primitive, after what is found before: as expected', async () => {
    const row = `{
      set: { kind: 'put-twice' },
      expect: { 'n-stays': 'violated', 'n-falls': 'holds' },
      goesWrong: { at: ['putter', 'put'], says: 'the last reference' },
    }`;
    const { code, stdout, stderr } = await run(row);
    expect(stderr).toBe('');
    expect(stdout.replace(/ +/g, ' ')).toContain(
      'put-twice goes wrong violated 1 holds inconclusive',
    );
    expect(stdout).toContain('kind=put-twice: goes wrong: ');
    expect(stdout).toContain('2 rows: all as expected');
    expect(code).toBe(0);
  });

  test('a value outside its domain, and nothing is expected of the properties but what is found', async () => {
    const { code, row } = await jsonOf(`{
      set: { kind: 'below-zero' },
      expect: { 'n-stays': 'violated', 'n-falls': 'holds' },
      goesWrong: { at: ['counter', 'count'], says: 'n cannot be -1' },
    }`);
    expect(row).toMatchObject({
      goesWrong: { at: ['counter', 'count'], says: 'n cannot be -1', verdict: 'goes-wrong' },
      properties: [
        { name: 'n-stays', verdict: 'violated' },
        { name: 'n-falls', verdict: 'holds' },
        { name: 'never-freed', expected: 'inconclusive', verdict: 'inconclusive' },
      ],
      limit: { reached: 'error' },
    });
    expect(row).not.toHaveProperty('error');
    expect(code).toBe(0);
  });

  test('a violation that nobody expected is one, though the model goes wrong as expected', async () => {
    const { code, row } = await jsonOf(`{
      set: { kind: 'below-zero' },
      goesWrong: { at: ['counter', 'count'], says: 'n cannot be -1' },
    }`);
    expect(row.properties[0]).toMatchObject({ expected: 'inconclusive', verdict: 'violated' });
    expect(code).toBe(1);
  });

  test('a model that goes on is unexpected: status 1', async () => {
    const row = `{
      set: { kind: 'too' },
      expect: { 'n-stays': 'violated', 'n-falls': 'holds' },
      goesWrong: { at: ['putter', 'put'], says: 'the last reference' },
    }`;
    const { code, stdout } = await run(row);
    expect(stdout).toContain('! goes on');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      "the model goes on (expected: to go wrong at putter put, with the words 'the last reference')",
    );
    expect(code).toBe(1);
  });

  test('another mistake is none that is expected: the row is broken, status 2', async () => {
    const { code, row, stderr } = await jsonOf(`{
      set: { kind: 'below-zero' },
      expect: { 'n-stays': 'violated', 'n-falls': 'holds' },
      goesWrong: { at: ['putter', 'put'], says: 'the last reference' },
    }`);
    expect(stderr).toContain('n cannot be -1');
    expect(stderr).toContain(
      "the row expects it to go wrong otherwise: at putter put, with the words 'the last reference'",
    );
    expect(row.error).toContain('n cannot be -1');
    expect(code).toBe(2);
  });

  test('where a limit comes first nobody knows: status 3', async () => {
    const row = `{
      set: { kind: 'below-zero' },
      expect: { 'n-stays': 'violated', 'n-falls': 'holds' },
      goesWrong: { at: ['counter', 'count'], says: 'n cannot be -1' },
    }`;
    const { code, stdout } = await run(row, ['--max-states', '2', '--format', 'json']);
    expect(JSON.parse(stdout).specs[0].rows[1].goesWrong.verdict).toBe('inconclusive');
    expect(code).toBe(3);
  });

  test('without such a row a mistake is one, as ever', async () => {
    const { code, stdout, stderr } = await run(
      "{ set: { kind: 'put-twice' }, expect: { 'n-stays': 'violated', 'n-falls': 'holds', 'never-freed': 'holds' } }",
    );
    expect(stderr + stdout).toContain('the last reference is given back');
    expect(code).toBe(3);
  });
});

describe('what such a row must not say', () => {
  test.each([
    [
      'that something holds',
      "expect: { 'never-freed': 'holds' }, goesWrong: { at: ['putter', 'put'], says: 'the last reference' }",
      "expects 'holds' of 'never-freed', and that the model goes wrong, which proves nothing",
    ],
    [
      'a label that there is not',
      "goesWrong: { at: ['putter', 'get'], says: 'the last reference' }",
      "tells of 'putter' at 'get' where the model goes wrong, which is no label of its system",
    ],
    ['no words', "goesWrong: { at: ['putter', 'put'], says: ' ' }", "'says' must be words"],
    ['no step', "goesWrong: { says: 'the last reference' }", 'a story is a list of events'],
    ['something else', "goesWrong: { at: ['putter', 'put'], say: 'refcount' }", "'say'"],
  ])('%s', async (_, members, said) => {
    const { code, stderr } = await run(`{ set: { kind: 'put-twice' }, ${members} }`);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});
