// A trace taken again: whether the model is still the one that it was written for, and whether the run still breaks what
// it broke.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { cell, defineModel, system, UsageError, upTo } from '../../src/index.ts';
import { defineProperties } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { Trace, TraceStep } from '../../src/trace/trace.ts';
import { encodeTrace } from '../../src/trace/trace-json.ts';

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
/** The same way, in the words of somebody else. */
const edited = (trace: Trace): Trace => ({
  ...trace,
  property: { ...trace.property, about: 'the moon is new', message: 'But the moon is full' },
  minimal: true,
  lanes: ['moon'],
  steps: trace.steps.map((step) => ({
    ...step,
    lane: 'moon',
    to: 'moon',
    chosen: [7],
    at: 'moon.c moon()',
    source: 'moon.ts:7',
    changes: [{ of: 'cell', path: 'moon', before: 7, after: 8 }],
    reads: [{ path: 'moon', value: 7, stays: true }],
  })),
});
const without = (name: string): Properties =>
  Object.fromEntries(Object.entries(claims(2)).filter(([other]) => other !== name));

test('there is a run of each kind', () => {
  expect([...traces.keys()]).toEqual(['few', 'seen', 'large', 'never', 'same', 'assertions']);
});

describe.each([...traces])('%s', (name, trace) => {
  test('stands as it was written', () => {
    expect(replayTrace(model, claims(2), trace)).toMatchObject({ changed: false, claim: 'stands' });
  });

  test('stands in a model that has changed and can still run this way, which is said', () => {
    const again = replayTrace(rewritten, claims(2), trace);
    expect(again).toMatchObject({ changed: true, claim: 'stands' });
  });

  test('is made anew from the run, but for what takes a search: how short a run can be', () => {
    const again = replayTrace(model, claims(2), trace).trace;
    expect(encodeTrace(again)).toEqual({ ...encodeTrace(trace), minimal: false });
  });

  test('whatever the file says that is not the way of the run', () => {
    const again = replayTrace(model, claims(2), edited(trace)).trace;
    expect(encodeTrace(again)).toEqual({ ...encodeTrace(trace), minimal: false });
  });

  test('falls where the last step is cut off', () => {
    const again = replayTrace(model, claims(2), cut(trace));
    expect(again.claim).toBe('falls');
    expect(again.trace.property.message).toBe('');
  });

  test.runIf(name !== 'assertions')('falls where it asks for less', () => {
    expect(replayTrace(model, claims(3), trace).claim).toBe('falls');
  });

  test.runIf(name !== 'assertions')('is absent under another name', () => {
    expect(replayTrace(model, without(name), trace).claim).toBe('absent');
  });
});

test('the words of a property are those that it has now', () => {
  const trace = traces.get('few') as Trace;
  const renamed = defineProperties(model, ({ invariant }) => ({
    few: invariant('it is never two', ({ count }) => count.value < 2),
  })).properties({});
  const { property } = replayTrace(model, renamed, trace).trace;
  expect(property).toMatchObject({ about: 'it is never two', message: 'it is never two' });
});

test('a claim that one run does not decide keeps the words of the trace', () => {
  const stuck = defineProperties(model, ({ deadlock }) => ({ few: deadlock() })).properties({});
  const trace = traces.get('few') as Trace;
  const property = { ...trace.property, kind: 'deadlock', message: 'all wait' } as const;
  const again = replayTrace(model, stuck, { ...trace, property });
  expect(again.claim).toBe('not-asked');
  expect(again.trace.property).toMatchObject({ about: stuck.few.about, message: 'all wait' });
});

describe('who steps is part of the way', () => {
  const trace = traces.get('few') as Trace;
  const said = (who: Partial<TraceStep>) => () =>
    replayTrace(model, claims(2), {
      ...trace,
      steps: trace.steps.map((step, k) => (k === 1 ? { ...step, ...who } : step)),
    });

  test.each<[string, Partial<TraceStep>]>([
    ['another process', { process: 'moon' }],
    ['another instance', { id: 7 }],
  ])('%s is refused', (_, who) => {
    expect(said(who)).toThrow(UsageError);
    expect(said(who)).toThrow(
      'step 2 (counter: count) is said to be of instance ' +
        `${who.id ?? 0} of process '${who.process ?? 'counter'}'; ` +
        "counter is instance 0 of process 'counter'",
    );
  });

  test.each<[string, Partial<TraceStep>, string]>([
    ['name', { name: 'moon' }, "cannot be taken: there is no process 'moon'; there are counter"],
    ['label', { label: 'cuont' }, "counter has no label 'cuont'; did you mean 'count'?"],
    ['place', { label: 'done' }, "counter is at 'count' then"],
    ['choice', { choice: 7 }, 'it has no choice 7 there, but 0.'],
  ])('another %s cannot be taken', (_, who, why) => {
    expect(said(who)).toThrow(why);
  });
});

test('nothing comes after a step whose assertion failed', () => {
  const trace = traces.get('assertions') as Trace;
  const again = { ...trace, steps: trace.steps.push(trace.steps.last() as TraceStep) };
  expect(() => replayTrace(model, claims(2), again)).toThrow(/step 4 .* cannot be taken/);
});

test('a step whose assertion failed has not stored what it would have', () => {
  const { steps } = traces.get('assertions') as Trace;
  expect(steps.last()?.changes).toEqual([]);
  expect(steps.last()?.reads).toEqual([{ path: 'count', value: 3, stays: false }]);
});
