// A project from nothing, and what completes the words of a command line.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
