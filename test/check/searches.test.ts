// Properties in groups: what each search is for, and that a check says the same in one search and in several.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  system,
  upTo,
} from '../../src/index.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';

const task = kind('task', 4);
const LONG = 40;
const stepTo = (next: string) =>
  new Function(`return ({ n, me }) => { n[me.id] = !n[me.id]; return '${next}'; }`)();
const straight = Object.fromEntries(
  Array.from({ length: LONG }, (_, k) => [`s${k}`, stepTo(k < LONG - 1 ? `s${k + 1}` : 'end')]),
) as Record<'s0', () => 'end'>;

/** Nobody sees how far another is, so most orders need not be looked at; but fairness asks for all of them. */
const model = defineModel('groups', {
  system: () =>
    system({ n: array(task, bool), ended: cell(upTo(4)) }, ({ process }) => ({
      worker: process({
        count: task,
        start: 's0',
        steps: {
          ...straight,
          end: ({ ended }) => {
            ended.value++;
            return 'done';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(
  model,
  ({ terminates, invariant, unreachable, observer }) => ({
    ends: terminates('every worker ends', 'worker'),
    within: invariant('at most four end', ({ ended }) => ended.value <= 4),
    never: unreachable('two have ended', ({ ended }) => ended.value === 2),
    seen: observer('ends are counted', {
      state: { count: upTo(4) },
      on: {
        worker: {
          end: ({ my }) => {
            my.count++;
          },
        },
      },
    }),
  }),
);
const all = properties({});
const check = (options: CheckOptions) => checkModel(model, {}, all, options);
const verdictsOf = ({ properties: found }: CheckOutcome<unknown>) =>
  found.map(({ name, verdict, depth }) => ({ name, verdict, depth }));
const words = (outcome: CheckOutcome<unknown>) =>
  verdictsOf(outcome)
    .map(({ verdict }) => verdict)
    .join();
const SAFETY = ['within', 'never', 'seen'];

describe('properties in groups', () => {
  const apart = check({});
  const together = check({ statesTogether: Number.POSITIVE_INFINITY });

  test('those whose reduced graph is small are settled first, the others searched for without them', () => {
    expect(apart.statistics.searches?.map((one) => one.properties)).toEqual([SAFETY, ['ends']]);
    expect(together.statistics.searches).toBeUndefined();
  });

  test('the verdicts and the lengths are the same, in the order of the properties', () => {
    expect(words(apart)).toBe('holds,holds,violated,holds');
    expect(verdictsOf(apart)).toEqual(verdictsOf(together));
  });

  test('the figures are those of all searches', () => {
    const { searches = [], states } = apart.statistics;
    expect(states).toBe(searches.reduce((sum, one) => sum + one.states, 0));
    expect(searches[0].states).toBeLessThan(together.statistics.states / 100);
    expect(searches.map(({ reductions }) => reductions)).toEqual([
      ['symmetry', 'partial-order'],
      ['symmetry'],
    ]);
  });

  test('what never happens is what no search has seen', () => {
    expect(apart.never).toEqual(together.never);
    expect(new Set(apart.happenings)).toEqual(new Set(together.happenings));
  });

  test('where all together do not fit, what is too large because of others is decided', () => {
    const limited = check({ statesTogether: 2, maxStates: 10_000 });
    expect(limited.statistics.searches?.map((one) => one.properties)).toEqual([
      Object.keys(all),
      SAFETY,
      ['ends'],
    ]);
    expect(words(limited)).toBe('inconclusive,holds,violated,holds');
    expect(limited.limit?.reached).toBe('states');
    expect(limited.outcome).toBe('violated');
  });

  test('what one search has learnt is not forgotten in the next', () => {
    const told: (string | undefined)[] = [];
    check({ onLearnt: (known) => told.push(known && words(known)) });
    const from = told.indexOf('inconclusive,holds,violated,holds');
    expect(from).toBeGreaterThan(0);
    expect(told.slice(from)).not.toContain(undefined);
    expect(told.at(-1)).toBe('holds,holds,violated,holds');
  });

  test('a limit below what is searched together is one search', () => {
    expect(check({ maxStates: 100 }).statistics.searches).toBeUndefined();
  });

  test('claims that allow the same are one search, however large', () => {
    const { statistics } = check({ only: ['within', 'never'], statesTogether: 1 });
    expect(statistics.searches).toBeUndefined();
  });
});
