// `diff` of revisions: their specs are run in copies, and nothing is left of them, whatever happens.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type GitProject, gitProject, plainProject } from './git-project.ts';
import { NUMBERED, project, TINY, tinySpec } from './mmcheck.ts';

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

it('a file and a revision', async () => {
  const made = twoCommits();
  const { stdout } = await made.mmcheck(['run', '--format', 'json'], {
    cwd: gitProject(files).folder,
  });
  made.write('before.json', stdout);
  const { code, stdout: said } = await made.mmcheck(['diff', 'before.json', 'HEAD']);
  expect(code).toBe(0);
  expect(said).toContain('specs/tiny.ts n=2 off: violated -> holds');
});

describe('is refused', () => {
  it.each<[words: string[], message: string]>([
    [['main'], 'diff compares two: name another file or revision, or two as in main..HEAD'],
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
  it('leaves nothing behind', async () => {
    const endless = TINY.replace('flag.value = true', 'for (;;) flag.value = true');
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

/** The processes that a process has started and that run mmcheck. */
function runsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter(Boolean)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('main.js'))
    .map(Number);
}
