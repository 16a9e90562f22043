// `mmcheck run`: the verdict matrix, its JSON, and what is not as expected.

import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmcheck, NUMBERED, project, TINY, tinyProject, tinySpec } from './mmcheck.ts';

describe('results', () => {
  test('all specs of the working directory, as a matrix', async () => {
    const { code, stdout, stderr } = await mmcheck(['run']);
    expect(stdout).toMatch(/atomic\s+can-finish\s+always-finishes/);
    expect(stdout).toContain('2 rows: all as expected, 2 verdicts pending');
    expect(stderr).toContain('left out 1 large row; --stress checks all');
    expect(code).toBe(0);
  });

  test('as JSON, the same with several threads', async () => {
    const words = ['run', 'specs', 'lost-update.ts', '--stress', '--format', 'json'];
    const [one, three] = await Promise.all([mmcheck(words), mmcheck([...words, '--workers', '3'])]);
    const strip = (text: string) =>
      JSON.parse(text.replace(/"(seconds|peakMemoryBytes)": [\d.e-]+/g, '"$1": 0'));
    expect(strip(three.stdout)).toEqual(strip(one.stdout));
    expect(JSON.parse(one.stdout)).toMatchObject({
      schema: 1,
      specs: [
        {
          spec: 'specs/counter.ts',
          model: 'counter',
          rows: [{}, {}, { parameters: { tasks: 3 } }],
        },
        { spec: 'lost-update.ts' },
      ],
      summary: { rows: 5, asExpected: 5, unexpected: 0, inconclusive: 0 },
    });
  });

  test('one property of all rows', async () => {
    const { stdout } = await mmcheck(['run', '--property', 'can-finish']);
    expect(stdout).not.toContain('always-finishes');
  });
});

describe('what is not as expected', () => {
  test('an unexpected violation, and an unexpected proof: status 1', async () => {
    const cwd = tinyProject(
      `{ set: {}, expect: { off: 'holds' } }, { set: { n: 1 }, expect: { off: 'violated' } }`,
    );
    writeFileSync(join(cwd, 'models/tiny.ts'), NUMBERED);
    const { code, stdout } = await mmcheck(['run', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).summary).toEqual({
      rows: 2,
      asExpected: 1,
      unexpected: 1,
      inconclusive: 0,
      broken: 0,
    });
    expect(code).toBe(1);
  });

  test.each([
    [
      'another depth',
      '{ verdict: "violated", depth: 7 }',
      'violated in 1 step as expected, but depth 1, not 7',
    ],
    [
      'another story',
      '{ verdict: "violated", story: [["setter", "set"], ["setter", "set"]] }',
      'setter set is missing',
    ],
  ])('%s', async (_name, expected, problem) => {
    const cwd = tinyProject(`{ set: {}, expect: { off: ${expected} } }`);
    const { code, stdout } = await mmcheck(['run'], { cwd });
    expect(stdout).toContain(problem);
    expect(code).toBe(1);
  });

  test('a limit leaves a row inconclusive: status 3', async () => {
    const teeth = "teeth: { off: { replace: 'flag.value = true;', at: {} } },";
    const cwd = tinyProject(`{ set: {}, expect: { off: 'holds' } }`, teeth);
    const words = ['run', '--max-states', '1'];
    const { code, stdout } = await mmcheck(words, { cwd });
    expect(stdout).toContain('! the state limit was reached; raise --max-states');
    expect(code).toBe(3);
    const json = await mmcheck([...words, '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout).specs[0].rows[0].limit).toMatchObject({ reached: 'states' });
  });
});

describe('--fail-fast', () => {
  const good = (n: number) => `{ set: { n: ${n} }, expect: { off: 'violated' } }`;
  const bad = "{ set: { n: 9 }, expect: { off: 'holds' } }";
  const teeth = "teeth: { off: { replace: 'flag.value', at: { n: 9 } } },";
  const specs = (rows: string) => ({
    'models/tiny.ts': NUMBERED,
    'specs/a.ts': tinySpec(rows, teeth),
    'specs/b.ts': tinySpec(good(1)),
  });
  const run = (cwd: string, ...words: string[]) => mmcheck(['run', ...words], { cwd });

  test('begins nothing after a row that is not as expected', async () => {
    const cwd = project(specs(`${good(1)}, ${bad}, ${good(2)}`));
    const { code, stdout, stderr } = await run(cwd, '--fail-fast');
    expect(stdout).toMatch(/! n=2: not begun: another row was not as expected/);
    expect(stdout).toContain('3 rows: 1 as expected, 1 unexpected, 1 inconclusive, 1 spec not run');
    expect(stderr).toContain('not run: specs/b.ts');
    expect(code).toBe(1);
    const all = await run(cwd);
    expect(all.stdout).toContain('4 rows: 3 as expected, 1 unexpected');
  });

  test('nor after a broken row, or a broken spec', async () => {
    const broken = NUMBERED.replace('()', '({ n })').replace('= true', '= n === 9 ? 7 : true');
    const cwd = project({ ...specs(`${bad}, ${good(1)}`), 'models/tiny.ts': broken });
    const { code, stdout } = await run(cwd, '--fail-fast');
    expect(stdout).toContain('2 rows: 0 as expected, 1 inconclusive, 1 broken, 1 spec not run');
    expect(code).toBe(2);
    const wrong = await run(cwd, 'models/tiny.ts', 'specs/b.ts', '--fail-fast');
    expect(wrong.stderr).toContain('not run: specs/b.ts');
    expect(wrong.code).toBe(2);
  });

  test('changes nothing where all is well, and is nothing for a model', async () => {
    const files = { 'models/tiny.ts': NUMBERED, 'specs/a.ts': tinySpec(`${good(1)}, ${good(2)}`) };
    const cwd = project(files);
    const { code, stdout } = await run(cwd, '--fail-fast');
    expect(stdout).toContain('2 rows: all as expected');
    expect(code).toBe(0);
    const model = await mmcheck(['check', 'models/tiny.ts', '--fail-fast'], { cwd });
    expect(model.stderr).toContain('--fail-fast is for the rows of a spec');
  });
});

test('a spec that is named twice is run once, whatever it is called', async () => {
  const cwd = tinyProject("{ set: {}, expect: { off: 'violated' } }");
  symlinkSync(join(cwd, 'specs/tiny.ts'), join(cwd, 'link.ts'));
  const words = ['run', 'specs', 'specs/tiny.ts', './specs/../specs/tiny.ts', 'link.ts'];
  const { code, stdout } = await mmcheck(words, { cwd });
  expect(stdout).toContain('1 row: all as expected');
  expect(code).toBe(0);
});

describe('specs that are wrong', () => {
  test('all mistakes are told at once: status 2', async () => {
    const rest = "steps: { 'the step': 'setter/unset' }, teeth: { on: { replace: 'x', at: {} } },";
    const cwd = tinyProject(`{ set: {}, expect: { of: 'holds' } }`, rest);
    const { code, stderr, stdout } = await mmcheck(['run'], { cwd });
    expect(stderr).toContain("row 1 (defaults) expects nothing of 'off'");
    expect(stderr).toContain("expects something of 'of', which is no property");
    expect(stderr).toContain("'setter/unset', a label of no row's system");
    expect(stderr).toContain("no row violates 'off'");
    expect(stderr).toContain("`teeth` names 'on', which is no property");
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a story with a label that there is not: status 2', async () => {
    const off = '{ verdict: "violated", story: [["setter", "unset"]] }';
    const cwd = tinyProject(`{ set: {}, expect: { off: ${off} } }`);
    const { code, stderr } = await mmcheck(['run'], { cwd });
    expect(stderr).toContain("row 1 (defaults) tells of 'setter' at 'unset' where 'off' breaks");
    expect(code).toBe(2);
  });

  test('a broken spec does not hide the others', async () => {
    const cwd = tinyProject(`{ set: {}, expect: { off: 'violated' } }`);
    const { code, stdout, stderr } = await mmcheck(['run', 'specs/tiny.ts', 'models/tiny.ts'], {
      cwd,
    });
    expect(stderr).toContain('models/tiny.ts is a model, not a spec');
    expect(stdout).toContain('1 row: 1 as expected, 1 spec not run');
    expect(code).toBe(2);
  });
});

describe('a mistake is told with its spec and row', () => {
  test('of the model', async () => {
    const cwd = tinyProject("{ set: {}, expect: { off: 'violated' } }");
    writeFileSync(join(cwd, 'models/tiny.ts'), TINY.replace('= true', '= 7'));
    const { code, stderr } = await mmcheck(['run'], { cwd });
    expect(stderr).toMatch(
      /models\/tiny\.ts:\d+: specs\/tiny\.ts, row 1 \(defaults\), process 'setter', step 'set': /,
    );
    expect(code).toBe(2);
  });

  test('of the spec', async () => {
    const cwd = tinyProject("{ set: { taks: 1 }, expect: { off: 'violated' } }");
    const { code, stderr } = await mmcheck(['run'], { cwd });
    expect(stderr).toContain('specs/tiny.ts: the spec of ');
    expect(stderr).toContain("row 1 (taks=1): tiny has no parameter 'taks'");
    expect(code).toBe(2);
  });
});
