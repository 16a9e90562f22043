// `check --profile`: in text, in JSON and as a flame graph.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mmcheck, project, TINY, tinyProject } from './mmcheck.ts';

const project1 = () => project({ 'tiny.ts': TINY });

test('as text, with what multiplies the states', async () => {
  const { code, stdout } = await mmcheck(['check', 'tiny.ts', '--profile'], { cwd: project1() });
  expect(code).toBe(0);
  expect(stdout).toContain('Profile of 2 states');
  expect(stdout).toMatch(/setter set +1 +100\.0 +1 +100\.0/);
  expect(stdout).toMatch(/flag +1\.0 +2 +1\n/);
  // No blank line where there is no advice.
  expect(stdout).toMatch(/\S\n$/);
});

test('as JSON', async () => {
  const words = ['check', 'tiny.ts', '--profile', '--format', 'json'];
  const { stdout } = await mmcheck(words, { cwd: project1() });
  expect(JSON.parse(stdout).profile).toMatchObject({
    states: 2,
    steps: [{ process: 'setter', label: 'set', transitions: 1, newStates: 1 }],
  });
});

test('as a flame graph, whose boxes say their figures', async () => {
  const cwd = project1();
  const { code } = await mmcheck(['check', 'tiny.ts', '--flame', 'f.svg'], { cwd });
  expect(code).toBe(0);
  const svg = readFileSync(join(cwd, 'f.svg'), 'utf8');
  expect(svg).toMatch(/^<svg xmlns=/);
  expect(svg).toContain('<title>set: 1 transitions (100.0 %), 1 new states (100.0 %)');
  expect([...svg.matchAll(/<rect /g)]).toHaveLength(3);
});

test('is of one search', async () => {
  const cwd = tinyProject("{ set: {}, expect: { off: 'violated' } }");
  for (const words of [['--profile'], ['--flame', 'f.svg']]) {
    const { code, stderr } = await mmcheck(['check', 'specs/tiny.ts', ...words], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`is a spec, and ${words[0]} is for one search`);
  }
  expect(existsSync(join(cwd, 'f.svg'))).toBe(false);
});
