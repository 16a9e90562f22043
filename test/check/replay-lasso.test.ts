// The run of a liveness claim, taken again: whether it still breaks the claim is asked of the run that repeats for ever.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import { defineProperties } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** One goes round, the other sets it back as it likes, and nobody makes that one. */
const model = defineModel('inverse', {
  system: () =>
    system({ x: cell(upTo(2)) }, ({ process }) => ({
      a: process({
        start: 'inc',
        steps: {
          inc: ({ x }) => {
            x.value = (x.value + 1) % 3;
            return 'inc';
          },
        },
      }),
      b: process({
        start: 'any',
        fairness: 'none',
        steps: {
          any: ({ x, choose }) => {
            x.value = choose([0, 1, 2]);
            return 'any';
          },
        },
      }),
    })),
});
const claims = (goal: number, fair: 'none' | 'weak' | 'strong' = 'none'): Properties =>
  defineProperties(model, ({ eventually, leadsTo, progresses }) => ({
    comes: eventually('', ({ x }) => x.value === goal, { fairness: { b: fair } }),
    follows: leadsTo(
      '',
      ({ x }) => x.value === 0,
      ({ x }) => x.value === goal,
      { fairness: { b: fair } },
    ),
    'b-goes-on': progresses('', ['b'], { fairness: { b: fair } }),
  })).properties({});
const traces = new Map(
  checkModel(model, {}, claims(2)).properties.map(({ name, counterexample }) => [
    name,
    counterexample as Trace,
  ]),
);
const claimOf = (name: string, properties: Properties) =>
  replayTrace(model, properties, traces.get(name) as Trace).claim;

describe.each(['comes', 'follows', 'b-goes-on'])('%s', (name) => {
  test('stands as it was written, in words that are made anew', () => {
    const trace = traces.get(name) as Trace;
    const edited = { ...trace, property: { ...trace.property, message: 'But the moon is full' } };
    const again = replayTrace(model, claims(2), edited);
    expect(again.claim).toBe('stands');
    expect(again.trace.property.message).toBe(trace.property.message);
  });

  test('falls where the run does not repeat any more', () => {
    const { loop: _, ...finite } = traces.get(name) as Trace;
    expect(replayTrace(model, claims(2), finite).claim).toBe('falls');
  });
});

test('falls where the claim asks for what the run does', () => {
  expect(claimOf('comes', claims(1))).toBe('falls');
  expect(claimOf('follows', claims(1))).toBe('falls');
});

test('falls where the run is none of those of which the claim speaks', () => {
  // It goes round without the other one, which could always move.
  expect(claimOf('b-goes-on', claims(2, 'none'))).toBe('stands');
  expect(claimOf('b-goes-on', claims(2, 'weak'))).toBe('falls');
  expect(claimOf('b-goes-on', claims(2, 'strong'))).toBe('falls');
});
