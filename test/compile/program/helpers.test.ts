// Helpers get what they are called with, all of it, in both explorers.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { array, defineModel, defineProperties, system, upTo } from '../../../src/index.ts';
import { explore } from '../../../src/reference/explore.ts';

const model = defineModel('many', {
  system: () =>
    system(
      { v: array(8, upTo(3)) },
      {
        six: ({ v }, a: number, b: number, c: number, d: number, e: number, f: number) => {
          v[0] = a + b + c + d;
          v[4] = e;
          v[5] = f;
        },
        sum: ({ v }, ...all: number[]) => {
          for (const one of all) v[6] += one;
        },
        or: ({ v }, value = 2) => {
          v[7] = value;
        },
      },
      ({ process }) => ({
        caller: process({
          start: 'call',
          steps: {
            call: ({ six, sum, or }) => {
              six(1, 1, 0, 0, 3, 2);
              sum(0, 0, 0, 0, 1, 1);
              or();
              return 'done';
            },
          },
        }),
      }),
    ),
});

const properties = defineProperties(model, ({ reachable }) => ({
  'all arrive': reachable(
    'each cell has got its value',
    ({ v }) => v[0] === 2 && v[4] === 3 && v[5] === 2 && v[6] === 2 && v[7] === 2,
  ),
})).properties({});

describe('parameters beyond the fourth, rest parameters and defaults', () => {
  test('in the engine', () => {
    expect(checkModel(model, {}, properties).outcome).toBe('holds');
  });

  test('in the reference explorer', () => {
    const { verdicts } = explore(model.system({}), properties);
    expect(verdicts['all arrive']).toMatchObject({ verdict: 'holds' });
  });
});
