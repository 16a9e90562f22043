// Recalled steps against steps that are run each time: the same outcome to the last byte, of random models and shipped ones;
// who looks on sees the same; and a step that does not do what is recalled is found.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/compile/program/recall.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Monitor } from '../../../src/compile/monitor/monitor.ts';
import { Chooser } from '../../../src/compile/program/choice.ts';
import { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { recallCode } from '../../../src/compile/program/recall-code.ts';
import { Recalled, recallForm } from '../../../src/compile/program/recalled.ts';
import { type CompiledStep, LOOK_KEYS } from '../../../src/compile/program/step-code.ts';
import { Stepper } from '../../../src/transition/stepper.ts';
import bakery from '../../peer-models/bakery.ts';
import { evaluateSource } from '../../support/evaluate-source.ts';
import { randomModel } from '../../support/random-model.ts';
import { said } from '../../support/said.ts';
import { someRows } from '../../support/shipped-rows.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 30);
const SEED = Number(process.env.SEED ?? 1);
const ONE_IN = process.env.ALL_ROWS === undefined ? 10 : 1;
const MINUTE = 60_000;
const MOST_STATES = 20_000;
const NEVER = Number.POSITIVE_INFINITY;

test(
  `${RUNS} random models`,
  () => {
    fc.assert(
      fc.property(randomModel, fc.boolean(), ({ source }, reduction) => {
        const { model, properties } = evaluateSource(source);
        const all = properties.properties({});
        const options = { reduction, maxStates: MOST_STATES, memoryBytes: 2 ** 24 };
        const recalled = said(model, {}, all, { ...options, recallsFrom: 1 });
        expect(recalled).toEqual(said(model, {}, all, { ...options, recallsFrom: NEVER }));
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  },
  5 * MINUTE + RUNS * 500,
);

describe('shipped rows', async () => {
  const rows = (await someRows()).filter((_, k) => k % ONE_IN === 0);
  test.each(rows)(
    '$name',
    ({ model, values, properties }) => {
      for (const reduction of [true, false]) {
        const options = { reduction, maxStates: MOST_STATES, memoryBytes: 2 ** 26 };
        const all = properties(values);
        const recalled = said(model, values, all, { ...options, recallsFrom: 1 });
        expect(recalled).toEqual(said(model, values, all, { ...options, recallsFrom: NEVER }));
      }
    },
    5 * MINUTE,
  );
});

/** The looks at the steps of a search, in their order, and how often the author's functions ran. */
function looksOf(recallsFrom: number): { looks: string[]; runs: number } {
  const looks: string[] = [];
  const system = new CompiledSystem(bakery.system({ N: 3, MAX: 3, ERR: 0 }));
  system.recallsFrom = recallsFrom;
  const { state } = system;
  system.onlookerOf = (instance, { name }) => {
    const looking = (what: string) => {
      const left = new Int32Array(LOOK_KEYS).fill(50);
      const look = (key: number): void => {
        looks.push(`${instance.name} ${name} ${what} ${key} ${state.join()}`);
        left[key] = 50;
      };
      return { left, look };
    };
    const moves = new Map<string, ReturnType<typeof looking>>();
    return {
      before: looking('before'),
      move: system.chooses(
        instance,
        instance.process.flat.labels.find((one) => one.name === name) as never,
      )
        ? undefined
        : (to) => {
            moves.set(to, moves.get(to) ?? looking(to));
            return moves.get(to) as ReturnType<typeof looking>;
          },
    };
  };
  let runs = 0;
  const compiled = system.compiled.bind(system);
  const counted = new Map<unknown, CompiledStep>();
  system.compiled = (instance, label) => {
    const step = compiled(instance, label);
    const known = counted.get(step) ?? {
      ...step,
      run: () => {
        runs++;
        return step.run();
      },
    };
    counted.set(step, known);
    return known;
  };
  const stepper = new Stepper(system, new Monitor(system, {}));
  const known = new Map<string, Int32Array>();
  const reach = (): void => {
    if (!known.has(state.join())) known.set(state.join(), state.slice());
  };
  for (const _ of stepper.initial()) reach();
  for (const from of known.values()) {
    state.set(from);
    stepper.expand({ moved: reach, stayed: () => {}, violated: () => {} });
  }
  return { looks, runs };
}

test('whoever looks on sees the same executions in the same states', () => {
  const recalled = looksOf(1);
  const run = looksOf(NEVER);
  expect(recalled.looks).toEqual(run.looks);
  expect(run.looks.length).toBeGreaterThan(1000);
  expect(recalled.runs).toBeLessThan(run.runs / 2);
});

/** Recalls a step that adds what it is told to word 1. */
function adding(
  state: Int32Array,
  left: number,
  given: { value: number; runs: number },
  mask = 0xff,
) {
  const run = (): number => {
    given.runs++;
    state[1] = (state[1] + given.value) & mask;
    return 3;
  };
  const sampler = { left, runTwice: () => 0 };
  const code = { written: [], place: { process: 'P', step: 'add' }, label: { targets: {} } };
  const step = { run, code, sampler, onlooker: undefined } as unknown as CompiledStep;
  const form = recallForm([[1, mask]], [[1, mask]], false, 'none');
  const parts = { step, state, chooser: new Chooser(), form };
  let isGivenUp = false;
  const giveUp = (): void => {
    isGivenUp = true;
  };
  const recall = recallCode(new Recalled({ ...parts, giveUp }));
  return { recall, sampler, isGivenUp: () => isGivenUp };
}

describe('one step', () => {
  test('is run for what is not known, and changes nothing but its own bits', () => {
    const state = Int32Array.of(-1, 0x100);
    const given = { value: 2, runs: 0 };
    const { recall } = adding(state, 1000, given);
    expect(recall()).toBe(3);
    state.set([5, 0x200]);
    expect(recall()).toBe(3);
    expect([...state]).toEqual([5, 0x202]);
    expect(given.runs).toBe(1);
  });

  test('is run again when its turn comes, and must do the same', () => {
    const state = Int32Array.of(0, 0);
    const given = { value: 2, runs: 0 };
    const { recall, sampler } = adding(state, 3, given);
    recall();
    given.value = 4;
    for (const expected of [1, 1]) {
      state[1] = 0;
      recall();
      expect(given.runs).toBe(expected);
    }
    expect(sampler.left).toBe(1);
    state[1] = 0;
    expect(recall).toThrow(/did not do the same when it was run again/);
  });

  test('is given up where too little is found', () => {
    const givenUp = [0x1f, 0xffff].map((mask) => {
      const one = adding(Int32Array.of(0, 0), 2 ** 30, { value: 1, runs: 0 }, mask);
      for (let k = 0; k < 10_000; k++) one.recall();
      return one.isGivenUp();
    });
    expect(givenUp).toEqual([false, true]);
  });
});
