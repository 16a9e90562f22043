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
    expect(stdout).toContain('mmcheck is on no registry');
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

describe('completion', () => {
  it('of bash knows the commands and their options', async () => {
    const { stdout: script } = await mmcheck(['completion', 'bash']);
    const completed = (...words: string[]): string[] => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _mmcheck; echo "\${COMPREPLY[@]}"`;
      const { stdout } = spawnSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' });
      return stdout.trim().split(' ');
    };
    expect(completed('mmcheck', 'in')).toEqual(['init', 'inspect']);
    expect(completed('mmcheck', 'run', '--ba')).toEqual(['--baseline']);
    expect(completed('mmcheck', 'diff', '--f')).toEqual(['--format', '--fail-on']);
  });
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
});
