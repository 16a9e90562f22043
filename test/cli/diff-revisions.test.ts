// `diff` of revisions: their specs are run in copies, and nothing is left of them, whatever happens.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type GitProject, gitProject, plainProject } from './git-project.ts';
import { NUMBERED, project, tinySpec } from './mmcheck.ts';

/** The flag stays off up to a number, of which one row is below. */
const model = (limit: number) =>
  NUMBERED.replace('system: ()', 'system: ({ n })').replace('= true', `= n > ${limit}`);
const spec = (verdict: string) =>
  tinySpec(`{ set: { n: 2 }, expect: { off: '${verdict}' } },
    { set: { n: 3 }, expect: { off: 'violated' } }`);
const files = { 'models/tiny.ts': model(1), 'specs/tiny.ts': spec('violated') };

/** Two commits, of which the second one mends the model, and a change that is not committed. */
function twoCommits(): GitProject {
  const made = gitProject(files);
  made.write('models/tiny.ts', model(2));
  made.write('specs/tiny.ts', spec('holds'));
  made.git('commit', '--quiet', '--all', '--message', 'second');
  made.write('models/tiny.ts', 'nonsense');
  return made;
}

/** Where copies are made, so that one sees what is left of them. */
const inOwnFolder = () => {
  const TMPDIR = project({});
  return { env: { TMPDIR }, left: () => readdirSync(TMPDIR) };
};

describe('two revisions', () => {
  it.each([[['HEAD~1..HEAD']], [['HEAD~1', 'HEAD']], [['HEAD~1..']]])('%j', async (names) => {
    const made = twoCommits();
    const state = made.git('status', '--porcelain', '--branch');
    const { env, left } = inOwnFolder();
    const { code, stdout, stderr } = await made.mmcheck(
      ['diff', ...names, '--fail-on', 'verdict'],
      { env },
    );
    expect({ code, stderr, left: left() }).toEqual({ code: 1, stderr: '', left: [] });
    expect(stdout).toContain('specs/tiny.ts n=2 off: violated -> holds');
    expect(made.git('status', '--porcelain', '--branch')).toBe(state);
    expect(made.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  it('one of which has no specs yet', async () => {
    const made = gitProject({ README: '' });
    for (const [file, text] of Object.entries(files)) {
      made.git('rm', '--quiet', '--ignore-unmatch', file);
      made.write(file.replace('/', '-'), text);
    }
    const other = gitProject(files);
    other.git('fetch', '--quiet', made.folder, 'main:empty');
    const { code, stdout } = await other.mmcheck(['diff', 'empty..HEAD', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      went: [],
      came: [{ owner: 'specs/tiny.ts' }, {}, {}],
    });
  });

  it('one of which is broken', async () => {
    const made = twoCommits();
    made.git('commit', '--quiet', '--all', '--message', 'broken');
    const { env, left } = inOwnFolder();
    const { code, stdout, stderr } = await made.mmcheck(['diff', 'HEAD~1..HEAD'], { env });
    expect({ code, left: left() }).toEqual({ code: 0, left: [] });
    expect(stdout).toContain('the spec: run -> could not be run');
    expect(stderr).toMatch(/^mmcheck: at HEAD: .*nonsense/s);
  });
});

describe('nothing is called the same that was not run', () => {
  it('where neither revision has a spec', async () => {
    const made = twoCommits();
    mkdirSync(join(made.folder, 'elsewhere'));
    const cwd = join(made.folder, 'elsewhere');
    const { code, stdout, stderr } = await made.mmcheck(['diff', 'HEAD~1..HEAD'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/neither HEAD~1 nor HEAD has a spec in .*elsewhere\/specs; name specs/);
  });

  it('where a spec that is named is in none of them', async () => {
    const words = ['diff', 'HEAD~1..HEAD', '--specs', 'specs/tiny.ts', 'specs/nix.ts'];
    const { code, stdout, stderr } = await twoCommits().mmcheck(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("neither HEAD~1 nor HEAD has a spec 'specs/nix.ts', looked for from");
  });

  it.each([
    ['a file outside of specs/', 'checks/a.ts'],
    ['a folder', 'checks'],
  ])('--specs of %s, from where there are no specs/', async (_, word) => {
    const made = gitProject({ 'models/tiny.ts': model(1), 'checks/a.ts': spec('violated') });
    made.write('models/tiny.ts', model(2));
    made.git('commit', '--quiet', '--all', '--message', 'second');
    for (const named of [word, join(made.folder, word)]) {
      const words = ['diff', 'HEAD~1..HEAD', '--specs', named, '--fail-on', 'verdict'];
      const { code, stdout } = await made.mmcheck(words);
      expect(stdout).toContain('checks/a.ts n=2 off: violated -> holds');
      expect(code).toBe(1);
    }
  });

  it('a spec of the project in a folder below', async () => {
    const made = gitProject({ 'p/models/tiny.ts': model(1), 'p/specs/tiny.ts': spec('violated') });
    made.write('p/models/tiny.ts', model(2));
    made.git('commit', '--quiet', '--all', '--message', 'second');
    const { code, stdout } = await made.mmcheck(['diff', 'HEAD~1..', '--specs', 'p/specs/tiny.ts']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('-> holds') });
  });

  it('where both are broken', async () => {
    const made = gitProject({ ...files, 'models/tiny.ts': 'nonsense' });
    made.write('README', '');
    made.git('add', '--all');
    made.git('commit', '--quiet', '--all', '--message', 'second');
    const { code, stdout } = await made.mmcheck(['diff', 'HEAD~1..HEAD']);
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(
        /^Nothing was compared.\n\nCould be run on neither side\n {2}specs\/tiny.ts/,
      ),
    });
  });
});

it('without a folder for copies', async () => {
  const env = { TMPDIR: join(project({}), 'none') };
  const { code, stderr } = await twoCommits().mmcheck(['diff', 'HEAD~1..HEAD'], { env });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^mmcheck: cannot make a folder in .*none: ENOENT.*TMPDIR$/m);
});

it('a file and a revision', async () => {
  const made = twoCommits();
  const { stdout } = await made.mmcheck(['run', '--format', 'json'], {
    cwd: gitProject(files).folder,
  });
  made.write('before.json', stdout);
  const { code, stdout: said } = await made.mmcheck(['diff', 'before.json', 'HEAD']);
  expect(code).toBe(0);
  expect(said).toContain('specs/tiny.ts n=2 off: violated -> holds');
  const words = ['diff', 'before.json', 'before.json', '--specs', 'specs/tiny.ts'];
  const { stderr } = await made.mmcheck(words);
  expect(stderr).toContain('--specs chooses specs of revisions, and both sides are files');
});

describe('is refused', () => {
  it.each<[words: string[], message: string]>([
    [['main'], 'diff compares two: name another file or revision, or two as in main..HEAD'],
    [
      ['main...HEAD'],
      'diff compares two, as in main..HEAD; what HEAD changed since it left main is',
    ],
    [['main..nonsense'], "git knows no revision 'nonsense'; name a branch"],
    [['main..--output=x'], "git knows no revision '--output=x'; name a branch"],
    [['gone.json', 'main'], 'gone.json does not exist'],
  ])('%j', async (words, message) => {
    const { env, left } = inOwnFolder();
    const { code, stdout, stderr } = await gitProject(files).mmcheck(['diff', ...words], { env });
    expect({ code, stdout, left: left() }).toEqual({ code: 2, stdout: '', left: [] });
    expect(stderr).toContain(message);
  });

  it('outside of a checkout', async () => {
    const { code, stderr } = await plainProject(files).mmcheck(['diff', 'main..HEAD']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /there is no file main, and a revision needs a git checkout, and .* is in none/,
    );
  });
});

describe.each<[NodeJS.Signals, number]>([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s', (signal, status) => {
  it('leaves nothing behind while files are written', async () => {
    const made = gitProject(files);
    const { env, left } = inOwnFolder();
    const { code, stdout } = await made.mmcheck(['diff', 'main..HEAD'], {
      env,
      meanwhile: async (child) => {
        while (left().length === 0) await later(1);
        child.kill(signal);
      },
    });
    expect({ code, stdout, left: left() }).toEqual({ code: status, stdout: '', left: [] });
  });

  it('leaves nothing behind while specs are run', async () => {
    const endless = NUMBERED.replace('flag.value = true', 'for (;;) flag.value = true');
    const made = gitProject({ ...files, 'models/tiny.ts': endless });
    const { env, left } = inOwnFolder();
    let pid = 0;
    const { code, stdout } = await made.mmcheck(['diff', 'main..HEAD'], {
      env,
      meanwhile: async (child) => {
        while (left().length === 0 || runsOf(child.pid!).length === 0) await later(50);
        [pid] = runsOf(child.pid!);
        await later(1000);
        child.kill(signal);
      },
    });
    expect({ code, stdout, left: left() }).toEqual({ code: status, stdout: '', left: [] });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

/** The processes that a process has started and that run specs. One that is only forked has its parent's words. */
function runsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter(Boolean)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('main.js\0run\0'))
    .map(Number);
}
