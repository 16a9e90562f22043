// The commands that do not search for verdicts: replay, list, inspect, and help.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Listing } from '../../src/outcome/listing.ts';
import { FIXTURES, mmcheck, project, TINY, tinyProject, tinySpec } from './mmcheck.ts';

const STUCK = `import { bool, cell, defineModel, defineProperties, system } from 'mmcheck';
const stuck = defineModel('stuck', {
  system: () => system({ go: cell(bool) }, ({ process }) => ({
    waiter: process({
      start: 'enter',
      steps: { enter: () => 'wait', wait: ({ go }) => (go.value ? 'done' : 'blocked') },
    }),
  })),
});
export default stuck;
export const properties = defineProperties(stuck, ({ deadlock }) => ({ 'never-stuck': deadlock() }));
`;

describe('replay', () => {
  const counter = readFileSync(join(FIXTURES, 'counter.ts'), 'utf8');
  const cwd = project({
    'models/counter.ts': counter,
    'models/tiny.ts': TINY,
    'changed/counter.ts': counter.replace('me.seen + 1', 'me.seen'),
    'turned/counter.ts': counter.replace('me.seen + 1', '1 + me.seen'),
    'weakened/counter.ts': counter.replace('count.value === tasks', 'count.value > 0'),
    'renamed/counter.ts': counter.replace("'nothing-lost'", "'all-there'"),
    'stuck.ts': STUCK,
    'not.json': 'hello',
    'other.json': '{"name": "something else"}',
  });
  beforeAll(async () => {
    await mmcheck(['check', 'models/counter.ts', '--trace', 'race.json'], { cwd });
    const { stdout } = await mmcheck(['check', 'models/counter.ts', '--format', 'json'], { cwd });
    writeFileSync(join(cwd, 'result.json'), stdout);
  }, 60_000);

  test('a run that never ends is asked again, too: status 1 where it breaks the claim no more', async () => {
    const turner = (
      goal: number,
    ) => `import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';
const turning = defineModel('turning', {
  system: () => system({ x: cell(upTo(3)) }, ({ process }) => ({
    turner: process({ start: 'turn', steps: { turn: ({ x }) => { x.value = 1 - x.value; return 'turn'; } } }),
  })),
});
export default turning;
export const properties = defineProperties(turning, ({ eventually }) => ({
  'gets-there': eventually('', ({ x }) => x.value === ${goal}),
}));
`;
    writeFileSync(join(cwd, 'turning.ts'), turner(2));
    writeFileSync(join(cwd, 'turning1.ts'), turner(1));
    await mmcheck(['check', 'turning.ts', '--trace', 'turning.json'], { cwd });
    const same = await mmcheck(['replay', 'turning.json', '--model', 'turning.ts'], { cwd });
    expect(same.stdout).toContain('gets-there is violated');
    expect(same.code).toBe(0);
    const other = await mmcheck(['replay', 'turning.json', '--model', 'turning1.ts'], { cwd });
    expect(other.stderr).toContain('this run does not break gets-there any more');
    expect(other.stdout).not.toContain('gets-there is violated');
    expect(other.code).toBe(1);
  }, 60_000);

  test('finds the model by its name and shows the trace', async () => {
    const { code, stdout, stderr } = await mmcheck(['replay', 'race.json'], { cwd });
    expect(stdout).toContain('nothing-lost is violated in 6 steps');
    expect(stderr).toContain('models/counter.ts can run this way');
    expect(code).toBe(0);
  });

  test('as JSON, the run and what became of the claim', async () => {
    const { stdout } = await mmcheck(['replay', 'race.json', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toEqual({
      ...JSON.parse(readFileSync(join(cwd, 'race.json'), 'utf8')),
      minimal: false,
      replayed: { file: 'models/counter.ts', changed: false, claim: 'stands' },
    });
  });

  test('what a file says of a run is not shown, only what the model does', async () => {
    const trace = JSON.parse(readFileSync(join(cwd, 'race.json'), 'utf8'));
    trace.steps[2].changes[0] = { of: 'cell', path: 'count', before: 7, after: 8 };
    trace.property.message = 'But the moon is full';
    writeFileSync(join(cwd, 'edited.json'), JSON.stringify(trace));
    const shown = await mmcheck(['replay', 'race.json'], { cwd });
    const { code, stdout } = await mmcheck(['replay', 'edited.json'], { cwd });
    expect(stdout).toBe(shown.stdout);
    expect(code).toBe(0);
  });

  test('a file that begins with the mark of its encoding', async () => {
    const text = readFileSync(join(cwd, 'race.json'), 'utf8');
    writeFileSync(join(cwd, 'marked.json'), `\ufeff${text}`);
    expect((await mmcheck(['replay', 'marked.json'], { cwd })).code).toBe(0);
  });

  test('on a model that has changed and can still run this way, both are said', async () => {
    const words = ['replay', 'race.json', '--model', 'turned/counter.ts'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain('can run this way');
    expect(stderr).toContain('the model or its parameters have changed since');
    expect(stdout).toContain('nothing-lost is violated in 6 steps (a shorter run may exist)');
    expect(code).toBe(0);
  });

  test('a run that does not break the property any more: no verdict of old, status 1', async () => {
    const words = ['replay', 'race.json', '--model', 'weakened/counter.ts'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain('this run does not break nothing-lost any more');
    expect(stdout).toContain('nothing-lost is not violated by this run any more');
    expect(stdout).not.toContain('is violated');
    expect(code).toBe(1);
  });

  test('a property that is not there any more: no verdict of old, status 2', async () => {
    const words = ['replay', 'race.json', '--model', 'renamed/counter.ts'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain("there is no property 'nothing-lost' of kind invariant");
    expect(stdout).toContain('there is no nothing-lost to ask again');
    expect(stdout).not.toContain('violated');
    expect(code).toBe(2);
  });

  test('a deadlock is not asked again, which is said', async () => {
    await mmcheck(['check', 'stuck.ts', '--trace', 'stuck.json'], { cwd });
    const words = ['replay', 'stuck.json', '--model', 'stuck.ts'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain('the claim was not asked again: one run does not decide never-stuck');
    expect(stdout).toContain('*** DEADLOCK, in the words of the file ***');
    expect(code).toBe(0);
  });

  test.each([
    ['of a model that has changed', ['race.json', '--model', 'changed/counter.ts'], 'have changed'],
    ['of another model', ['race.json', '--model', 'models/tiny.ts'], "of model 'counter'"],
    ['that does not exist', ['rce.json'], "did you mean 'race.json'?"],
    ['that is no JSON', ['not.json'], 'not.json is not JSON'],
    ['that is a folder', ['models'], 'models is a directory'],
    ['that cannot be read', ['/proc/self/mem'], 'cannot read /proc/self/mem'],
    ['that is no trace', ['other.json'], 'other.json'],
    ['that is a result', ['result.json'], '--trace'],
  ])('a trace %s: status 2', async (_name, words, said) => {
    const { code, stdout, stderr } = await mmcheck(['replay', ...words], { cwd });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('list', () => {
  test('models with parameters, seed and rows', async () => {
    const cwd = project({ 'models/tiny.ts': TINY, 'specs/broken.ts': 'export default 1;' });
    const { code, stdout, stderr } = await mmcheck(['list', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      models: [{ name: 'tiny', file: 'models/tiny.ts', about: '', parameters: [], rows: 0 }],
    });
    expect(stderr).toContain('specs/broken.ts exports no spec');
    expect(code).toBe(2);
  });

  test('no line of a model that says nothing of itself is blank', async () => {
    const { stdout } = await mmcheck(['list'], { cwd: project({ 'models/tiny.ts': TINY }) });
    expect(stdout).toBe('tiny  models/tiny.ts\n  no spec\n');
  });

  test('a spec without rows does not lose the list', async () => {
    const cwd = tinyProject('');
    writeFileSync(
      join(cwd, 'specs/tiny.ts'),
      tinySpec('').replace('rows: [],', 'rows: undefined,'),
    );
    const { stdout } = await mmcheck(['list'], { cwd });
    expect(stdout).toContain('0 rows in specs/tiny.ts');
  });

  test('those that come with mmcheck, where there are no others', async () => {
    const { code, stdout } = await mmcheck(['list'], { cwd: project({}) });
    expect(stdout).toContain('zonelist-rebuild');
    expect(stdout).toMatch(/update\s+'stop-machine'/);
    expect(stdout).toMatch(/\n {2}tasks\s+a whole number 1\.\.3 .*\n\s+Tasks that allocate\.\n/);
    expect(code).toBe(0);
  });

  test('each parameter of a shipped model says what it stands for', async () => {
    const { stdout } = await mmcheck(['list', '--format', 'json'], { cwd: project({}) });
    const { models } = JSON.parse(stdout) as Listing;
    expect(models.length).toBeGreaterThan(20);
    const silent = models.flatMap(({ name, parameters }) =>
      parameters.filter(({ about }) => !about).map((parameter) => `${name} ${parameter.name}`),
    );
    expect(silent).toEqual([]);
  });
});

describe('inspect', () => {
  test('cells, labels, accesses and bits', async () => {
    const words = ['inspect', 'counter.ts', '--set', 'atomic=true', '--format', 'json'];
    const { code, stdout } = await mmcheck(words);
    const { cells, processes, properties } = JSON.parse(stdout);
    expect(cells[0]).toEqual({ name: 'count', holds: 'a whole number 0..3', bits: 2 });
    expect(processes[0]).toMatchObject({ name: 'task', instances: 2 });
    expect(processes[0].steps[0]).toMatchObject({ label: 'read', reads: ['count'] });
    expect(properties.map(({ name }: { name: string }) => name)).toContain('can-finish');
    expect(code).toBe(0);
  });

  test('as text', async () => {
    const { stdout } = await mmcheck(['inspect', 'counter.ts']);
    expect(stdout).toContain('bits a state');
    expect(stdout).toContain('Process task (2 instances)');
    expect(stdout).toContain('me.seen: a whole number 0..3');
  });

  test('with some of the properties', async () => {
    const named = ['inspect', 'counter.ts', '--property', 'nothing-lost'];
    const { stdout, code } = await mmcheck([...named, '--format', 'json']);
    const all = JSON.parse((await mmcheck(['inspect', 'counter.ts', '--format', 'json'])).stdout);
    const some = JSON.parse(stdout);
    expect(some.properties.map(({ name }: { name: string }) => name)).toEqual(['nothing-lost']);
    expect(all.properties.length).toBeGreaterThan(1);
    expect(some.cells).toEqual(all.cells);
    expect(code).toBe(0);
    const unknown = await mmcheck(['inspect', 'counter.ts', '--property', 'nothing-lots']);
    expect(unknown.stderr).toContain("there is no property 'nothing-lots'; did you mean");
    expect(unknown.code).toBe(2);
  });
});

describe('help', () => {
  test.each([['--help'], ['check', '--help'], ['run', '--help'], ['help', 'replay']])(
    '%s %s goes to stdout',
    async (...words) => {
      const { code, stdout, stderr } = await mmcheck(words);
      expect(stdout).toContain('Usage: mmcheck');
      expect(stdout).toContain('$ mmcheck');
      expect(stderr).toBe('');
      expect(code).toBe(0);
    },
  );

  test('shows a model that is there, wherever one is', async () => {
    const cwd = project({});
    const { stdout } = await mmcheck(['help'], { cwd });
    const [, model] = /mmcheck check (\S+)/.exec(stdout) ?? [];
    const { code } = await mmcheck(['inspect', model], { cwd });
    expect(code).toBe(0);
  });

  test('--version', async () => {
    expect((await mmcheck(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
