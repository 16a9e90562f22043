// `mmcheck sweep`: figures side by side, as text, JSON, CSV and a picture; and what is refused.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const files = { csv: 'sweep.csv', svg: 'sweep.svg' };

test('states by a parameter, and files', async () => {
  const cwd = project({ 'count.ts': MODEL });
  const words = ['sweep', 'count.ts', '--set', 'tasks=1..3', '--no-reduction'];
  const { code, stdout } = await mmcheck([...words, '--csv', files.csv, '--svg', files.svg], {
    cwd,
  });
  expect(stdout).toMatch(/\n {2}1 +3 .*holds\n {2}2 +13 +x 4\.3 .*violated: all\n {2}3 /);
  expect(stdout).toContain('tasks=4 is estimated at');
  expect(code).toBe(1);
  const [first, , third] = parse(readFileSync(join(cwd, files.csv)), { columns: true }) as Record<
    string,
    string
  >[];
  expect(first).toMatchObject({ tasks: '1', states: '3', complete: 'true', all: 'holds' });
  expect(third).toMatchObject({ tasks: '3', outcome: 'violated', all: 'violated' });
  const svg = readFileSync(join(cwd, files.svg), 'utf8');
  expect(svg.match(/<circle/g)).toHaveLength(3);
  expect(svg).toContain('estimate');
});

test('as JSON, up to a limit: what is left is named, status 3', async () => {
  const cwd = project({ 'count.ts': MODEL.replace('=== tasks', '<= tasks') });
  const words = [
    'sweep',
    'count.ts',
    '--set',
    'tasks=1..4',
    '--no-reduction',
    '--max-states',
    '20',
  ];
  const { code, stdout } = await mmcheck([...words, '--format', 'json'], { cwd });
  const { sizes, left, next } = JSON.parse(stdout);
  expect(sizes.map(({ states }: { states: number }) => states).slice(0, 2)).toEqual([3, 13]);
  expect(sizes[2].limit.reached).toBe('states');
  expect([left, next]).toEqual([[4], undefined]);
  expect(code).toBe(3);
});

test('over a parameter that every model has', async () => {
  const cwd = project({ 'count.ts': MODEL });
  const words = ['sweep', 'count.ts', '--memory-model', 'tso', '--set', 'store-buffer=1..2'];
  const { code, stdout } = await mmcheck(words, { cwd });
  expect(stdout).toMatch(/store-buffer +states/);
  expect(code).toBe(0);
});

test.each([
  [['tasks=3'], 'a range is given for none'],
  [['tasks=1..2', 'more=1..2'], 'a range is given for tasks, more'],
  [['tasks=3..1'], 'tasks=3..1 has no values'],
  [['tasks=1..9'], 'parameter tasks cannot be 5'],
  [['taks=1..2'], "no parameter 'taks'"],
])('refuses --set %s', async (set, words) => {
  const cwd = project({ 'count.ts': MODEL });
  const { code, stderr, stdout } = await mmcheck(['sweep', 'count.ts', '--set', ...set], { cwd });
  expect(stderr).toContain(words);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

const MODEL = `import { cell, defineModel, defineProperties, kind, system, upTo, range } from 'mmcheck';
const model = defineModel('count', {
  parameters: { tasks: range(1, 4) },
  system: ({ tasks }) => system({ count: cell(upTo(4)) }, ({ process }) => ({
    task: process({
      count: kind('task', tasks),
      locals: { seen: upTo(4) },
      start: 'load',
      steps: {
        load: ({ count, me }) => { me.seen = count.value; return 'store'; },
        store: ({ count, me }) => { count.value = me.seen + 1; return 'done'; },
      },
    }),
  })),
});
export default model;
export const properties = defineProperties(model, ({ atTheEnd }, { tasks }) => ({
  all: atTheEnd('all are counted', ({ count }) => count.value === tasks),
}));
`;
