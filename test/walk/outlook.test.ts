// What is said of the states ahead agrees with a check from there; where too many lie ahead nothing is said, and no more are
// looked at than may be.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { Progress } from '../../src/base/progress.ts';
import { compileSystem } from '../../src/check/compile-system.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { GrowingRun } from '../../src/counterexample/growing-run.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { Stepper } from '../../src/transition/stepper.ts';
import { type Outlook, outlooksOf } from '../../src/walk/outlook.ts';
import { Walk } from '../../src/walk/walk.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

function prepared(model: ModelDefinition, properties: Properties) {
  const compiled = compileSystem(model.system({}), properties, new Progress());
  const stepper = new Stepper(compiled, new Monitor(compiled, properties));
  const run = new GrowingRun(stepper, properties);
  const initial = [...stepper.initial()].map((state) => state.slice());
  return { run, initial };
}
const isWrong = (properties: Properties) => (name: string) =>
  properties[name]?.kind !== 'reachable';

/** Whether some run from a state breaks something, by going through all; nothing where that takes too long. */
function breaksFrom(run: GrowingRun, start: Int32Array, wrong: (name: string) => boolean) {
  const seen = new Map<string, Int32Array>([[start.join(), start]]);
  for (const state of seen.values()) {
    if (seen.size > 500) return undefined;
    run.goOnFrom(state);
    if (!run.isWithin()) continue;
    const steps = run.steps();
    if (run.brokenAtEnd(steps).some(wrong)) return true;
    for (const step of steps) {
      run.goOnFrom(state);
      if (run.take(step).some(wrong)) return true;
      if (!step.failed) seen.set(step.state.join(), step.state);
    }
  }
  return false;
}

const WORDS = new Map<boolean, Outlook>([
  [true, 'may-break'],
  [false, 'cannot-break'],
]);

test('random models: what is said of states is so', () => {
  const said = new Set<Outlook>();
  const agrees = fc.property(randomModel, ({ source }) => {
    const { model, properties: made } = evaluateSource(source);
    const properties = made?.properties({}) ?? {};
    const wrong = isWrong(properties);
    try {
      const { run, initial } = prepared(model, properties);
      const states: Int32Array[] = initial.slice(0, 3);
      run.goOnFrom(states[0]);
      for (const { state, failed } of run.steps()) if (!failed) states.push(state);
      for (const most of [5, 5000]) {
        const { outlooks, looked } = outlooksOf(run, states, wrong, most);
        expect(looked).toBeLessThanOrEqual(most);
        for (const [k, state] of states.entries()) {
          said.add(outlooks[k]);
          const breaks = breaksFrom(run, state, wrong);
          if (outlooks[k] === 'unknown' || breaks === undefined) continue;
          expect(outlooks[k]).toBe(WORDS.get(breaks));
        }
      }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
    }
  });
  fc.assert(agrees, { numRuns: 20, seed: 4, endOnFailure: true });
  expect([...said].sort()).toEqual(['cannot-break', 'may-break', 'unknown']);
}, 120_000);

test('a step looks at no more states, however many were reached before', () => {
  const wheels = defineModel('wheels', {
    system: () =>
      system({ a: cell(upTo(999)), b: cell(upTo(999)) }, ({ process }) => ({
        first: process({
          start: 'turn',
          steps: {
            turn: ({ a }) => {
              a.value = a.value === 999 ? 0 : a.value + 1;
              return 'turn';
            },
          },
        }),
        second: process({
          start: 'turn',
          steps: {
            turn: ({ b }) => {
              b.value = b.value === 999 ? 0 : b.value + 1;
              return 'turn';
            },
          },
        }),
      })),
  });
  const { run, initial } = prepared(wheels, {});
  const before = run.looks;
  expect(outlooksOf(run, initial, () => true, 1000)).toEqual({
    outlooks: ['unknown'],
    looked: 1000,
  });
  expect(run.looks - before).toBe(1000);
  const { states, outlooks } = new Walk(wheels, {}, {}).near(
    { initial: 0, moves: [] },
    { depth: 3, states: 40 },
  );
  expect(outlooks).toHaveLength(states.length);
});
