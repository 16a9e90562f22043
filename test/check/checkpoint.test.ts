// A check that is saved and gone on with, at any moment and in any of its searches, says what one says that was not.

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { checkHelped, checkModel } from '../../src/check/check.ts';
import type { InternalOptions } from '../../src/check/options.ts';
import type { SavedFigures, Snapshots } from '../../src/explore/saver.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';
import pcpdrain from '../peer-models/pcpdrain.ts';
import phils from '../peer-models/phils.ts';
import zonelist from '../peer-models/zonelist.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 4);

/** What is kept where nothing is written: copies, of JSON too. */
class Kept {
  readonly #kept = new Map<string, { figures: string; arrays: readonly Int32Array[] }>();
  saves = 0;
  resumes = 0;

  readonly of = (search: string): Snapshots => ({
    isDue: false,
    save: ({ figures, arrays }) => {
      this.saves++;
      const copies = arrays.map((array) => array.slice());
      this.#kept.set(search, { figures: JSON.stringify(figures), arrays: copies });
    },
    resume: (arraysFor) => {
      const kept = this.#kept.get(search);
      if (!kept) return undefined;
      const figures: SavedFigures = JSON.parse(kept.figures);
      arraysFor(figures).forEach((array, k) => {
        expect(array.length).toBe(kept.arrays[k].length);
        array.set(kept.arrays[k]);
      });
      this.resumes++;
      return figures;
    },
  });
}

/** All but what depends on the clock. */
function told(outcome: CheckOutcome): object {
  const { seconds: _, searches, ...statistics } = outcome.statistics;
  const some = searches?.map(({ seconds: _seconds, ...one }) => one);
  return { ...outcome, statistics: { ...statistics, searches: some } };
}

/** The same check, ended several times after so many more states, and gone on with to its end. */
function interrupted(
  model: ModelDefinition,
  values: ParameterValues,
  properties: Properties,
  options: InternalOptions,
  every: number,
): { outcome: CheckOutcome; kept: Kept } {
  const kept = new Kept();
  const limits = [every, 2 * every, 3 * every, undefined];
  const outcomes = limits.map((maxStates) =>
    checkHelped(model, values, properties, {
      ...options,
      ...(maxStates !== undefined && { maxStates }),
      checkpoint: kept.of,
    }),
  );
  return { outcome: outcomes[outcomes.length - 1], kept };
}

const { properties: philsProperties } = defineProperties(phils, ({ deadlock }) => ({
  none: deadlock('none starves'),
}));
const claims: Properties = {};

describe.each([true, false])('reductions %s', (reduction) => {
  test.each([
    ['zonelist', zonelist, { Z: 3, P: 1, A: 3 }, claims, 500],
    ['pcpdrain', pcpdrain, { N: 3, C: 2, M: 2, T: 6 }, claims, 500],
    ['phils', phils, { N: 8 }, philsProperties({}), 200],
  ])('%s', (_name, model, values, properties, every) => {
    const options = { reduction, statesTogether: 0 };
    const whole = checkModel(model, values, properties, options);
    const { outcome, kept } = interrupted(model, values, properties, options, every);
    expect(told(outcome)).toEqual(told(whole));
    expect(kept.resumes).toBeGreaterThan(0);
  });
});

test('what partial order decides by what it has seen goes on as well', () => {
  const options = { reduction: ['partial-order'], statesTogether: 0 } as const;
  const values = { N: 4, C: 2, M: 2, T: 8 };
  const whole = checkModel(pcpdrain, values, claims, options);
  expect(whole.statistics.states).toBeGreaterThan(15_000);
  const { outcome, kept } = interrupted(pcpdrain, values, claims, options, 4000);
  expect(told(outcome)).toEqual(told(whole));
  expect(kept.resumes).toBeGreaterThan(0);
});

test('random models, with all kinds of claims that a snapshot is enough for', async () => {
  const asked = fc.asyncProperty(randomModel, fc.boolean(), async ({ source }, reduction) => {
    const { model, properties } = await loadSource(source);
    const all = Object.entries(properties.properties({}));
    const some = Object.fromEntries(all.filter(([, { kind }]) => kind !== 'lock-order'));
    const options = { reduction, statesTogether: 0, memoryBytes: 2 ** 22 };
    const whole = checkModel(model, {}, some, { ...options, maxStates: 20_000 });
    if (whole.limit) return;
    const every = Math.max(40, Math.ceil(whole.statistics.states / 3));
    expect(told(interrupted(model, {}, some, options, every).outcome)).toEqual(told(whole));
  });
  await fc.assert(asked, { numRuns: RUNS, seed: 24, endOnFailure: true });
});

const growing = defineModel('growing', {
  system: () =>
    system({ a: cell(upTo(400)), b: cell(upTo(400)) }, ({ process }) => ({
      one: process({
        start: 'go',
        steps: {
          go: ({ a, b, choose }) => {
            const first = choose([true, false]);
            if (first) a.value = Math.min(400, a.value + 1);
            else b.value = Math.min(400, b.value + 1);
            return 'go';
          },
        },
      }),
    })),
});

test('a limit of memory, in the midst of a state, is gone on with in more', () => {
  const kept = new Kept();
  const options = { reduction: false, checkpoint: kept.of } as const;
  const first = checkHelped(growing, {}, {}, { ...options, memoryBytes: 2 ** 20 });
  expect(first.limit?.reached).toBe('memory');
  expect(kept.saves).toBe(1);
  const whole = checkHelped(growing, {}, {}, { ...options, memoryBytes: 2 ** 24 });
  expect(kept.resumes).toBe(1);
  expect(whole.statistics).toMatchObject({ states: 401 * 401 });
  const again = checkModel(growing, {}, {}, { reduction: false, memoryBytes: 2 ** 24 });
  expect(told(whole)).toEqual(told(again));
});

test('less memory than the states take is a mistake', () => {
  const kept = new Kept();
  const options = { reduction: false, checkpoint: kept.of } as const;
  checkHelped(growing, {}, {}, { ...options, maxStates: 100_000 });
  expect(() => checkHelped(growing, {}, {}, { ...options, memoryBytes: 2 ** 20 })).toThrow(
    /the checkpoint has \d+ states, and there is room for \d+: raise --memory/,
  );
});

test('a table that the system refuses is told in one message', () => {
  const kept = new Kept();
  const options = { reduction: false, checkpoint: kept.of } as const;
  checkHelped(growing, {}, {}, { ...options, maxStates: 100_000 });
  const restore = vi.spyOn(VisitedSet.prototype, 'restore').mockImplementation(() => {
    throw new RangeError('Array buffer allocation failed');
  });
  expect(() => checkHelped(growing, {}, {}, options)).toThrow(
    /^the system refuses the memory for a table of the \d+ states of the checkpoint/,
  );
  restore.mockRestore();
});
