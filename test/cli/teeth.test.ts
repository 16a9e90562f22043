// `mmcheck run --teeth`: each change of the model that a spec names is tried, and one that bites nothing is said, with the
// reason. The files are left as they are.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmcheck, NUMBERED, project, tinySpec } from './mmcheck.ts';

const HOLDS = "{ set: {}, expect: { off: 'holds' } }";
/** The flag stays off, as the model stands. */
const OFF = NUMBERED.replace('= true', '= false');
const withTooth = (tooth: string, model = OFF, more = {}) =>
  project({
    'models/tiny.ts': model,
    'specs/tiny.ts': tinySpec(HOLDS, `teeth: { off: { ${tooth}, at: {} } },`),
    ...more,
  });

async function run(cwd: string, ...words: string[]) {
  const before = readFileSync(join(cwd, 'models/tiny.ts'), 'utf8');
  const ended = await mmcheck(['run', '--teeth', ...words], { cwd });
  expect(readFileSync(join(cwd, 'models/tiny.ts'), 'utf8')).toBe(before);
  return ended;
}

describe('a tooth', () => {
  test('bites: status 0', async () => {
    const { code, stdout } = await run(withTooth("replace: '= false', by: '= true'"));
    expect(stdout).toContain('\n  Teeth\n    off: bites, violated 1\n');
    expect(stdout).toContain('1 row: all as expected\n1 tooth: all bite\n');
    expect(code).toBe(0);
  });

  test.each([
    ['alters nothing', "'= false', by: '= !true'", 'holds with the change, too'],
    ['alters what does not matter', "'flag.value = false;'", 'holds with the change, too'],
    [
      'breaks the model',
      "'= false', by: '= 7'",
      "the changed model is broken: models/tiny.ts:7: process 'setter'",
    ],
    [
      'leaves no model',
      "'= false', by: '= ('",
      'the changed model is broken: models/tiny.ts does not parse',
    ],
  ])('that %s bites nothing: status 1', async (_, replace, why) => {
    const { code, stdout } = await run(withTooth(`replace: ${replace}`));
    expect(stdout.replace(/\s+/g, ' ')).toContain(`! off: bites nothing; ${why}`);
    expect(stdout).toContain('1 tooth: 0 bite, 1 bites nothing\n');
    expect(code).toBe(1);
  });

  test('at a row that is violated without the change bites nothing: status 1', async () => {
    const { code, stdout } = await run(withTooth("replace: '= true', by: '= !false'", NUMBERED));
    expect(stdout).toContain('! off: bites nothing; violated without the change, too\n');
    expect(code).toBe(1);
  });

  test('may be in a file that the model imports', async () => {
    const model = OFF.replace('= false', '= value').replace(
      'export',
      "import { value } from '../lib/value.ts';\nexport",
    );
    const tooth = "replace: 'false', by: 'true', file: '../lib/value.ts'";
    const lib = { 'lib/value.ts': 'export const value: boolean = false;\n' };
    const { code, stdout } = await run(withTooth(tooth, model, lib));
    expect(stdout).toContain('off: bites');
    expect(code).toBe(0);
  });

  test('that a limit keeps from biting is inconclusive: status 3', async () => {
    const tooth = withTooth("replace: '= false', by: '= true'");
    const { code, stdout } = await run(tooth, '--max-states', '1');
    expect(stdout).toContain('! off: inconclusive');
    expect(stdout).toContain('1 tooth: 0 bite, 1 inconclusive');
    expect(code).toBe(3);
  });

  test('of a large row is tried with --stress only', async () => {
    const files = {
      'models/tiny.ts': OFF,
      'specs/tiny.ts': tinySpec(
        `${HOLDS}, { set: { n: 1 }, expect: { off: 'holds' }, stress: true }`,
        "teeth: { off: { replace: '= false', by: '= true', at: { n: 1 } } },",
      ),
    };
    const few = await run(project(files));
    expect(few.stdout).not.toContain('off: bites');
    expect(few.stderr).toContain('left out 1 of 1 teeth, in large rows; --stress tries all');
    const all = await run(project(files), '--stress');
    expect(all.stdout).toContain('off at n=1: bites');
    expect(all.stderr).not.toContain('left out');
  });
});

test('as JSON', async () => {
  const cwd = withTooth("replace: '= false', by: '= true'");
  const { stdout } = await run(cwd, '--format', 'json');
  const { specs, summary } = JSON.parse(stdout);
  expect(specs[0].teeth).toEqual([{ property: 'off', at: {}, verdict: 'violated', depth: 1 }]);
  expect(summary.teeth).toEqual({ tried: 1, bite: 1, inconclusive: 0 });
  const without = await mmcheck(['run', '--format', 'json'], { cwd });
  expect(JSON.parse(without.stdout).summary.teeth).toBeUndefined();
});

test('--fail-fast begins nothing after one that bites nothing', async () => {
  const cwd = withTooth("replace: '= false', by: '= !true'", OFF, {
    'specs/z.ts': tinySpec(HOLDS, "teeth: { off: { replace: '= false', by: '= true', at: {} } },"),
  });
  const { code, stderr } = await run(cwd, '--fail-fast');
  expect(stderr).toContain('not run: specs/z.ts');
  expect(code).toBe(1);
});
