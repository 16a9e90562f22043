// A trace taken again: whether the model is still the one that it was written for, and whether the run still breaks what
// it broke.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import { defineProperties } from '../../src/property/makers.ts';
import type { Properties } from '../../src/property/property.ts';
import { replayTrace } from '../../src/search/replay.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** Counts to three, and is told that it must not. */
const SYSTEM = system({ count: cell(upTo(3)) }, ({ process }) => ({
  counter: process({
    start: 'count',
    steps: {
      count: ({ count, assert }) => {
        assert(count.value < 3, 'too many');
        count.value++;
        return 'count';
      },
    },
  }),
}));
/** Does the same in other words. */
const REWRITTEN = system({ count: cell(upTo(3)) }, ({ process }) => ({
  counter: process({
    start: 'count',
    steps: {
      count: ({ count, assert }) => {
        assert(count.value !== 3, 'too many');
        count.value++;
        return 'count';
      },
    },
  }),
}));
const model = defineModel('counting', { system: () => SYSTEM });
const rewritten = defineModel('counting', { system: () => REWRITTEN });
const claims = (most: number): Properties =>
  defineProperties(model, ({ invariant, observer, reachable, unreachable, conservation }) => ({
    few: invariant('it stays small', ({ count }) => count.value < most),
    seen: observer('no step makes it large', {
      state: {},
      on: { counter: ({ count, assert }) => assert(count.value < most, 'it is large') },
    }),
    large: reachable('it gets large', ({ count }) => count.value >= most),
    never: unreachable('it never gets large', ({ count }) => count.value >= most),
    same: conservation('it is small', 0, ({ count }) => (count.value < most ? 0 : 1)),
  })).properties({});
const traces = new Map(
  checkModel(model, {}, claims(2)).properties.map(({ name, counterexample }) => [
    name,
    counterexample as Trace,
  ]),
);
const cut = (trace: Trace): Trace => ({ ...trace, steps: trace.steps.butLast() });
const without = (name: string): Properties =>
  Object.fromEntries(Object.entries(claims(2)).filter(([other]) => other !== name));

test('there is a run of each kind', () => {
  expect([...traces.keys()]).toEqual(['few', 'seen', 'large', 'never', 'same', 'assertions']);
});

describe.each([...traces])('%s', (name, trace) => {
  test('stands as it was written', () => {
    expect(replayTrace(model, claims(2), trace)).toEqual({ changed: false, claim: 'stands' });
  });

  test('stands in a model that has changed and can still run this way, which is said', () => {
    expect(replayTrace(rewritten, claims(2), trace)).toEqual({ changed: true, claim: 'stands' });
  });

  test('falls where the last step is cut off', () => {
    expect(replayTrace(model, claims(2), cut(trace)).claim).toBe('falls');
  });

  test.runIf(name !== 'assertions')('falls where it asks for less', () => {
    expect(replayTrace(model, claims(3), trace).claim).toBe('falls');
  });

  test.runIf(name !== 'assertions')('is absent under another name', () => {
    expect(replayTrace(model, without(name), trace).claim).toBe('absent');
  });
});
