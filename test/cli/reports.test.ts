// `--report`: what is asked for is written, whatever else is printed, and what cannot be is refused before a search.

import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mmcheck, NUMBERED, project, tinySpec } from './mmcheck.ts';

const ROWS = `{ set: { n: 1 }, expect: { off: 'violated' } }, { set: { n: 2 }, expect: { off: 'holds' } }`;

function numbered(): string {
  return project({
    '.git/HEAD': '',
    'deep/models/tiny.ts': NUMBERED,
    'deep/specs/tiny.ts': tinySpec(ROWS),
    'deep/.keep': '',
    'deep/summary.md': 'before',
  });
}

it('writes every report of a run, from the root of the repository', async () => {
  const root = numbered();
  const cwd = join(root, 'deep');
  const files = { junit: 'a.xml', sarif: 'a.sarif', json: 'a.json', markdown: 'a.md' };
  const reports = Object.entries(files).flatMap(([kind, file]) => ['--report', `${kind}=${file}`]);
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  const words = ['run', '--format', 'json', ...reports, '--report', 'github'];
  const { code, stdout, stderr } = await mmcheck(words, { cwd, env });
  const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
  expect(code).toBe(1);
  expect(read('a.json')).toBe(stdout);
  expect(read('summary.md')).toBe(`before\n${read('a.md')}`);
  expect(read('a.xml')).toContain('failures="1"');
  const [, file, line] = /::error file=(.*?),line=(\d+),/.exec(stderr)!;
  expect(file).toBe('deep/models/tiny.ts');
  // The step of the counterexample stands there.
  const model = readFileSync(join(root, file), 'utf8');
  expect(model.split('\n')[Number(line) - 1]).toContain('set: ({ flag })');
  const { runs } = JSON.parse(read('a.sarif'));
  expect(runs[0].results[0].locations[0].physicalLocation.region.startLine).toBe(Number(line));
});

it('writes the report of a check', async () => {
  const cwd = join(numbered(), 'deep');
  const { code } = await mmcheck(['check', 'models/tiny.ts', '--report', 'tap=a.tap'], { cwd });
  expect(code).toBe(1);
  expect(readFileSync(join(cwd, 'a.tap'), 'utf8')).toContain('not ok 1 - models/tiny.ts: n=0: off');
});

it.each([
  [['bogus=x'], /There is no report 'bogus'; there is junit, sarif/],
  [['junit'], /Name a file, such as --report junit=junit.xml/],
  [['junit=a', 'sarif=./a'], /cannot write .\/a: it is given twice/],
  [['junit='], /Name a file, such as --report junit=junit.xml/],
  [['json=-'], /'-' is no file; name one/],
  [['junit=new.json', 'sarif=link'], /cannot write link: it is given twice/],
  [['json=package.json'], /cannot write package.json: packages are described there/],
  [['junit=package-lock.json'], /cannot write package-lock.json: packages are described there/],
  [['junit=summary.md/a'], /cannot write summary.md\/a: summary.md is no folder/],
  [['junit=none/a'], /cannot write none\/a: there is no folder none/],
  [['junit=models/tiny.ts'], /cannot write models\/tiny.ts: it is a source file/],
])('refuses %s before anything is searched', async (reports, words) => {
  const cwd = join(numbered(), 'deep');
  symlinkSync(join(cwd, 'new.json'), join(cwd, 'link'));
  const flags = reports.flatMap((one) => ['--report', one]);
  const { code, stdout, stderr } = await mmcheck(['run', ...flags], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
});

it.each([
  [['--baseline', 'b.json'], /cannot write b.json: it is the baseline; name another file/],
  [['--baseline', './b.json', '--update-baseline'], /cannot write b.json: it is the baseline/],
  [['--timings', 'b.json'], /cannot write b.json: it is what --timings reads/],
])('writes no report over what %s names', async (flags, words) => {
  const cwd = join(numbered(), 'deep');
  await mmcheck(['run', '--baseline', 'b.json', '--update-baseline'], { cwd });
  const before = readFileSync(join(cwd, 'b.json'), 'utf8');
  const { code, stderr } = await mmcheck(['run', ...flags, '--report', 'json=b.json'], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe(before);
});

it('updates no baseline over what it reads the times from', async () => {
  const cwd = join(numbered(), 'deep');
  await mmcheck(['run', '--report', 'json=t.json'], { cwd });
  const words = ['run', '--timings', 't.json', '--baseline', 't.json', '--update-baseline'];
  const { code, stderr } = await mmcheck(words, { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining('it is what --timings reads')]);
});

it('writes where a link leads that leads nowhere yet', async () => {
  const cwd = join(numbered(), 'deep');
  symlinkSync('new.tap', join(cwd, 'link'));
  await mmcheck(['run', '--report', 'tap=link'], { cwd });
  expect(readFileSync(join(cwd, 'new.tap'), 'utf8')).toContain('TAP version 14');
  expect(readFileSync(join(cwd, 'link'), 'utf8')).toContain('TAP version 14');
});

it('says where a link leads that it cannot write', async () => {
  const cwd = join(numbered(), 'deep');
  symlinkSync('none/new.tap', join(cwd, 'link'));
  const { code, stderr } = await mmcheck(['run', '--report', 'tap=link'], { cwd });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/cannot write link: there is no folder .*none/),
  ]);
});

it('adds to the summary of a job what others have written there', async () => {
  const cwd = join(numbered(), 'deep');
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  for (const _ of [1, 2]) await mmcheck(['run', '--report', 'github'], { cwd, env });
  const text = readFileSync(join(cwd, 'summary.md'), 'utf8');
  expect(text.match(/^before|^## .* mmcheck:/gm)).toHaveLength(3);
  const words = ['run', '--report', 'github', '--report', 'tap=summary.md'];
  const { stderr } = await mmcheck(words, { cwd, env });
  expect(stderr).toContain('cannot write summary.md: it is given twice');
});

it('writes over nothing that a spec is made of', async () => {
  const spec = tinySpec("{ set: {}, expect: { off: 'violated' } }");
  const cwd = project({
    'models/data.json': '{}',
    'models/tiny.ts': `import data from './data.json';\nvoid data;\n${NUMBERED}`,
    'specs/tiny.ts': spec,
  });
  const words = ['run', '--report', 'json=models/data.json', '--report', 'tap=a.tap'];
  const { code, stderr } = await mmcheck(words, { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('cannot write models/data.json: specs/tiny.ts is made of it');
  expect(readFileSync(join(cwd, 'models/data.json'), 'utf8')).toBe('{}');
  expect(existsSync(join(cwd, 'a.tap'))).toBe(false);
});

it('fails where a model is larger than its baseline says', async () => {
  const cwd = join(numbered(), 'deep');
  const words = ['run', '--baseline', 'b.json'];
  expect((await mmcheck(words, { cwd })).stderr).toContain('there is no baseline b.json');
  await mmcheck([...words, '--update-baseline'], { cwd });
  const text = readFileSync(join(cwd, 'b.json'), 'utf8');
  writeFileSync(join(cwd, 'b.json'), text.replace('"states": 2', '"states": 4'));
  const { code, stdout } = await mmcheck(words, { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('! n=1 has 2 states, 4 in the baseline');
});

it('fails where the baseline has a spec that is gone, and an update removes it', async () => {
  const cwd = join(numbered(), 'deep');
  writeFileSync(join(cwd, 'specs/other.ts'), tinySpec(ROWS));
  const words = ['run', '--baseline', 'b.json'];
  await mmcheck([...words, '--update-baseline'], { cwd });
  rmSync(join(cwd, 'specs/other.ts'));
  // Of what is not asked for nothing is said.
  expect((await mmcheck([...words, 'specs/tiny.ts'], { cwd })).stdout).not.toContain('other');
  const { code, stdout } = await mmcheck([...words, '--report', 'tap=a.tap'], { cwd });
  const told = 'specs/other.ts is in the baseline b.json alone; --update-baseline removes it';
  expect([code, stdout]).toEqual([1, expect.stringContaining(told)]);
  expect(readFileSync(join(cwd, 'a.tap'), 'utf8')).toContain(told);
  await mmcheck([...words, '--update-baseline'], { cwd });
  expect(readFileSync(join(cwd, 'b.json'), 'utf8')).not.toContain('other');
});

it.each([
  ['--changed', []],
  ['--shard', ['1/2']],
  ['--baseline', ['b.json']],
  ['--report', ['tap=a.tap']],
])(
  '%s is refused where there are no specs, and those of mmcheck would be run',
  async (flag, rest) => {
    const { code, stdout, stderr } = await mmcheck(['run', flag, ...rest], { cwd: project({}) });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^mmcheck: there is no specs\/ in .*, and --\w+ is for specs of your own/,
    );
  },
);

it('says what is not written, and what is none', async () => {
  const cwd = join(numbered(), 'deep');
  const words = ['run', '--baseline', 'new.json', '--update-baseline', '--max-states', '1'];
  expect((await mmcheck(words, { cwd })).stderr).toContain('new.json was not written: not every');
  const device = await mmcheck(['run', '--baseline', '/dev/full'], { cwd });
  expect(device.stderr).toContain('name a file that `mmcheck run --update-baseline` wrote');
  const twice = await mmcheck(['run', '--shard', '1/2', '--shard', '2/2'], { cwd });
  expect([twice.code, twice.stderr]).toEqual([
    2,
    expect.stringContaining('--shard is given twice'),
  ]);
  const empty = await mmcheck(['run', '--shard', '2/2'], { cwd });
  expect([empty.code, empty.stderr]).toEqual([0, 'mmcheck: no spec falls to shard 2/2\n']);
});
