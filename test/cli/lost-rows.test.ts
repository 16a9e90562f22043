// `mmcheck run` where something goes wrong on the way: no spec and no row is lost without a word, and the status is that
// of the worst.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ExitCode, worstOf } from '../../src/cli/exit-code.ts';
import { mmcheck, NUMBERED, project, TINY, tinyProject, tinySpec } from './mmcheck.ts';

const VIOLATED = "{ set: {}, expect: { off: 'violated' } }";
const numbered = (n: number, verdict: string) =>
  `{ set: { n: ${n} }, expect: { off: '${verdict}' } }`;
/** Goes wrong in one row of two. */
const PARAMETER = TINY.replace(
  'system: () =>',
  "parameters: { how: oneOf('well', 'ill') },\n  system: ({ how }) =>",
)
  .replace('{ bool,', '{ bool, oneOf,')
  .replace('= true', "= how === 'ill' ? 7 : true");
const TWO_ROWS = `{ set: { how: 'ill' }, expect: { off: 'violated' } }, { set: { how: 'well' }, expect: { off: 'violated' } }`;

test('the worst status counts, whatever went wrong last', () => {
  expect(worstOf([ExitCode.misuse, ExitCode.violated, ExitCode.inconclusive])).toBe(2);
  expect(worstOf([ExitCode.internal, ExitCode.misuse])).toBe(70);
  expect(worstOf([ExitCode.inconclusive, ExitCode.violated])).toBe(1);
  expect(worstOf([ExitCode.terminated, ExitCode.internal])).toBe(143);
  expect(worstOf([])).toBe(0);
});

describe('a limit of time', () => {
  const large = NUMBERED.replace(
    /set: [\s\S]*?'done'; }/,
    "set: ({ wheel, me }) => { wheel[me.id] = (wheel[me.id] + 1) % 100; return 'set'; }",
  )
    .replace("start: 'set'", "count: 6, start: 'set'")
    .replace('cell(bool)', 'cell(bool), wheel: array(6, upTo(99))')
    .replace('{ bool,', '{ array, bool,');
  const cwd = project({
    'models/tiny.ts': large,
    'specs/a.ts': tinySpec(
      `${VIOLATED}, ${numbered(1, 'inconclusive')}, ${numbered(2, 'inconclusive')}`,
    ),
    'specs/b.ts': tinySpec(VIOLATED),
  });

  test('names the specs that were not run, and the rows that never were are not as expected', async () => {
    const words = ['run', '--no-reduction', '--timeout', '3', '--format', 'json'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    const { specs, summary } = JSON.parse(stdout);
    expect(stderr).toContain('not run: specs/b.ts');
    expect(summary).toMatchObject({ rows: 3, asExpected: 0, inconclusive: 3 });
    expect(summary.notRun).toEqual(['specs/b.ts']);
    expect(specs[0].rows[2].limit.reached).toBe('time');
    expect(specs[0].rows[2].properties[0].problem).toBe('the row gave no answer');
    expect(code).toBe(3);
  });

  test.each([
    ['SIGTERM', 143, 'asked to terminate'],
    ['SIGHUP', 129, 'the terminal has hung up'],
  ] as const)('%s leaves what was learnt', async (signal, status, words) => {
    const meanwhile = (child: { kill(signal: NodeJS.Signals): boolean }) => {
      setTimeout(() => child.kill(signal), 3000);
    };
    const { code, stdout } = await mmcheck(['run', '--no-reduction'], { cwd, meanwhile });
    expect(stdout).toContain(words);
    expect(stdout).toContain('3 rows: 0 as expected, 3 inconclusive, 1 spec not run');
    expect(code).toBe(status);
  });
});

describe('a row that cannot be checked', () => {
  test('does not take the others with it', async () => {
    const cwd = tinyProject(TWO_ROWS);
    writeFileSync(join(cwd, 'models/tiny.ts'), PARAMETER);
    const { code, stdout } = await mmcheck(['run'], { cwd });
    expect(stdout).toMatch(/! how=ill: could not be checked: .*row 1/);
    expect(stdout).toMatch(/ill +! inconclusive.*\n +well +violated 1\n/);
    expect(stdout).toContain('2 rows: 1 as expected, 1 broken');
    expect(code).toBe(2);
    const json = await mmcheck(['run', '--format', 'json'], { cwd });
    const { specs, summary } = JSON.parse(json.stdout);
    expect(specs[0].rows[0].error).toContain('flag cannot be 7');
    expect(specs[0].rows[1].error).toBeUndefined();
    expect(summary).toMatchObject({ rows: 2, asExpected: 1, inconclusive: 0, broken: 1 });
  });

  test('is told once where it is the same in several', async () => {
    const cwd = tinyProject([1, 2, 3].map((n) => numbered(n, 'violated')).join());
    writeFileSync(join(cwd, 'models/tiny.ts'), NUMBERED.replace('= true', '= 7'));
    const { stderr } = await mmcheck(['run'], { cwd });
    expect(stderr.match(/these steps|step 'set'/g)).toHaveLength(1);
    expect(stderr).toContain('the same in 2 more rows of specs/tiny.ts: flag cannot be 7');
  });
});

test('a spec that is missing, and one that is broken, do not lose the others', async () => {
  const cwd = tinyProject(VIOLATED);
  writeFileSync(join(cwd, 'specs/b.ts'), 'throw new Error("oops");');
  const files = ['specs/tiny.ts', 'nope.ts', 'specs/b.ts'];
  const { code, stdout, stderr } = await mmcheck(['run', ...files, '--format', 'json'], { cwd });
  const { specs, summary } = JSON.parse(stdout);
  expect(stderr).toContain('nope.ts does not exist');
  expect(specs).toMatchObject([
    { spec: 'specs/tiny.ts', model: 'tiny' },
    { spec: 'nope.ts', model: '', rows: [], error: expect.stringContaining('does not exist') },
    { spec: 'specs/b.ts', error: expect.stringContaining('oops') },
  ]);
  expect(summary).toMatchObject({ rows: 1, asExpected: 1, notRun: ['nope.ts', 'specs/b.ts'] });
  expect(code).toBe(2);
});

describe('where nothing is checked, nothing is as expected', () => {
  test('of a property that no row has', async () => {
    const cwd = tinyProject(VIOLATED);
    const { code, stdout } = await mmcheck(['run', '--property', 'assertions'], { cwd });
    expect(stdout).toContain('! nothing was compared: no step of this row asserts');
    expect(stdout).toContain('1 row: 0 as expected, 1 inconclusive');
    expect(code).toBe(3);
  });

  test('of rows that are all large; --stress checks them, with check too', async () => {
    const cwd = tinyProject(VIOLATED.replace('{ set', '{ stress: true, set'));
    const none = await mmcheck(['run'], { cwd });
    expect(none.stdout).toContain('0 rows: nothing was checked');
    expect(none.code).toBe(3);
    const all = await mmcheck(['check', 'specs/tiny.ts', '--stress'], { cwd });
    expect(all.stdout).toContain('1 row: all as expected');
  });

  test('in a project without specs: those of the package are not meant', async () => {
    const cwd = project({ 'models/tiny.ts': TINY });
    const { code, stderr } = await mmcheck(['run'], { cwd });
    expect(stderr).toContain('there is no file in specs/');
    expect(code).toBe(2);
  });

  test('somewhere else those of the package are, which is said', async () => {
    const { stderr } = await mmcheck(['run', '--timeout', '1'], { cwd: project({}) });
    expect(stderr).toContain('no specs/ here: running those that come with mmcheck');
  });
});
