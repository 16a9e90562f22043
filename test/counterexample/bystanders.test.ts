// A run that is shown without the steps that it does not need is a run of the model, from the same initial state to the same
// violation in the same words; and a shortest run loses none.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { CompiledSystems } from '../../src/check/compiled-systems.ts';
import { neededOfTrace } from '../../src/check/needed-run.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { bool, cell, defineModel, kind, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { traceText } from '../../src/report/text/trace.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../src/trace/trace-json.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

/** Depth-first, the clock ticks to its end before anybody counts; and two may count wrongly in two ways. */
const model = defineModel('clocked', {
  parameters: { refuses: bool },
  system: ({ refuses }) =>
    system({ ticks: cell(upTo(5)), count: cell(upTo(3)), who: cell(upTo(2)) }, ({ process }) => ({
      task: process({
        count: kind('task', 2),
        start: 'add',
        steps: {
          add: ({ count, who, me, assert }) => {
            count.value++;
            who.value = me.id + 1;
            if (refuses) assert(count.value < 2, `task ${me.id} is the second`);
            return 'done';
          },
        },
      }),
      clock: process({
        start: 'tick',
        steps: {
          tick: ({ ticks }) => {
            if (ticks.value === 5) return 'done';
            ticks.value++;
            return 'tick';
          },
        },
      }),
    })),
});
const properties: Properties = {
  few: { kind: 'invariant', about: 'not both count', holds: ({ count }) => count.value < 2 },
  two: { kind: 'reachable', about: 'both count', when: ({ count }) => count.value === 2 },
};
const DFS: CheckOptions = { order: 'dfs', reduction: false };

function shown(name: string, options: CheckOptions, refuses = false): Trace {
  const { properties: found } = checkModel(model, { refuses }, properties, options);
  return found.find((one) => one.name === name)?.counterexample as Trace;
}
const names = ({ steps }: Trace): string[] => steps.toArray().map((step) => step.name);

describe('depth-first', () => {
  test.each(['few', 'two'])('the steps of a bystander are left out: %s', (name) => {
    const full = shown(name, { ...DFS, full: true });
    const short = shown(name, DFS);
    expect(names(full)).toContain('clock');
    expect(names(short)).not.toContain('clock');
    expect(short.unneeded).toBe(full.steps.size - short.steps.size);
    expect(full.unneeded).toBeUndefined();
    expect(short.property).toEqual(full.property);
    expect(replayTrace(model, properties, short).claim).toBe('stands');
    expect(traceText(short)).toContain(
      'Left out: 6 steps that it does not need. --full shows all.',
    );
  });

  test('an assertion fails in the same words, though another order would be as short', () => {
    const full = shown('assertions', { ...DFS, full: true }, true);
    const short = shown('assertions', DFS, true);
    expect(names(full)).toContain('clock');
    expect(names(short)).toHaveLength(2);
    expect(short.property.message).toBe(full.property.message);
    expect(names(short).at(-1)).toBe(names(full).at(-1));
  });
});

test('a shortest run loses no step, and says nothing of it', () => {
  const short = shown('few', { reduction: false });
  expect(short.minimal).toBe(true);
  expect(short.unneeded).toBeUndefined();
});

test('a walk by hand that was saved is explained without what it does not need; JSON says how much', () => {
  const full = shown('few', { ...DFS, full: true });
  const needed = neededOfTrace(model, properties, full, new CompiledSystems(model));
  expect(names(needed)).toHaveLength(2);
  const json = JSON.parse(JSON.stringify(encodeTrace(needed))) as JsonTrace;
  expect(json.unneeded).toBe(6);
  expect(decodeTrace(json).unneeded).toBe(6);
  expect(neededOfTrace(model, properties, needed, new CompiledSystems(model))).toBe(needed);
});

const RUNS = Number(process.env.RANDOM_MODELS ?? 20);

test(
  `${RUNS} random models: what is left is a run to the same violation`,
  () => {
    let unneeded = 0;
    const agrees = fc.property(randomModel, ({ source }) => {
      const { model: random, properties: claims } = evaluateSource(source);
      const named = claims?.properties({}) ?? {};
      const checked = (options: CheckOptions) =>
        checkModel(random, {}, named, { ...DFS, ...options, maxStates: 2000 }).properties;
      try {
        const all = checked({ full: true });
        for (const [k, { kind: of, counterexample: run }] of checked({}).entries()) {
          const full = all[k].counterexample;
          if (!run || !full) continue;
          expect(run.steps.size + (run.unneeded ?? 0)).toBe(full.steps.size);
          if (run.unneeded === undefined) continue;
          unneeded += run.unneeded;
          expect(encodeTrace(run).initial).toEqual(encodeTrace(full).initial);
          const { claim } = replayTrace(random, named, run);
          expect(claim).toBe(of === 'deadlock' ? 'not-asked' : 'stands');
          // Since which step somebody waits is told by number.
          const words = ({ property: { message } }: Trace) =>
            message.replace(/ since step \d+/g, '');
          if (of !== 'deadlock' && of !== 'at-end') expect(words(run)).toBe(words(full));
        }
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: 3, endOnFailure: true });
    expect(unneeded).toBeGreaterThan(0);
  },
  60_000 + RUNS * 5000,
);
