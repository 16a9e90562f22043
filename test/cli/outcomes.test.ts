// `mmcheck outcomes`: how the runs of a model end, as text and as JSON.

import { describe, expect, test } from 'vitest';
import { mmcheck, project, TINY } from './mmcheck.ts';

describe('outcomes', () => {
  test('how runs end, by values, with a run to each', async () => {
    const { code, stdout } = await mmcheck(['outcomes', 'counter.ts', '--show', 'count']);
    expect(stdout).toContain('2 outcomes in 3 final states');
    expect(stdout).toContain('1. task0: read, write, finish; task1: read, write, finish');
    expect(code).toBe(0);
    const json = await mmcheck(['outcomes', 'counter.ts', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 1,
      shown: ['count'],
      same: { finished: 2 },
      outcomes: [
        { values: { count: 2 }, states: 2 },
        { values: { count: 1 }, states: 1 },
      ],
    });
  });

  test('cells that have parts, and an assertion that fails', async () => {
    const body = "set: ({ flag }) => { flag.value = true; return 'done'; }";
    const cells = TINY.replace('bool, cell,', 'bool, cell, kind, set,')
      .replace('flag: cell(bool)', "flag: cell(bool), seen: set(kind('cpu', 2))")
      .replace(body, 'set: ({ seen, choose }) => { seen.add(choose([0, 1])); return `done`; }');
    const asserts = TINY.replace(
      body,
      "set: ({ flag, assert }) => { assert(flag.value, 'it is set'); return 'done'; }",
    );
    const cwd = project({ 'cells.ts': cells, 'asserts.ts': asserts });
    const sets = await mmcheck(['outcomes', 'cells.ts'], { cwd });
    expect(sets.stdout).toMatch(/1 {2}\{cpu0\} .*\n.*2 {2}\{cpu1\}/);
    const fails = await mmcheck(['outcomes', 'asserts.ts'], { cwd });
    expect(fails.stdout).toContain(
      'No run ends but by an assertion that fails.\nAn assertion fails in a step from 1 of 1 state: runs',
    );
  });

  test('a name that is none, and too many states', async () => {
    const none = await mmcheck(['outcomes', 'counter.ts', '--show', 'cuont']);
    expect(none.stderr).toContain("there is no cell 'cuont'");
    const large = await mmcheck(['outcomes', 'counter.ts', '--max-states', '3']);
    expect(large.stderr).toContain('more than 3 states: too many to list their ends');
    expect([none.code, large.code]).toEqual([2, 2]);
  });
});
