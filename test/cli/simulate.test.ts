// `mmcheck simulate`: what walks break, as text and JSON, the exit status, a file that replays, and an end on request.

import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES, mmcheck, project, TINY } from './mmcheck.ts';

const COUNTER = '../../docs/examples/counter.ts';

test('a violation: status 1, and the run that a check shows', async () => {
  const words = [COUNTER, '--property', 'nothing-lost'];
  const { code, stdout } = await mmcheck(['simulate', ...words, '--runs', '40']);
  const checked = await mmcheck(['check', ...words]);
  const lanes = (text: string) => text.slice(text.lastIndexOf('-----\n'));
  expect(lanes(stdout)).toBe(lanes(checked.stdout));
  expect(stdout).toMatch(/nothing-lost: \d+ of 40 walks/);
  expect(code).toBe(1);
});

test('the same seed twice, byte for byte', async () => {
  const words = ['simulate', COUNTER, '--strategy', 'pct', '--seed', '9', '--runs', '30'];
  const [first, second] = [await mmcheck(words), await mmcheck(words)];
  expect(first.stdout).toBe(second.stdout);
  expect(first.stdout).toContain('1/(n k^2)');
});

test('JSON, and nothing found: status 3', async () => {
  const { code, stdout } = await mmcheck([
    'simulate',
    'large.ts',
    '--runs',
    '2',
    '--depth',
    '50',
    '--format',
    'json',
  ]);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    outcome: 'no-violation-found',
    properties: [{ name: 'in-range', verdict: 'no-violation-found', walks: 0 }],
    walks: 2,
    longest: 50,
    ends: { cut: 2 },
  });
  expect(code).toBe(3);
});

test('a trace that can be taken again', async () => {
  const file = join(project({}), 'run.json');
  await mmcheck(['simulate', COUNTER, '--property', 'nothing-lost', '--trace', file]);
  const { code, stdout } = await mmcheck(['replay', file, '--model', COUNTER]);
  expect(stdout).toContain('nothing-lost is violated');
  expect(code).toBe(0);
});

test('a mistake of the model is told with the walk that led to it', async () => {
  const { code, stderr } = await mmcheck(['simulate', 'throws.ts']);
  expect(stderr).toMatch(/throws\.ts.*step/s);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(code).toBe(2);
});

test('a model without properties says so: status 3', async () => {
  const cwd = project({ 'tiny.ts': TINY });
  const { code, stderr, stdout } = await mmcheck(['simulate', 'tiny.ts', '--runs', '3'], { cwd });
  expect(stderr).toContain('there was no property to break');
  expect(stdout).toContain('3 walks');
  expect(code).toBe(3);
});

describe('ended early', () => {
  test('by Ctrl-C: what is known, status 130', async () => {
    const { code, stdout } = await mmcheck(['simulate', 'large.ts', '--runs', '1000000'], {
      meanwhile: (child) => setTimeout(() => child.kill('SIGINT'), 4000),
    });
    expect(stdout).toMatch(/interrupted \(after [\d,]+ walks?\)/);
    expect(stdout).toContain('in-range  no violation found');
    expect(code).toBe(130);
  });

  const early = readFileSync(join(FIXTURES, 'large.ts'), 'utf8').replace('<= 200)', '< 3)');
  /** As soon as a violation is told, while the walks go on. */
  const whenTold = (stop: (child: ChildProcess) => void) => ({
    meanwhile: (child: ChildProcess) =>
      child.stderr?.on('data', (said) => {
        if (String(said).includes('is violated')) stop(child);
      }),
  });
  const once = (child: ChildProcess) => child.kill('SIGINT');
  /** Until nothing is left of it: also while it clears up. */
  const allTheTime = (child: ChildProcess) => {
    const timer = setInterval(() => child.kill('SIGINT'), 3);
    child.on('exit', () => clearInterval(timer));
  };
  const words = ['simulate', 'early.ts', '--runs', '1000000', '--seed', '7'];

  test('by Ctrl-C: a violation that was told before is told with its run, status 130', async () => {
    const cwd = project({ 'early.ts': early });
    const { code, stdout, stderr } = await mmcheck(words, { cwd, ...whenTold(once) });
    expect(stderr).toContain('in-range is violated; the run that shows it follows');
    expect(stdout).toContain('in-range  violated in 3 steps');
    expect(stdout).toMatch(/in-range: [\d,]+ of [\d,]+ walks/);
    expect(stdout).toContain('seed 7');
    expect(stdout).toContain('3. turn');
    expect(code).toBe(130);
  });

  test('by Ctrl-C again and again: at once, with what was known', async () => {
    const cwd = project({ 'early.ts': early });
    const { code, stdout } = await mmcheck(words, { cwd, ...whenTold(allTheTime) });
    expect(stdout).toContain('in-range  violated');
    expect(stdout).toMatch(/in-range: [\d,]+ of [\d,]+ walks/);
    expect(stdout).toContain('seed 7');
    expect(code).toBe(130);
  });

  test('by Ctrl-C while a schedule is made shorter: the violation, and as far as it is', async () => {
    const slow = early
      .replace('< 3)', '< 200)')
      .replace(
        'wheel[me.id] =',
        'for (let k = 0; k < 5000; k++) wheel[7].valueOf();\n            wheel[me.id] =',
      );
    const cwd = project({ 'early.ts': slow });
    const { code, stdout } = await mmcheck(words, { cwd, ...whenTold(once) });
    expect(stdout).toContain('in-range  violated');
    expect(code).toBe(130);
  });

  test('by --timeout: status 3', async () => {
    const words = ['simulate', 'large.ts', '--runs', '1000000', '--timeout', '3s'];
    const { code, stdout } = await mmcheck(words);
    expect(stdout).toContain('the time limit was reached');
    expect(code).toBe(3);
  });
});
