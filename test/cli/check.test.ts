// `mmcheck check`: verdicts, outputs and exit statuses, on models of a few lines.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mmcheck, project, TINY } from './mmcheck.ts';

const scratch = project({});
const out = (name: string): string => join(scratch, name);
/** Its counterexample has more steps than a picture has room for. */
const LONG = `import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';
const long = defineModel('long', {
  system: () => system({ far: cell(upTo(4100)) }, ({ process }) => ({
    walker: process({
      start: 'walk',
      steps: { walk: ({ far }) => { far.value++; return far.value < 4100 ? 'walk' : 'done'; } },
    }),
  })),
});
export default long;
export const properties = defineProperties(long, ({ invariant }) => ({
  'never-so-far': invariant('it never gets so far', ({ far }) => far.value < 4100),
}));
`;

describe('verdicts', () => {
  test('a violated property: the schedule on stdout, nothing on stderr, status 1', async () => {
    const { code, stdout, stderr } = await mmcheck(['check', 'counter.ts']);
    expect(stdout).toContain('nothing-lost     violated in 6 steps');
    expect(stdout).toMatch(/1\. read\s.*\n2\.\s+read/);
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  test('the properties of the spec beside the model are checked too', async () => {
    const { stdout } = await mmcheck(['check', 'counter.ts', '--format', 'json']);
    const names = JSON.parse(stdout).properties.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['nothing-lost', 'no-deadlock', 'can-finish', 'always-finishes']);
  });

  test('--set and --property choose; all hold, status 0', async () => {
    const words = [
      'check',
      'counter.ts',
      '--set',
      'atomic=true',
      'tasks=3',
      '--property',
      'nothing-lost',
    ];
    const { code, stdout } = await mmcheck([...words, '--format', 'json']);
    const { parameters, outcome, properties } = JSON.parse(stdout);
    expect(parameters).toEqual({ atomic: true, tasks: 3 });
    expect(outcome).toBe('holds');
    expect(properties).toHaveLength(1);
    expect(code).toBe(0);
  });

  test('--spec names another spec, whose word on a property counts', async () => {
    const words = ['check', 'counter.ts', '--spec', 'lost-update.ts'];
    const { stdout } = await mmcheck(words);
    expect(stdout).toContain('all increments count');
    expect(stdout).not.toContain('when all have finished');
  });

  test('a spec as FILE is run', async () => {
    const { code, stdout } = await mmcheck(['check', 'lost-update.ts']);
    expect(stdout).toContain('2 rows: all as expected');
    expect(code).toBe(0);
  });

  test('depth-first finds the same verdicts', async () => {
    const words = ['check', 'counter.ts', '--order', 'dfs', '--property', 'nothing-lost'];
    expect((await mmcheck(words)).code).toBe(1);
  });
});

describe('limits are inconclusive, with the figures and the flag: status 3', () => {
  test.each([
    ['--max-states', '1000', '--max-states'],
    ['--max-depth', '3', '--max-depth'],
    ['--memory', '1M', '--memory'],
    ['--timeout', '5s', '--timeout'],
  ])('%s %s', async (flag, value, advice) => {
    const { code, stdout } = await mmcheck(['check', 'large.ts', flag, value]);
    expect(stdout).toContain('inconclusive');
    expect(stdout).toContain(`raise ${advice}`);
    expect(code).toBe(3);
  });
});

test('one state is one state, and a thousand have a comma', async () => {
  const one = await mmcheck(['check', 'large.ts', '--max-states', '1']);
  expect(one.stdout).toContain('(1 state, 1 of them not expanded');
  const many = await mmcheck(['check', 'large.ts', '--max-states', '1000']);
  expect(many.stdout).toContain('(1,000 states, ');
});

describe('outputs', () => {
  test('--trace, --dot and --svg write the counterexample', async () => {
    const words = ['--trace', out('t.json'), '--dot', out('t.dot'), '--svg', out('t.svg')];
    const { code } = await mmcheck(['check', 'counter.ts', ...words]);
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(out('t.json'), 'utf8'))).toMatchObject({
      schema: 1,
      model: 'counter',
      property: { name: 'nothing-lost' },
    });
    expect(readFileSync(out('t.dot'), 'utf8')).toMatch(/^digraph/);
    expect(readFileSync(out('t.svg'), 'utf8')).toContain('<svg');
  });

  test('of lock order --dot writes the locks, and --trace the first run', async () => {
    const words = ['--trace', out('l.json'), '--dot', out('l.dot'), '--property', 'lock-order'];
    const { code, stdout } = await mmcheck([
      'check',
      '../../docs/examples/boot-order.ts',
      ...words,
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('n->list_lock -> zone->lock -> n->list_lock');
    expect(stdout).toContain('No run of this configuration deadlocks.');
    expect(readFileSync(out('l.dot'), 'utf8')).toContain('"n->list_lock" -> "zone->lock"');
    const { steps } = JSON.parse(readFileSync(out('l.json'), 'utf8'));
    expect(steps.map(({ label }: { label: string }) => label)).toEqual(['lock_list', 'lock_zone']);
  });

  test('a run too long for a picture: the result, its status, and what to do instead', async () => {
    const cwd = project({ 'long.ts': LONG });
    const words = ['check', 'long.ts', '--svg', 'long.svg', '--trace', 'long.json'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stdout).toContain('never-so-far  violated in 4100 steps');
    expect(stderr).toMatch(
      /^mmcheck: cannot write long\.svg: .* too many .*--dot FILE, and draw it with graphviz\n$/m,
    );
    expect(existsSync(join(cwd, 'long.json'))).toBe(true);
    expect(code).toBe(1);
  });

  test('a file that cannot be written after all takes neither the result nor the other files with it', async () => {
    const words = ['--trace', '/dev/full', '--dot', out('f.dot'), '--svg', out('f.svg')];
    const { code, stdout, stderr } = await mmcheck(['check', 'counter.ts', ...words]);
    expect(stdout).toContain('nothing-lost     violated in 6 steps');
    expect(stderr).toMatch(/^mmcheck: cannot write \/dev\/full: ENOSPC.*\n$/);
    expect(readFileSync(out('f.dot'), 'utf8')).toMatch(/^digraph/);
    expect(readFileSync(out('f.svg'), 'utf8')).toContain('<svg');
    expect(code).toBe(2);
  });

  test('what the author prints does not mix with the result', async () => {
    const cwd = project({ 'tiny.ts': `console.log('hello');\n${TINY}` });
    const { stdout, stderr } = await mmcheck(['check', 'tiny.ts', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).model).toBe('tiny');
    expect(stderr).toContain('hello');
  });

  test('no colours in a pipe', async () => {
    const { stdout } = await mmcheck(['check', 'counter.ts']);
    expect(stdout).not.toContain('\x1b');
  });

  test('a reader that goes away is no error', async () => {
    const { stderr, code } = await mmcheck(['check', 'counter.ts'], {
      meanwhile: (child) => child.stdout?.destroy(),
    });
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });
});

test('a limit of depth leaves nothing unexpanded, and says how many states it saw', async () => {
  const { code, stdout } = await mmcheck(['check', 'large.ts', '--max-depth', '1']);
  expect(stdout).toMatch(/raise --max-depth \(\d+ states, \d+ MiB of\s+\d+\)/);
  expect(code).toBe(3);
});

test('where no step asserts, --property assertions has nothing to check', async () => {
  const words = ['check', 'counter.ts', '--property', 'assertions'];
  const { stderr } = await mmcheck(words);
  expect(stderr).toContain('no step asserts, so that there was nothing to check');
});
