// A project from nothing, and what completes the words of a command line.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packedFileOf } from '../../src/cli/own-package.ts';
import { mmcheck, project } from './mmcheck.ts';

describe('init', () => {
  it('writes a project that runs as it is, and nothing over what is there', async () => {
    const cwd = project({ 'package.json': 'mine' });
    const made = await mmcheck(['init'], { cwd });
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('kept package.json, which was there');
    expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe('mine');
    writeFileSync(join(cwd, 'package.json'), '{}');
    const { code, stdout } = await mmcheck(['run', '--no-cache'], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 rows: all as expected')]);
  });
  it('says how mmcheck is installed, which is on no registry, and keeps packages out of git', async () => {
    const cwd = project({});
    const { stdout } = await mmcheck(['init', 'new proj'], { cwd });
    expect(stdout).toMatch(
      /Next: cd 'new proj' && npm install --save-dev .\/mmcheck-.*\.tgz && npx/,
    );
    // What the next command needs comes before it.
    expect(stdout).toMatch(
      /First: put mmcheck-.*\.tgz into 'new proj'\. mmcheck is on no registry.*\nNext/,
    );
    expect(readFileSync(join(cwd, 'new proj/.gitignore'), 'utf8')).toContain('node_modules/');
    expect(readFileSync(join(cwd, 'new proj/package.json'), 'utf8')).not.toContain('"mmcheck":');
  });
  it('knows the packed file that it was installed from', () => {
    const packages = (resolved: string) =>
      JSON.stringify({ packages: { 'node_modules/mmcheck': { resolved } } });
    const cwd = project({ 'up/mmcheck-9.tgz': '', 'p/node_modules/mmcheck/package.json': '{}' });
    const installed = (resolved?: string) => {
      const lock = join(cwd, 'p/node_modules/.package-lock.json');
      if (resolved !== undefined) writeFileSync(lock, packages(resolved));
      return packedFileOf(join(cwd, 'p/node_modules/mmcheck'));
    };
    expect(installed()).toBeUndefined();
    expect(installed('file:../up/mmcheck-9.tgz')).toBe(join(cwd, 'up/mmcheck-9.tgz'));
    expect(installed('file:../up/mmcheck-8.tgz')).toBeUndefined();
    expect(installed('file:../up')).toBeUndefined();
    expect(installed('https://example.org/mmcheck-9.tgz')).toBeUndefined();
  });
  it('says where it cannot write', async () => {
    const cwd = project({ file: '' });
    const { code, stderr } = await mmcheck(['init', 'file/deep'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^mmcheck: cannot write file\/deep/)]);
  });
});

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe('completion', () => {
  it('of bash knows the commands and their options', async () => {
    const cwd = project({ 'ab ba.ts': '' });
    const { stdout: script } = await mmcheck(['completion', 'bash']);
    const completed = (...words: string[]): string[] => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _mmcheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const given = { encoding: 'utf8', cwd } as const;
      const { stdout } = spawnSync('bash', ['-c', `${script}\n${ask}`], given);
      return stdout.trim().split('\n');
    };
    expect(completed('mmcheck', 'run', 'ab')).toEqual(['ab ba.ts']);
    expect(completed('mmcheck', 'cache', '')).toEqual(['info', 'clear', 'verify']);
    expect(completed('mmcheck', 'help', 'me')).toEqual(['merge']);
    expect(completed('mmcheck', 'run', '--report', 'ju')).toEqual(['junit=']);
    expect(completed('mmcheck', 'check', '--order', '')).toEqual(['bfs', 'dfs']);
    expect(completed('mmcheck', 'in')).toEqual(['init', 'inspect']);
    expect(completed('mmcheck', 'run', '--ba')).toEqual(['--baseline']);
    expect(completed('mmcheck', 'diff', '--f')).toEqual(['--format', '--fail-on']);
  });
  it.skipIf(!has('fish'))('of fish knows values, too', async () => {
    const cwd = project({ 'mmcheck.fish': (await mmcheck(['completion', 'fish'])).stdout });
    const completed = (line: string): string[] => {
      const words = ['-c', `source mmcheck.fish; complete -C '${line}'`];
      const { stdout } = spawnSync('fish', words, { encoding: 'utf8', cwd });
      return stdout
        .trim()
        .split('\n')
        .map((one) => one.split('\t')[0]);
    };
    expect(completed('mmcheck cache ')).toEqual(
      expect.arrayContaining(['info', 'clear', 'verify']),
    );
    expect(completed('mmcheck diff --format m')).toEqual(['markdown']);
    expect(completed('mmcheck run --base')).toEqual(['--baseline']);
  });
  it.skipIf(!has('zsh'))(
    'of zsh works the first time, where it is loaded by its name',
    async () => {
      const cwd = project({ _mmcheck: (await mmcheck(['completion', 'zsh'])).stdout });
      const ask = `zmodload zsh/zpty; zpty -b z "zsh -f -i"
      zpty -w z "PS1=; fpath=(${cwd} \\$fpath); autoload -U compinit; compinit -u -d ${cwd}/dump; cd ${cwd}"
      sleep 2; zpty -w -n z $'mmcheck cache cl\\t'; sleep 1; zpty -w -n z $' \\n'; sleep 1
      while zpty -r -t z line; do print -r -- "$line"; done; zpty -d z`;
      const { stdout } = spawnSync('zsh', ['-f', '-c', ask], { encoding: 'utf8', cwd });
      expect(stdout).toContain('clear');
    },
  );
  it('is refused for a shell that nobody has written it for', async () => {
    const { code, stderr } = await mmcheck(['completion', 'csh']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Allowed choices are bash, zsh, fish'),
    ]);
  });
});

it('the manual page has every command and option that the help has', async () => {
  const [{ stdout: page }, { stdout: help }] = await Promise.all([
    mmcheck(['man']),
    mmcheck(['run', '--help']),
  ]);
  const options = help
    .match(/^ +(?:-\w, )?--[\w-]+/gm)!
    .map((one) => one.trim().split(' ').at(-1)!);
  expect(options.length).toBeGreaterThan(10);
  for (const option of options) expect(page).toContain(option.replaceAll('-', '\\-'));
  const command = '.SS "mmcheck merge [options] <results...>"';
  expect(page).toContain(command);
  for (const title of ['EXIT STATUS', 'ENVIRONMENT', 'FILES'])
    expect(page).toContain(`.SH ${title}\n`);
  expect(page).toContain('MMCHECK_CACHE');
  expect(page).toMatch(/^143$/m);
});
