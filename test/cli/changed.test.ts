// `run --changed`: a spec is left out where nothing that it depends on has changed, and in no other case.

import { chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GitProject, gitProject, plainProject, shallowClone } from './git-project.ts';
import { type Ended, TINY, tinySpec } from './mmcheck.ts';

const model = (name: string, imports = ''): string =>
  imports + TINY.replace("'tiny'", `'${name}'`).replace('flag.value = true', 'flag.value = ON');
const spec = (name: string): string =>
  tinySpec("{ set: {}, expect: { off: 'violated' } }").replace('tiny.ts', `${name}.ts`);

const files = {
  'package.json': '{ "private": true }',
  '.gitignore': 'out/\n',
  'models/shared/on.ts': 'export const ON = true;\n',
  'models/a.ts': model('a', "import { ON } from './shared/on.ts';\n"),
  'models/b.ts': model('b', "import { ON } from './shared/on.ts';\n"),
  'models/c.ts': model('c', 'const ON = true;\n'),
  'specs/a.ts': spec('a'),
  'specs/b.ts': spec('b'),
  'specs/c.ts': spec('c'),
};

/** The specs that ran, and those that were left out. */
function outcomeOf({ stdout, stderr, code }: Ended): object {
  expect(code, stderr).toBe(0);
  const { specs, summary } = JSON.parse(stdout);
  const names = (all: readonly string[]) => all.map((file) => file.slice(6, 7)).join('');
  return {
    run: names(specs.map(({ spec }: { spec: string }) => spec)),
    leftOut: names(summary.leftOut.specs),
  };
}
const changed = (made: GitProject, ...words: string[]) =>
  made.mmcheck(['run', '--changed', '--format', 'json', ...words]);

describe('what is run', () => {
  it('is nothing where nothing has changed, and that is fine', async () => {
    const made = gitProject(files);
    expect(outcomeOf(await changed(made))).toEqual({ run: '', leftOut: 'abc' });
    const { stdout, stderr } = await made.mmcheck(['run', '--changed']);
    expect(stdout).toBe('0 rows: 3 specs left out, as nothing of them has changed\n');
    expect(stderr).toContain('of which nothing has changed: specs/a.ts, specs/b.ts, specs/c.ts');
  });

  it.each<[what: string, file: string, text: string | undefined, run: string, leftOut: string]>([
    ['a model', 'models/c.ts', `${files['models/c.ts']}// x\n`, 'c', 'ab'],
    ['a spec', 'specs/b.ts', `${files['specs/b.ts']}// x\n`, 'b', 'ac'],
    ['what two import', 'models/shared/on.ts', 'export const ON = !false;\n', 'ab', 'c'],
    ['what nobody imports', 'models/shared/off.ts', 'export const ON = false;\n', '', 'abc'],
    ['the package', 'package.json', '{ "private": true, "type": "module" }', 'abc', ''],
    ['a lockfile that comes', 'package-lock.json', '{}', 'abc', ''],
    ['a file that may come first', 'models/c.ts.js', '', 'c', 'ab'],
    ['a new spec', 'specs/d.ts', files['specs/c.ts'], 'd', 'abc'],
  ])('where %s changes', async (_, file, text, run, leftOut) => {
    const made = gitProject(files);
    made.write(file, text);
    expect(outcomeOf(await changed(made))).toEqual({ run, leftOut });
  });

  it('counts what is staged, and what was committed since a revision', async () => {
    const made = gitProject(files);
    made.write('models/c.ts', `${files['models/c.ts']}// x\n`);
    made.git('commit', '--quiet', '--all', '--message', 'second');
    made.write('specs/b.ts', `${files['specs/b.ts']}// x\n`);
    made.git('add', 'specs/b.ts');
    expect(outcomeOf(await changed(made))).toEqual({ run: 'b', leftOut: 'ac' });
    // --since says --changed.
    const since = await made.mmcheck(['run', '--since', 'HEAD~1', '--format', 'json']);
    expect(outcomeOf(since)).toEqual({ run: 'bc', leftOut: 'a' });
    expect(since.stderr).toContain('models/c.ts has changed since HEAD~1: specs/c.ts');
  });

  it('counts what git ignores, and what it no longer follows', async () => {
    const made = gitProject({
      ...files,
      'models/c.ts': model('c', "import { ON } from '../out/on.ts';\n"),
      'out/on.ts': files['models/shared/on.ts'],
    });
    made.git('rm', '--quiet', '--cached', 'models/b.ts');
    expect(outcomeOf(await changed(made))).toEqual({ run: 'c', leftOut: 'ab' });
  });

  it('is a spec that may depend on more than can be named', async () => {
    const made = gitProject({
      ...files,
      'models/c.ts': model('c', "import { sep } from 'node:path';\nconst ON = sep !== '';\n"),
    });
    const { stderr, ...ended } = await changed(made);
    expect(outcomeOf({ ...ended, stderr })).toEqual({ run: 'c', leftOut: 'ab' });
    expect(stderr).toContain("it may depend on 'node:path': specs/c.ts");
  });

  it('is the same in a folder of the checkout, whose package may be above it', async () => {
    const inside = Object.entries(files).map(([name, text]) => [`kernel/${name}`, text]);
    const made = gitProject({ ...Object.fromEntries(inside), 'package-lock.json': '{}' });
    const cwd = join(made.folder, 'kernel');
    const run = () => made.mmcheck(['run', '--changed', '--format', 'json'], { cwd });
    expect(outcomeOf(await run())).toEqual({ run: '', leftOut: 'abc' });
    made.write('package-lock.json', '{ }');
    expect(outcomeOf(await run())).toEqual({ run: 'abc', leftOut: '' });
  });
});

it('a link to a model is as it was, until it or what it leads to changes', async () => {
  const runOf = async () => (outcomeOf(await changed(made)) as { run: string }).run;
  const made = plainProject({ ...files, 'models/real/n.ts': files['models/c.ts'] });
  rmSync(join(made.folder, 'models/c.ts'));
  symlinkSync('real/n.ts', join(made.folder, 'models/c.ts'));
  made.git('init', '--quiet', '--initial-branch', 'main');
  made.git('add', '--all');
  made.git('commit', '--quiet', '--message', 'first');
  expect(await runOf()).toBe('');
  writeFileSync(join(made.folder, 'models/real/n.ts'), `${files['models/c.ts']}// changed`);
  expect(await runOf()).toBe('c');
  made.git('checkout', '--quiet', 'models/real/n.ts');
  writeFileSync(join(made.folder, 'models/real/m.ts'), files['models/c.ts']);
  rmSync(join(made.folder, 'models/c.ts'));
  symlinkSync('real/m.ts', join(made.folder, 'models/c.ts'));
  expect(await runOf()).toBe('c');
});

describe('what is refused, with one message', () => {
  const refused = async (made: GitProject, words: readonly string[], message: RegExp) => {
    const { code, stdout, stderr } = await made.mmcheck(['run', ...words]);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(message);
  };

  it('a folder that is in no checkout', () =>
    refused(
      plainProject(files),
      ['--changed'],
      /--changed needs a git checkout, and .* is in none/,
    ));

  it('a checkout without a commit', async () => {
    const made = plainProject(files);
    made.git('init', '--quiet');
    await refused(made, ['--changed'], /git knows no revision 'HEAD', as there is no commit yet/);
  });

  it.each(['nonsense', '--output=x', 'HEAD~7', ''])('the revision %j', (name) =>
    refused(
      gitProject(files),
      [`--since=${name}`],
      /git knows no revision '.*'; name a branch, a tag or a commit/,
    ),
  );

  it('a shallow clone that has no such revision', async () => {
    const made = gitProject(files);
    made.git('commit', '--quiet', '--allow-empty', '--message', 'second');
    const clone = shallowClone(made);
    await refused(
      clone,
      ['--since', 'HEAD~1'],
      /this clone is shallow: .*--unshallow.*fetch-depth: 0/,
    );
    expect(outcomeOf(await changed(clone))).toEqual({ run: '', leftOut: 'abc' });
  });

  it('a checkout of another user, with what git says to do', async () => {
    const made = gitProject(files);
    // Only root can give it away.
    if (process.getuid?.() !== 0) return;
    chownSync(join(made.folder, '.git'), 65534, 65534);
    chownSync(made.folder, 65534, 65534);
    await refused(
      made,
      ['--changed'],
      /dubious ownership.* git config --global --add safe.directory /,
    );
  });

  it('a computer without git', async () => {
    const made = gitProject(files);
    const empty = join(made.folder, 'empty');
    mkdirSync(empty);
    const { code, stderr } = await made.mmcheck(['run', '--changed'], { env: { PATH: empty } });
    expect(code).toBe(2);
    expect(stderr).toBe('mmcheck: --changed needs git, and there is none; install it\n');
  });
});
