// A profile counts what the search has done: every transition and every state of it, and what each variable multiplies.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import type { Profile } from '../../src/outcome/profile.ts';
import { DistinctCount } from '../../src/profile/distinct.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

const PLAIN = { profile: true, reduction: [], maxStates: 3000 } as const;

/** `a` and `b` count by themselves, `sum` follows from them, `idle` never changes. */
const counters = defineModel('counters', {
  system: () =>
    system(
      { a: cell(upTo(3)), b: cell(bool), sum: cell(upTo(4)), idle: cell(upTo(7)) },
      ({ process }) => ({
        first: process({
          start: 'count',
          steps: {
            count: ({ a, sum }) => {
              a.value = a.value + 1;
              sum.value = sum.value + 1;
              return a.value === 3 ? 'done' : 'count';
            },
          },
        }),
        second: process({
          start: 'flip',
          steps: {
            flip: ({ b, sum }) => {
              b.value = true;
              sum.value = sum.value + 1;
              return 'done';
            },
          },
        }),
      }),
    ),
});

function profileOf(options: object = PLAIN): Profile {
  const { profile } = checkModel(counters, {}, {}, options);
  if (profile === undefined) throw new Error('there is no profile');
  return profile;
}

describe('a small model', () => {
  it('says which steps lead to how many states', () => {
    expect(profileOf()).toMatchObject({
      states: 8,
      every: 1,
      complete: true,
      steps: [
        { process: 'first', label: 'count', transitions: 6, newStates: 3 },
        { process: 'second', label: 'flip', transitions: 4, newStates: 4 },
      ],
    });
  });

  it('says what multiplies the states', () => {
    const found = profileOf().variables.map(({ name, of, values, factor }) => [
      name,
      of,
      values,
      factor,
    ]);
    // With `sum` both `a` and `b` follow from the other, and where the processes stand follows from the cells.
    expect(found).toEqual([
      ['a', 'cell', 4, 1],
      ['b', 'cell', 2, 1],
      ['first', 'labels', 2, 1],
      ['idle', 'cell', 1, 1],
      ['second', 'labels', 2, 1],
      ['sum', 'cell', 5, 1],
    ]);
  });

  it('has none unless it is asked for', () => {
    expect(checkModel(counters, {}, {}).profile).toBeUndefined();
  });

  it('counts only stored states where a limit ended the search', () => {
    const { states, steps } = profileOf({ ...PLAIN, maxStates: 3 });
    expect(states).toBe(3);
    expect(steps.reduce((sum, { newStates }) => sum + newStates, 0)).toBe(2);
  });
});

it('counts transitions whose own assertion fails', () => {
  const asserts = defineModel('asserts', {
    system: () =>
      system({ a: cell(upTo(3)) }, ({ process }) => ({
        counter: process({
          count: 2,
          start: 'count',
          steps: {
            count: ({ a, assert, choose }) => {
              const next = choose([0, 1, 2, 3]);
              assert(next !== 3, 'three is too many');
              a.value = next;
              return next === 0 ? 'done' : 'count';
            },
          },
        }),
      })),
  });
  const holds = (({ a }: { a: { value: number } }) => a.value <= 3) as never;
  const never = { kind: 'invariant', about: '', holds } as const;
  const { profile, statistics } = checkModel(asserts, {}, { never }, PLAIN);
  expect(profile?.steps).toMatchObject([{ label: 'count', transitions: statistics.transitions }]);
  expect(statistics.transitions % 4).toBe(0);
});

it('a variable that nothing else knows of multiplies by its contents', () => {
  const free = defineModel('free', {
    system: () =>
      system({ a: cell(upTo(3)), b: cell(bool) }, ({ process }) => ({
        any: process({
          start: 'set',
          steps: {
            set: ({ a, b, choose }) => {
              a.value = choose([0, 1, 2, 3]);
              b.value = choose([true, false]);
              return 'set';
            },
          },
          end: ['set'],
        }),
      })),
  });
  const { profile } = checkModel(free, {}, {}, PLAIN);
  expect(profile?.variables.map(({ name, factor }) => [name, factor])).toEqual([
    ['a', 4],
    ['b', 2],
    ['any', 1],
  ]);
});

// With transitions that are left out, or merged, a state may be credited to none.
it('of random models: all transitions, and each state but the initial ones once', () => {
  let compared = 0;
  const sums = fc.property(randomModel, ({ source }) => {
    const { model, properties } = evaluateSource(source);
    const claims = properties?.properties({}) ?? {};
    const { profile, statistics, never } = checkModel(model, {}, claims, PLAIN);
    // Absent where not every state was expanded, as where all was decided before.
    if (never === undefined || profile === undefined || statistics.searches) return;
    compared++;
    const sum = (of: 'transitions' | 'newStates') =>
      profile.steps.reduce((all, step) => all + step[of], 0);
    // A step whose own assertion fails is one that leads nowhere.
    expect(sum('transitions')).toBe(statistics.transitions);
    expect(profile.states - sum('newStates')).toBeGreaterThan(0);
    for (const { factor, values } of profile.variables) {
      expect(factor).toBeGreaterThanOrEqual(1);
      expect(factor).toBeLessThanOrEqual(values);
    }
  });
  fc.assert(sums, {
    numRuns: Number(process.env.RANDOM_MODELS ?? 30),
    seed: 18,
    endOnFailure: true,
  });
  expect(compared).toBeGreaterThan(20);
});

describe('how many different ones there are', () => {
  const counted = (keys: number, room: number) => {
    const count = new DistinctCount(room);
    for (let twice = 0; twice < 2; twice++) {
      for (let k = 0; k < keys; k++) count.add(Math.imul(k + 1, 0x9e3779b1), k);
    }
    return count.count;
  };

  it('is exact while there is room', () => expect(counted(1000, 1000)).toBe(1000));

  it('is nearly right beyond', () => {
    const found = counted(1_000_000, 4096);
    expect(Math.abs(found / 1_000_000 - 1)).toBeLessThan(0.05);
  });
});
