// Searches that must be stopped from outside: Ctrl-C, --timeout, a step that never returns. Each is
// answered, with what was learnt, and no thread is left behind.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES, mmcheck, project, TINY } from './mmcheck.ts';

const interrupt = (afterMs: number) => ({
  meanwhile: (child: { kill(signal: 'SIGINT'): boolean }) => {
    setTimeout(() => child.kill('SIGINT'), afterMs);
  },
});

describe('Ctrl-C', () => {
  test('prints what was learnt so far; status 130', async () => {
    const { code, stdout } = await mmcheck(['check', 'large.ts'], interrupt(4000));
    expect(stdout).toContain('interrupted');
    expect(stdout).toMatch(/[\d,]+ states/);
    expect(code).toBe(130);
  });

  test('in JSON too', async () => {
    const { code, stdout } = await mmcheck(
      ['check', 'large.ts', '--format', 'json'],
      interrupt(4000),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'inconclusive',
      limit: { reached: 'interrupted' },
    });
    expect(code).toBe(130);
  });

  test('a run reports the rows that it never reached as inconclusive', async () => {
    const cwd = project({
      'models/large.ts': LARGE.replace('system: ()', 'parameters: { n: upTo(1) },\n  system: ()'),
      'specs/large.ts': `import { defineSpec } from 'mmcheck';
import large from '../models/large.ts';
export default defineSpec(large, {
  properties: ({ invariant }) => ({ small: invariant('', ({ wheel }) => wheel[0] < 999) }),
  rows: [{ set: {}, expect: { small: 'holds' } }, { set: { n: 1 }, expect: { small: 'holds' } }],
  teeth: { small: { replace: '% 100', at: {} } },
});
`,
    });
    const { code, stdout } = await mmcheck(['run', '--format', 'json'], {
      cwd,
      ...interrupt(4000),
    });
    expect(JSON.parse(stdout).summary).toMatchObject({ rows: 2, inconclusive: 2, unexpected: 0 });
    expect(code).toBe(130);
  });

  test('code that never returns is ended within a second', async () => {
    const cwd = project({ 'waits.ts': `while (true);\n${TINY}` });
    const { code, stderr, seconds } = await mmcheck(['check', 'waits.ts'], {
      cwd,
      ...interrupt(2000),
    });
    expect(stderr).toContain('interrupted (no search had begun)');
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(6);
  });
});

describe('code that never returns and is no step', () => {
  const properties = (invariant: string) => `
export const properties = defineProperties(tiny, ({ invariant }) => ({
  small: invariant('', ${invariant}),
}));`;
  const model = (initial: string, invariant = '({ flag }) => flag.value || !flag.value') =>
    `import { bool, cell, defineModel, defineProperties, system } from 'mmcheck';
const tiny = defineModel('tiny', {
  system: () => system({ flag: cell(bool) }, ({ process }) => ({
    setter: process({
      start: 'set',
      steps: { set: ({ flag }) => { flag.value = true; return 'done'; } },
    }),
  }), ${initial}),
});
export default tiny;${properties(invariant)}`;
  const NOTHING = '() => {}';

  test.each([
    ['the initial step', model('() => { while (true) {} }'), "step 'initial': it does not return"],
    [
      'a property, of an initial state',
      model(NOTHING, '({ flag }) => { while (!flag.value) {} return true; }'),
      'another property that is asked of a state, does not return',
    ],
    [
      'a property, of a later state',
      model(NOTHING, '({ flag }) => { while (flag.value) {} return true; }'),
      'another property that is asked of a state, does not return',
    ],
  ])('%s', async (_, text, said) => {
    const cwd = project({ 'endless.ts': text });
    const { code, stdout, stderr } = await mmcheck(['check', 'endless.ts'], { cwd });
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('while a file is loaded: nothing tells it from slow code, so there is a hint', async () => {
    const cwd = project({ 'waits.ts': `while (true);\n${TINY}` });
    const { stderr } = await mmcheck(['check', 'waits.ts', '--timeout', '12s'], { cwd });
    expect(stderr).toContain('no search has begun after 10 s');
    expect(stderr).toContain('Ctrl-C');
  });
});

test('--timeout of a run is the time of all of it', async () => {
  const cwd = project({ 'waits.ts': `while (true);\n${TINY}` });
  const { code, stderr } = await mmcheck(['check', 'waits.ts', '--timeout', '1s'], { cwd });
  expect(stderr).toContain('raise --timeout');
  expect(code).toBe(3);
});

test('a step that never returns is named', async () => {
  const { code, stdout, stderr } = await mmcheck(['check', 'endless.ts']);
  expect(stderr).toContain("process 'spinner'");
  expect(stderr).toContain('does not return');
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

describe('a step that never returns is named by the other commands, too', () => {
  const counter = readFileSync(join(FIXTURES, 'counter.ts'), 'utf8');
  const endless = counter.replace('me.seen = count.value;', 'for (;;) {}');
  const cwd = project({ 'counter.ts': counter, 'endless.ts': endless });

  test.each([
    ['graph', ['endless.ts']],
    ['replay', ['race.json', '--model', 'endless.ts']],
  ])('%s', async (command, words) => {
    await mmcheck(['check', 'counter.ts', '--trace', 'race.json'], { cwd });
    const { code, stdout, stderr } = await mmcheck([command, ...words], { cwd });
    expect(stderr).toContain("process 'task0', step 'read': its step");
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('a picture that Graphviz is not done with in its time', () => {
  const cwd = project({ 'wheels.ts': WHEELS });
  const draw = ['graph', 'wheels.ts', '--dot', 'wheels.dot', '--svg', 'wheels.svg'];

  test('--timeout: the other files are written, status 3', async () => {
    const { code, stderr, seconds } = await mmcheck([...draw, '--timeout', '3s'], { cwd });
    expect(stderr).toBe(
      'mmcheck: cannot write wheels.svg: graphviz took too long to draw it; ' +
        'write DOT with --dot FILE, and draw it with graphviz\n',
    );
    expect(existsSync(join(cwd, 'wheels.dot'))).toBe(true);
    expect(existsSync(join(cwd, 'wheels.svg'))).toBe(false);
    expect(code).toBe(3);
    expect(seconds).toBeLessThan(8);
  });

  test('Ctrl-C: status 130', async () => {
    const { code, stderr, seconds } = await mmcheck(draw, { cwd, ...interrupt(4000) });
    expect(stderr).toContain('cannot write wheels.svg: interrupted');
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(8);
  });
});

test('a slow search is not taken for an endless step', async () => {
  const slow = LARGE.replace('wheel[me.id] =', 'for (let k = 0; k < 2e6; k++) {} wheel[me.id] =');
  const cwd = project({ 'slow.ts': slow });
  const { code, stderr } = await mmcheck(['check', 'slow.ts', '--timeout', '6s'], { cwd });
  expect(stderr).not.toContain('does not return');
  expect(code).toBe(3);
});

const LARGE = `import { array, defineModel, defineProperties, system, upTo } from 'mmcheck';
const large = defineModel('large', {
  system: () => system({ wheel: array(6, upTo(99)) }, ({ process }) => ({
    turner: process({ count: 6, start: 'turn', steps: {
      turn: ({ wheel, me }) => { wheel[me.id] = (wheel[me.id] + 1) % 100; return 'turn'; },
    } }),
  })),
});
export default large;
export const properties = defineProperties(large, ({ invariant }) => ({
  small: invariant('', ({ wheel }) => wheel[0] < 999),
}));
`;

/** So many edges that Graphviz takes minutes over them. */
const WHEELS = `import { array, defineModel, system, upTo } from 'mmcheck';
export default defineModel('wheels', {
  system: () => system({ wheel: array(2, upTo(21)) }, ({ process }) => ({
    turner: process({ count: 2, start: 'turn', steps: {
      turn: ({ wheel, me, choose }) => {
        wheel[me.id] = (wheel[me.id] + choose([1, 2, 3])) % 22;
        return 'turn';
      },
    } }),
  })),
});
`;
