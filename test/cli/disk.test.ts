// States on disk as a user has them: killed at any moment, limited, and refused in one line.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PropertyOutcome } from '../../src/outcome/outcome.ts';
import { mmcheck, project } from './mmcheck.ts';

const KILLS = Number(process.env.KILLS ?? 3);
/** Thirty thousand states and more, in 52 levels, in a second or two. */
const TWELVE = `import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';

const model = defineModel('twelve', {
  parameters: { most: upTo(12) },
  system: ({ most }) =>
    system({ a: cell(upTo(12)), b: cell(upTo(12)), c: cell(upTo(12)), d: cell(upTo(12)) }, ({ process }) => ({
      p: process({ start: 'go', steps: {
        go: ({ a }) => { if (a.value === most) return 'done'; a.value++; return 'go'; },
      } }),
      q: process({ start: 'go', steps: {
        go: ({ b }) => { if (b.value === most) return 'done'; b.value++; return 'go'; },
      } }),
      r: process({ start: 'go', steps: {
        go: ({ c }) => { if (c.value === most) return 'done'; c.value++; return 'go'; },
      } }),
      s: process({ start: 'go', steps: {
        go: ({ d }) => { if (d.value === most) return 'done'; d.value++; return 'go'; },
      } }),
    })),
});
export const properties = defineProperties(model, ({ invariant, alwaysPossible, deadlock }) => ({
  within: invariant('they stay within', ({ a, b, c, d }) => a.value + b.value + c.value + d.value <= 48),
  few: invariant('they stay few', ({ a, b, c, d }) => a.value + b.value + c.value + d.value < 20),
  ends: alwaysPossible('it can end', ({ a }) => a.value === 12),
  none: deadlock('nothing is stuck'),
}));
export default model;
`;
const cwd = project({ 'twelve.ts': TWELVE });
const CHECK = ['check', 'twelve.ts', '--set', 'most=12', '--no-reduction', '--format', 'json'];
const within = [...CHECK, '--property', 'within', 'few'];
const onDisk = (folder: string, ...more: string[]): string[] => [
  ...within,
  '--disk',
  folder,
  ...more,
];

/** What does not depend on the clock. */
function told(json: string): object {
  const { properties, statistics } = JSON.parse(json);
  const { states, transitions, depth } = statistics;
  return { properties, states, transitions, depth };
}

/** Nor on where the states are: of the shortest runs another may be shown. */
function toldAnywhere(json: string): object {
  const { properties, ...figures } = told(json) as { properties: readonly PropertyOutcome[] };
  return { ...figures, properties: properties.map(({ verdict, depth }) => [verdict, depth]) };
}

const hasBegun = (folder: string): boolean =>
  existsSync(join(cwd, folder)) && readdirSync(join(cwd, folder)).length > 1;

test('killed at several moments, a check ends as one in memory', async () => {
  const [inMemory, whole] = await Promise.all([
    mmcheck(within, { cwd }),
    mmcheck(onDisk('whole', '--partitions', '5'), { cwd }),
  ]);
  expect(toldAnywhere(whole.stdout)).toEqual(toldAnywhere(inMemory.stdout));
  for (let k = 0; k < KILLS; k++) {
    await mmcheck(onDisk('killed', '--partitions', '5'), {
      cwd,
      meanwhile: (child) => {
        const look = setInterval(() => {
          if (!hasBegun('killed')) return;
          clearInterval(look);
          setTimeout(() => child.kill('SIGKILL'), 100 * Math.random() * (k + 1));
        }, 5);
        child.on('exit', () => clearInterval(look));
      },
    });
  }
  const resumed = await mmcheck(onDisk('killed', '--partitions', '5'), { cwd });
  expect([resumed.stderr, resumed.code]).toEqual(['', 1]);
  expect(told(resumed.stdout)).toEqual(told(whole.stdout));
  expect(readdirSync(join(cwd, 'killed'))).toEqual([]);
});

test('several threads count and find what one does', async () => {
  const [one, two] = await Promise.all(
    ['1', '3'].map((workers) =>
      mmcheck(onDisk(`threads${workers}`, '--partitions', '32', '--workers', workers), { cwd }),
    ),
  );
  expect([two.stderr, two.code]).toEqual(['', 1]);
  expect(told(two.stdout)).toEqual(told(one.stdout));
  expect(JSON.parse(two.stdout).statistics.workers).toBe(3);
});

test('a limit leaves the folder, which another check is refused', async () => {
  const limited = await mmcheck(onDisk('limited', '--max-states', '5000'), { cwd });
  expect([limited.code, hasBegun('limited')]).toEqual([3, true]);
  expect(limited.stdout).toContain('the same command goes on');
  const other = await mmcheck(onDisk('limited', '--partitions', '2'), { cwd });
  expect([other.code, other.stderr]).toEqual([
    2,
    'mmcheck: --disk limited: it is the search of another check: --partitions 64 was given, not --partitions 2; name a new folder, or remove it\n',
  ]);
  expect((await mmcheck(onDisk('limited'), { cwd })).code).toBe(1);
});

test.each([
  [['--disk', 'd'], "--disk cannot decide 'ends': it is decided on the finished graph"],
  [['--disk', 'd', '--property', 'within', '--audit'], '--disk does not go with --audit'],
  [
    ['--disk', 'd', '--property', 'within', '--order', 'dfs'],
    '--disk does not go with --order dfs',
  ],
  [['--disk', 'd', '--property', 'within', '--memory-model', 'tso'], 'a memory model'],
  [['--disk', 'd', '--checkpoint', 'c'], '--disk and --checkpoint exclude each other'],
  [['--partitions', '2'], 'name one with --disk'],
  [['--disk', 'mine', '--property', 'within'], 'it holds other files; name a new folder'],
  [['--disk', 'twelve.ts', '--property', 'within'], 'it is no folder; name another'],
])('refused in one line: %j', async (words, message) => {
  mkdirSync(join(cwd, 'mine'), { recursive: true });
  writeFileSync(join(cwd, 'mine', 'notes.txt'), '');
  const plain = CHECK.filter((word) => word !== '--no-reduction');
  const { code, stderr } = await mmcheck([...plain, ...words], { cwd });
  expect([code, stderr.split('\n').length]).toEqual([2, 2]);
  expect(stderr).toContain(message);
  expect(existsSync(join(cwd, 'd'))).toBe(false);
});

test('of deadlocks only those of all are looked for, which is said', async () => {
  const { stdout } = await mmcheck([...CHECK, '--property', 'none', '--disk', 'dead'], { cwd });
  const { outcome, properties } = JSON.parse(stdout);
  expect(outcome).toBe('no-violation-found');
  expect(properties[0].assumptions.join('\n')).toContain('nothing can move');
});
