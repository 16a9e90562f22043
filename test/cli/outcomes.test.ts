// `mmcheck outcomes`: how the runs of a model end, as text and as JSON.

import { describe, expect, test } from 'vitest';
import { mmcheck } from './mmcheck.ts';

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

  test('a name that is none, and too many states', async () => {
    const none = await mmcheck(['outcomes', 'counter.ts', '--show', 'cuont']);
    expect(none.stderr).toContain("there is no cell 'cuont'");
    const large = await mmcheck(['outcomes', 'counter.ts', '--max-states', '3']);
    expect(large.stderr).toContain('more than 3 states: too many to list their ends');
    expect([none.code, large.code]).toEqual([2, 2]);
  });
});
