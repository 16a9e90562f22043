// A verdict that is known is told, whatever becomes of the run that shows it: where there is not memory enough for the run,
// where somebody ends the command while it is built, where the model goes wrong for good after the violation.

import { describe, expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

/** Breaks its claim after n steps, and says so. */
const DEEP = `import { bool, cell, defineModel, defineProperties, range, defaultTo, system, upTo } from 'mmcheck';
const model = defineModel('deep', {
  parameters: { n: defaultTo(range(1, 60000), 60000) },
  system: ({ n }) =>
    system({ x: cell(upTo(n)), turn: cell(bool) }, ({ process }) => ({
      a: process({ start: 'inc', steps: { inc: ({ x, turn }) => {
        if (turn.value) return 'inc';
        if (x.value === n) return 'done';
        x.value++;
        turn.value = true;
        return 'inc';
      } } }),
      b: process({ start: 'inc', steps: { inc: ({ x, turn }) => {
        if (!turn.value) return 'inc';
        if (x.value === n) return 'done';
        x.value++;
        turn.value = false;
        return 'inc';
      } } }),
    })),
});
export default model;
export const properties = defineProperties(model, ({ invariant }, { n }) => ({
  small: invariant('x never gets there', ({ x }) => {
    if (x.value < n) return true;
    console.error('there');
    return false;
  }),
}));
`;

const SMALL_HEAP = { env: { NODE_OPTIONS: '--max-old-space-size=64' } };

describe('a run that takes more memory than there is', () => {
  const cwd = project({ 'deep.ts': DEEP });

  test('the violation is told, and what would give the run', async () => {
    const { code, stdout } = await mmcheck(['check', 'deep.ts'], { cwd, ...SMALL_HEAP });
    expect(stdout).toContain('✗ small  violated  x never gets there');
    expect(stdout).toContain('--max-old-space-size');
    expect(code).toBe(1);
  }, 60_000);

  test('in JSON: no counterexample, and the limit', async () => {
    const words = ['check', 'deep.ts', '--format', 'json', '--trace', 'run.json'];
    const { code, stdout, stderr } = await mmcheck(words, { cwd, ...SMALL_HEAP });
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'violated',
      properties: [{ verdict: 'violated', depth: null, counterexample: null }],
      limit: { reached: 'memory' },
      statistics: { states: 60_001 },
    });
    expect(stderr).toContain('there is no counterexample to write');
    expect(code).toBe(1);
  }, 60_000);

  test('a row is unexpected if it was to hold; if its story cannot be told, it is inconclusive', async () => {
    const spec = (expected: string, rest: string) => `import { defineSpec } from 'mmcheck';
import deep, { properties } from '../models/deep.ts';
export default defineSpec(deep, {
  properties: (_makers, values) => properties.properties(values),
  rows: [{ set: {}, expect: { small: ${expected} } }],
  ${rest}
});
`;
    const teeth = "teeth: { small: { replace: 'x.value < n', at: {} } },";
    const verdictsOf = async (expected: string, rest = '') => {
      const files = { 'models/deep.ts': DEEP, 'specs/deep.ts': spec(expected, rest) };
      const { code, stdout } = await mmcheck(['run', '--format', 'json'], {
        cwd: project(files),
        ...SMALL_HEAP,
      });
      const [{ rows }] = JSON.parse(stdout).specs;
      return { code, verdict: rows[0].properties[0].verdict, limit: rows[0].limit.reached };
    };
    expect(await verdictsOf("'holds'", teeth)).toEqual({
      code: 1,
      verdict: 'violated',
      limit: 'memory',
    });
    expect(await verdictsOf('{ verdict: "violated", depth: 60000 }')).toEqual({
      code: 3,
      verdict: 'inconclusive',
      limit: 'memory',
    });
  }, 120_000);
});

describe('a command that is ended while the run is built', () => {
  const cwd = project({ 'deep.ts': DEEP });
  const ended = (signal: 'SIGINT' | 'SIGTERM', again: boolean) => ({
    cwd,
    meanwhile: (child: import('node:child_process').ChildProcess) => {
      child.stderr?.once('data', () => {
        setTimeout(() => child.kill(signal), 300);
        if (again) setTimeout(() => child.kill(signal), 400);
      });
    },
  });

  test('Ctrl-C: the violation is told', async () => {
    const { code, stdout } = await mmcheck(['check', 'deep.ts'], ended('SIGINT', false));
    expect(stdout).toMatch(/✗ small {2}violated/);
    // Where a machine is fast enough, the run as well.
    expect([1, 130]).toContain(code);
  }, 60_000);

  test('twice, at once: also then', async () => {
    const { code, stdout } = await mmcheck(['check', 'deep.ts'], ended('SIGINT', true));
    expect(stdout).toContain('✗ small  violated  x never gets there');
    expect(stdout).toContain('interrupted');
    expect(code).toBe(130);
  }, 60_000);

  test('SIGTERM, in JSON', async () => {
    const words = ['check', 'deep.ts', '--format', 'json'];
    const { code, stdout } = await mmcheck(words, ended('SIGTERM', true));
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'violated',
      limit: { reached: 'interrupted' },
    });
    expect(code).toBe(143);
  }, 60_000);
});

describe('a model that goes wrong for good after a violation', () => {
  const counting = (at5: string) => `import { exit } from 'node:process';
import { cell, defineModel, defineProperties, system, upTo } from 'mmcheck';
const model = defineModel('counting', {
  system: () => system({ n: cell(upTo(9)) }, ({ process }) => ({
    task: process({ start: 'count', steps: { count: ({ n }) => {
      if (n.value === 5) { ${at5} }
      if (n.value === 9) return 'done';
      n.value++;
      return 'count';
    } } }),
  })),
});
export default model;
export const properties = defineProperties(model, ({ invariant, reachable }) => ({
  'below-3': invariant('', ({ n }) => n.value < 3),
  'below-8': invariant('', ({ n }) => n.value < 8),
  'comes-to-2': reachable('', ({ n }) => n.value === 2),
}));
`;

  test.each([
    ['a step never returns', 'for (;;) {}', 'does not return'],
    ['its code ends its thread', 'exit(0);', 'ended its own thread'],
  ])(
    '%s: what was found is told, and that',
    async (_, at5, said) => {
      const cwd = project({ 'counting.ts': counting(at5) });
      const { code, stdout } = await mmcheck(['check', 'counting.ts', '--format', 'json'], { cwd });
      const { properties, limit } = JSON.parse(stdout);
      expect(properties).toMatchObject([
        { name: 'below-3', verdict: 'violated' },
        { name: 'below-8', verdict: 'inconclusive' },
        { name: 'comes-to-2', verdict: 'holds' },
      ]);
      expect(limit.reached).toBe('error');
      expect(limit.message).toContain(said);
      // A broken model is worse than a violation.
      expect(code).toBe(2);
    },
    30_000,
  );

  test('with --property it is asked alone, and its run is shown', async () => {
    const cwd = project({ 'counting.ts': counting('for (;;) {}') });
    const words = ['check', 'counting.ts', '--property', 'below-3', '--max-depth', '4'];
    const { code, stdout } = await mmcheck(words, { cwd });
    expect(stdout).toContain('below-3 is violated in 3 steps');
    expect(code).toBe(1);
  });
});
