// What a check tells before its end: nothing that its end takes back.

import { describe, expect, test } from 'vitest';
import {
  type CheckOptions,
  cell,
  checkModel,
  defineModel,
  defineProperties,
  system,
  upTo,
} from '../../src/index.ts';

type Learnt = Parameters<NonNullable<CheckOptions['onLearnt']>>[0];

const counting = defineModel('counting', {
  system: () =>
    system({ n: cell(upTo(9)) }, ({ process }) => ({
      task: process({
        start: 'count',
        steps: {
          count: ({ n }) => {
            if (n.value === 9) return 'done';
            n.value++;
            return 'count';
          },
        },
      }),
    })),
});
const twins = defineModel('twins', {
  system: () =>
    system({ sum: cell(upTo(6)) }, ({ process }) => ({
      task: process({
        count: 2,
        locals: { n: upTo(3) },
        start: 'count',
        steps: {
          count: ({ sum, me }) => {
            if (me.n === 3) return 'done';
            me.n++;
            sum.value++;
            return 'count';
          },
        },
      }),
    })),
});

function verdictsOf(learnt: Learnt): Record<string, string> | undefined {
  return learnt && Object.fromEntries(learnt.properties.map((one) => [one.name, one.verdict]));
}

describe('a search without symmetry', () => {
  const { properties } = defineProperties(counting, ({ invariant, reachable }) => ({
    'below-3': invariant('', ({ n }) => n.value < 3),
    'below-99': invariant('', ({ n }) => n.value < 99),
    'comes-to-5': reachable('', ({ n }) => n.value === 5),
  }));
  const told: Learnt[] = [];
  const options = { onLearnt: (learnt: Learnt) => void told.push(learnt) };
  const outcome = checkModel(counting, {}, properties({}), options);

  test('tells each finding as it is made, then all verdicts, never a run', () => {
    expect(told.map(verdictsOf)).toEqual([
      undefined,
      { 'below-3': 'violated', 'below-99': 'inconclusive', 'comes-to-5': 'inconclusive' },
      { 'below-3': 'violated', 'below-99': 'inconclusive', 'comes-to-5': 'holds' },
      { 'below-3': 'violated', 'below-99': 'holds', 'comes-to-5': 'holds' },
    ]);
    const last = told.at(-1);
    expect(last?.properties.every((one) => !('counterexample' in one))).toBe(true);
    expect(last?.limit).toBeUndefined();
  });

  test('ends with the same verdicts', () => {
    expect(verdictsOf(told.at(-1))).toEqual(
      Object.fromEntries(outcome.properties.map(({ name, verdict }) => [name, verdict])),
    );
  });

  test('where nothing is found, tells the verdicts once', () => {
    const heard: Learnt[] = [];
    checkModel(
      counting,
      {},
      { 'below-99': properties({})['below-99'] },
      {
        onLearnt: (learnt) => void heard.push(learnt),
      },
    );
    expect(heard.map(verdictsOf)).toEqual([undefined, { 'below-99': 'holds' }]);
  });
});

describe('a search with symmetry', () => {
  const { properties } = defineProperties(twins, ({ invariant }) => ({
    'below-2': invariant('', ({ sum }) => sum.value < 2),
    'below-9': invariant('', ({ sum }) => sum.value < 9),
  }));
  const told: Learnt[] = [];
  const outcome = checkModel(twins, {}, properties({}), {
    onLearnt: (learnt) => void told.push(learnt),
  });

  test('tells nothing on its way, and what it did not find only when the runs are built', () => {
    expect(outcome.statistics.reductions).toContain('symmetry');
    expect(told.map(verdictsOf)).toEqual([
      undefined,
      { 'below-2': 'violated', 'below-9': 'inconclusive' },
    ]);
    expect(outcome.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'holds']);
  });
});
