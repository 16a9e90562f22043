// `mmcheck explain`: sentences about a run, and one message where there are none to make.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

const MODEL = `import { bool, cell, defineModel, defineProperties, system, upTo } from 'mmcheck';
const model = defineModel('update', {
  parameters: { atomic: bool },
  system: ({ atomic }) => system({ count: cell(upTo(2)) }, ({ process }) => ({
    writer: process({
      count: 2,
      locals: { seen: upTo(2) },
      start: 'read',
      steps: {
        read: ({ count, me }) => {
          me.seen = count.value;
          if (!atomic) return 'write';
          count.value = me.seen + 1;
          return 'done';
        },
        write: ({ count, me }) => { count.value = me.seen + 1; return 'done'; },
      },
    }),
  })),
});
export default model;
export const properties = defineProperties(model, ({ atTheEnd, eventually }) => ({
  both: atTheEnd('both are counted', ({ count }) => count.value === 2),
  counted: eventually('both are counted at last', ({ count }) => count.value === 2),
}));
`;
const SPEC = `import { defineSpec, violated } from 'mmcheck';
import model, { properties } from '../models/update.ts';
const story = violated([['writer', 'write'], ['writer', 'write']]);
export default defineSpec(model, {
  properties: (_, values) => properties.properties(values),
  rows: [
    { set: { atomic: false }, expect: { both: story, counted: story } },
    { set: { atomic: true }, expect: { both: 'holds', counted: 'holds' } },
  ],
});
`;

async function traced(property: string): Promise<string> {
  const cwd = project({ 'models/update.ts': MODEL, 'specs/update.ts': SPEC });
  await mmcheck(['check', 'update', '--property', property, '--trace', 'run.json'], { cwd });
  return cwd;
}

test('of a run that was written without what it does not need nothing is said to be left out', async () => {
  const cwd = await traced('both');
  const file = join(cwd, 'run.json');
  const trace = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...trace, minimal: false, unneeded: 3 }));
  for (const full of [[], ['--full']]) {
    const { stdout } = await mmcheck(['explain', 'run.json', ...full], { cwd });
    expect(stdout).toContain('breaks both in 4 steps.');
    expect(stdout).not.toContain('does not need');
  }
});

test('the race, the last chance, and what a variant does', async () => {
  const { code, stdout } = await mmcheck(['explain', 'run.json'], { cwd: await traced('both') });
  expect(code).toBe(0);
  const words = stdout.replace(/\s+/g, ' ');
  expect(words).toContain('update atomic=false breaks both in 4 steps.');
  expect(words).toMatch(
    /writer\d read \(step 2\) comes before writer\d write \(step \d\): both use count\./,
  );
  expect(words).toMatch(/From writer\d read \(step 2\) on it is too late/);
  expect(words).toContain(
    'With atomic=true, where it holds, the same schedule does something else: at writer',
  );
});

test('of a deadlock, whose words are sentences already', async () => {
  const cwd = project({
    'stuck.ts': `import { bool, cell, defineModel, defineProperties, system } from 'mmcheck';
const model = defineModel('stuck', {
  system: () => system({ flag: cell(bool) }, ({ process }) => ({
    waiter: process({ start: 'begin', steps: {
      begin: () => 'wait',
      wait: ({ flag }) => (flag.value ? 'done' : 'blocked'),
    } }),
  })),
});
export default model;
export const properties = defineProperties(model, ({ deadlock }) => ({ goes: deadlock() }));
`,
  });
  await mmcheck(['check', 'stuck.ts', '--trace', 'run.json'], { cwd });
  const { stdout } = await mmcheck(['explain', 'run.json', '--model', 'stuck.ts'], { cwd });
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'What went wrong: waiter waits at wait for flag. Nothing that can still happen changes that. ',
  );
});

test('as a picture, where the run can be explained', async () => {
  const cwd = await traced('both');
  const words = ['explain', 'run.json', '--svg', 'run.svg', '--dot', 'run.dot'];
  expect((await mmcheck(words, { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'run.svg'), 'utf8')).toContain('it is too late');
  expect(readFileSync(join(cwd, 'run.dot'), 'utf8')).toContain('style=dashed');
  const over = await mmcheck(['explain', 'run.json', '--dot', 'run.json'], { cwd });
  expect(over.code).toBe(2);
  expect(over.stderr).toBe('mmcheck: cannot write run.json: it is the trace; name another file\n');
});

test('as JSON', async () => {
  const words = ['explain', 'run.json', '--format', 'json'];
  const { stdout } = await mmcheck(words, { cwd: await traced('both') });
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    model: 'update',
    property: { name: 'both' },
    steps: 4,
    noReturn: { exact: true },
    fixed: { parameters: 'atomic=true' },
  });
});

test('what one run does not decide is not explained', async () => {
  const { code, stderr } = await mmcheck(['explain', 'run.json'], { cwd: await traced('counted') });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^mmcheck: 'counted' cannot be explained: the run never ends; `mmcheck replay` shows the run\n$/,
  );
});

test('a trace whose steps the model does not take any more', async () => {
  const cwd = await traced('both');
  const model = join(cwd, 'models/update.ts');
  writeFileSync(
    model,
    readFileSync(model, 'utf8').replaceAll("'write'", "'store'").replace('write:', 'store:'),
  );
  const { code, stderr } = await mmcheck(['explain', 'run.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('leads to another state');
});

test('of a model that comes with mmcheck, in a project with models of its own', async () => {
  const cwd = project({ 'models/update.ts': MODEL });
  const words = ['zonelist-seqlock-deadlock', '--set', 'guard=none', '--property', 'no-deadlock'];
  await mmcheck(['check', ...words, '--trace', 'run.json'], { cwd });
  const { code, stdout } = await mmcheck(['explain', 'run.json'], { cwd });
  expect(stdout).toContain('breaks no-deadlock in 4 steps.');
  expect(code).toBe(0);
});

test('no trace', async () => {
  const cwd = await traced('both');
  const { code, stderr } = await mmcheck(['explain', 'models/update.ts'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('is not JSON; name a file that `mmcheck check --trace` wrote');
});

test('nor a property that has another name by now', async () => {
  const cwd = await traced('both');
  const trace = join(cwd, 'run.json');
  writeFileSync(trace, readFileSync(trace, 'utf8').replaceAll('"both"', '"boths"'));
  const { code, stderr } = await mmcheck(['explain', 'run.json'], { cwd });
  expect(stderr).toContain("'boths' cannot be explained: there is no such property any more;");
  expect(code).toBe(2);
});
