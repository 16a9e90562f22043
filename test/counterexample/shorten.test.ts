// A shortened schedule still breaks its property, and no single step of it can be left out.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { compileSystem } from '../../src/check/compile-system.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { GrowingRun, type Move } from '../../src/counterexample/growing-run.ts';
import { breaksBy, shortened, shortenedSchedule } from '../../src/counterexample/shorten.ts';
import { cell, defineModel, kind, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { Stepper } from '../../src/transition/stepper.ts';

const never = () => false;

/** Breaks where certain numbers are in it, in their order. */
const needing = (wanted: readonly number[]) => (schedule: readonly Move[]) => {
  let found = 0;
  for (const [k, { instance }] of schedule.entries()) {
    if (instance === wanted[found]) found++;
    if (found === wanted.length) return schedule.slice(0, k + 1);
  }
  return wanted.length === 0 ? [] : undefined;
};

const moves = (numbers: readonly number[]): Move[] =>
  numbers.map((instance) => ({ instance, from: 0, choice: 0 }));

test('what is needed is left, whatever stands between', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });
  const left = fc.property(numbers, fc.infiniteStream(fc.boolean()), (all, coin) => {
    const wanted = all.filter(() => coin.next().value);
    const short = shortened(moves(all), needing(wanted), never);
    expect(short.map(({ instance }) => instance)).toEqual(wanted);
  });
  fc.assert(left, { seed: 1, endOnFailure: true });
});

test('where no more work may be spent it is as it was', () => {
  const schedule = moves([1, 2, 3]);
  expect(shortened(schedule, needing([2]), () => true)).toEqual(schedule);
});

describe('of a model', () => {
  const model = defineModel('ticks', {
    system: () =>
      system({ n: cell(upTo(9)), ticks: cell(upTo(3)) }, ({ process }) => ({
        up: process({
          count: kind('up', 2),
          locals: { left: upTo(3) },
          start: 'go',
          steps: {
            go: ({ n, me }) => {
              if (me.left === 3) return 'done';
              me.left++;
              n.value++;
              return 'go';
            },
          },
        }),
        clock: process({
          environment: true,
          start: 'tick',
          steps: {
            tick: ({ ticks }) => {
              ticks.value = ticks.value === 3 ? 0 : ticks.value + 1;
              return 'tick';
            },
          },
        }),
      })),
  });
  const properties: Properties = {
    four: { kind: 'invariant', about: 'below four', holds: ({ n }) => n.value < 4 },
  };
  const compiled = compileSystem(model.system({}), properties, new Progress());
  const stepper = new Stepper(compiled, new Monitor(compiled, properties));
  const [initial] = [...stepper.initial()].map((state) => state.slice());
  const tick = { instance: 2, from: 0, choice: 0 };
  const up = (instance: number) => ({ instance, from: 0, choice: 0 });

  test('the steps of a bystander are left out, and nothing comes after the violation', () => {
    const run = new GrowingRun(stepper, properties);
    const schedule = [0, 2, 1, 2, 2, 0, 2, 1, 2, 0, 1, 2].map((k) => (k === 2 ? tick : up(k)));
    const breaks = (some: readonly Move[]) => breaksBy(run, 'four', initial, some);
    const short = shortenedSchedule(run, schedule, breaks, never);
    expect(short.map(({ instance }) => instance)).not.toContain(2);
    expect(short).toHaveLength(4);
    expect(breaksBy(run, 'four', initial, short)).toEqual(short);
    for (const k of short.keys()) {
      expect(breaksBy(run, 'four', initial, short.toSpliced(k, 1))).toBeUndefined();
    }
  });

  test('where the model goes wrong without a step, that step is kept', () => {
    const wraps = defineModel('wraps', {
      system: () =>
        system({ n: cell(upTo(2)) }, ({ process }) => ({
          down: process({
            start: 'go',
            steps: {
              go: ({ n }) => {
                n.value = 0;
                return 'done';
              },
            },
          }),
          up: process({
            start: 'go',
            steps: {
              go: ({ n }) => {
                n.value++;
                return 'go';
              },
            },
          }),
        })),
    });
    const two: Properties = {
      two: { kind: 'invariant', about: 'below two', holds: ({ n }) => n.value < 2 },
    };
    const small = compileSystem(wraps.system({}), {}, new Progress());
    const run = new GrowingRun(new Stepper(small, new Monitor(small, {})), {});
    const [start] = [...new Stepper(small, new Monitor(small, two)).initial()].map((s) =>
      s.slice(),
    );
    // Nothing breaks it, and the third step up leaves the domain where nobody has gone down.
    expect(breaksBy(run, 'two', start, [up(1), up(1), up(1)])).toBeUndefined();
  });

  test('a schedule that breaks nothing is none', () => {
    const run = new GrowingRun(stepper, properties);
    expect(breaksBy(run, 'four', initial, [up(0), tick])).toBeUndefined();
  });
});
