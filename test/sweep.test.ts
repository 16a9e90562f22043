// What a sweep says of the next value is made of searches that have seen everything, and is near what comes; where there are
// too few of these it says nothing.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../src/check/check.ts';
import { cell, defineModel, kind, system, upTo } from '../src/index.ts';
import type { RunlessOutcome } from '../src/outcome/outcome.ts';
import type { SweptSize } from '../src/outcome/sweep.ts';
import { nextSize, sweepOf, sweptSize } from '../src/sweep/sweep.ts';

const counters = defineModel('counters', {
  parameters: { n: { type: 'range', low: 1, high: 9 } },
  system: ({ n }) =>
    system({ last: cell(upTo(9)) }, ({ process }) => ({
      p: process({
        count: kind('p', n as number),
        start: 'one',
        steps: {
          one: () => 'two',
          two: ({ last }) => {
            last.value = n as number;
            return 'done';
          },
        },
      }),
    })),
});

function swept(values: readonly number[], maxStates?: number): SweptSize[] {
  const sizes: SweptSize[] = [];
  for (const n of values) {
    const limits = { ...(maxStates !== undefined && { maxStates }) };
    const outcome = checkModel(counters, { n }, {}, { reduction: false, ...limits });
    sizes.push(sweptSize(n, outcome as unknown as RunlessOutcome, sizes.at(-1)));
  }
  return sizes;
}

test('the next value lies near what is estimated', () => {
  const next = nextSize(swept([3, 4, 5]));
  const [six] = swept([6]);
  expect(next?.value).toBe(6);
  const [least, most] = next?.states ?? [0, 0];
  expect(six.states / most).toBeLessThan(1.05);
  expect(least / six.states).toBeLessThan(1.05);
});

describe('nothing is said', () => {
  const sizes = swept([1, 2, 3, 4]);

  test('of fewer than three values, or of uneven ones', () => {
    expect(nextSize(sizes)).toBeDefined();
    expect(nextSize(sizes.slice(2))).toBeUndefined();
    expect(nextSize(swept([1, 2, 4]))).toBeUndefined();
  });

  test('where the last search was not whole', () => {
    const cut = swept([1, 2, 3, 4], 30);
    expect(cut.at(-1)?.limit?.reached).toBe('states');
    expect(cut.at(-1)?.factor).toBeUndefined();
    expect(nextSize(cut)).toBeUndefined();
  });

  test('where reductions changed on the way, or nothing grew', () => {
    const others = sizes.map((one, k) => (k === 2 ? { ...one, reductions: ['symmetry'] } : one));
    expect(nextSize(others)).toBeUndefined();
    expect(nextSize(sizes.map((one) => ({ ...one, factor: 1 })))).toBeUndefined();
  });

  test('of a value that is none of the parameter', () => {
    const of = (high: number) =>
      sweepOf('counters', 'n', {}, sizes, [], (value) => value <= high).next?.value;
    expect([of(4), of(5)]).toEqual([undefined, 5]);
  });

  test('of time and memory where searches were short and small', () => {
    const next = nextSize(sizes.map((one) => ({ ...one, seconds: 0.01 })));
    expect([next?.seconds, next?.memoryBytes]).toEqual([undefined, undefined]);
    const large = sizes.map((one) => ({ ...one, seconds: 1, states: one.states * 1e5 }));
    const { seconds, memoryBytes } = nextSize(large) ?? {};
    expect(seconds?.[0]).toBeGreaterThan(1);
    expect(memoryBytes?.[1]).toBeGreaterThan(large[3].memoryBytes);
  });
});
