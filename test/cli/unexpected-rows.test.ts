// A row of `run` that is not as expected is shown with what it takes to look at it: the shortest run of the first, a
// command for each, and in JSON both the depth and the run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const MODEL = `import { cell, defineModel, oneOf, system, upTo } from 'mmcheck';
export default defineModel('counts', {
  parameters: { most: upTo(5), way: oneOf('up to it', 'past it') },
  system: ({ most, way }) => system({ n: cell(upTo(9)) }, ({ process }) => ({
    up: process({
      start: 'add',
      steps: { add: ({ n }) => { n.value++; return n.value < most + (way === 'past it' ? 2 : 0) ? 'add' : 'done'; } },
    }),
  })),
});
`;

const spec = (rows: string) => `import { defineSpec } from 'mmcheck';
import counts from '../models/counts.ts';
export default defineSpec(counts, {
  properties: ({ invariant }) => ({
    "it's small": invariant('n stays below 3', ({ n }) => n.value < 3),
    tiny: invariant('n stays below 2', ({ n }) => n.value < 2),
  }),
  rows: [${rows}],
  teeth: { "it's small": { replace: 'n.value++', at: { most: 1 } } },
});
`;

const ROWS = `
  { set: { most: 1 }, expect: { "it's small": 'holds', tiny: 'violated' } },
  { set: { most: 4 }, expect: { "it's small": 'holds', tiny: 'holds' } },
  { set: { most: 2, way: 'past it' }, expect: { "it's small": 'holds', tiny: 'violated' } },
`;

function counts(file: string): string {
  return project({ 'models/counts.ts': MODEL, [file]: spec(ROWS) });
}

/** The words of a command as a shell would read them. */
function wordsOf(command: string): string[] {
  const words = command.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll("'\\''", '\0').replaceAll("'", '').replaceAll('\0', "'"),
  );
}

test.each([
  ['specs/counts.ts', ''],
  ['specs/other.ts', ' --spec specs/other.ts'],
])('the commands for the rows of %s show what they promise', async (file, named) => {
  const cwd = counts(file);
  const { stdout, code } = await mmcheck(['run'], { cwd });
  expect(code).toBe(1);
  const commands = stdout.match(/(?<=^ {2})mmcheck check .*/gm) ?? [];
  expect(commands).toEqual([
    `mmcheck check models/counts.ts${named} --set most=1 'way=up to it' --property tiny`,
    `mmcheck check models/counts.ts${named} --set most=4 'way=up to it' --property 'it'\\''s small' tiny`,
    `mmcheck check models/counts.ts${named} --set most=2 'way=past it' --property 'it'\\''s small'`,
  ]);
  const shown = await Promise.all(
    commands.map((command) => mmcheck(wordsOf(command).slice(1), { cwd })),
  );
  expect(shown[0].stdout).toContain('✓ tiny');
  expect(shown[1].stdout).toContain("it's small is violated in 3 steps");
  expect(shown[2].stdout).toContain("it's small is violated in 3 steps");
});

test('the shortest run of the first row that has one is shown, and no other', async () => {
  const { stdout } = await mmcheck(['run'], { cwd: counts('specs/counts.ts') });
  expect(stdout.match(/^.* is violated in .*$/gm)).toEqual([
    'tiny is violated in 2 steps (no shorter run does it)',
  ]);
  expect(stdout).toContain('counts most=4 way=up to it\ntiny is violated');
  expect(stdout).toMatch(/^2\. add +n: 1 -> 2$/m);
});

test('JSON has depths, and runs that can be replayed, of what is not as expected', async () => {
  const cwd = counts('specs/counts.ts');
  const { stdout } = await mmcheck(['run', '--format', 'json'], { cwd });
  const { rows } = JSON.parse(stdout).specs[0];
  const of = ({ properties }: { properties: { depth?: number; run?: { steps: unknown[] } }[] }) =>
    properties.map(({ depth, run }) => [depth, run?.steps.length]);
  expect(rows.map(of)).toEqual([
    [
      [undefined, undefined],
      [undefined, undefined],
    ],
    [
      [3, 3],
      [2, 2],
    ],
    [
      [3, 3],
      // As expected: the depth, but no run.
      [2, undefined],
    ],
  ]);
  writeFileSync(join(cwd, 'run.json'), JSON.stringify(rows[2].properties[0].run));
  const { code } = await mmcheck(['replay', 'run.json'], { cwd });
  expect(code).toBe(0);
});

test('where all is as expected nothing is said', async () => {
  const rows = `{ set: { most: 3 }, expect: { "it's small": 'violated', tiny: 'violated' } }`;
  const cwd = project({
    'models/counts.ts': MODEL,
    'specs/counts.ts': spec(rows).replace(/teeth.*\n/, ''),
  });
  const { stdout, code } = await mmcheck(['run'], { cwd });
  expect(code).toBe(0);
  expect(stdout).not.toContain('mmcheck check');
  expect(stdout).not.toContain('Initially');
});
