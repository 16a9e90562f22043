// Chains of steps that nobody notices are one transition of the reduced search: fewer states, the same verdicts, and runs
// that show each step.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check.ts';
import { bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import type { ModelDefinition } from '../../src/model/define-model.ts';
import { propertyMakers } from '../../src/property/makers.ts';
import type { Properties } from '../../src/property/property.ts';

const { deadlock, invariant, reachable, observer } = propertyMakers();

/** Two workers, each with work of its own before and after a look at what they share. */
const WORKERS = defineModel('workers', {
  system: () =>
    system({ shared: cell(upTo(3)) }, ({ process }) => ({
      worker: process({
        count: 2,
        locals: { k: upTo(3), picked: upTo(1) },
        start: 'first',
        steps: {
          first: ({ me, choose }) => {
            me.picked = choose([0, 1]);
            return 'second';
          },
          second: ({ me }) => {
            me.k = 1;
            return 'third';
          },
          third: ({ me }) => {
            me.k += me.picked;
            return 'share';
          },
          share: ({ shared, me }) => {
            shared.value = me.k;
            return 'after';
          },
          after: ({ me }) => {
            me.k = 3;
            return 'end';
          },
          end: ({ me }) => {
            me.k = 0;
            return 'done';
          },
        },
      }),
    })),
});

function reduced(model: ModelDefinition, properties: Properties) {
  const wanted = { reduction: ['partial-order'] as const };
  return checkModel(model, {}, properties, wanted);
}

describe('two workers', () => {
  test('states within a chain are not kept, and every choice before it is', () => {
    const two = reachable('', ({ shared }) => shared.value === 2);
    const one = reachable('', ({ shared }) => shared.value === 1);
    const { statistics, properties } = reduced(WORKERS, { one, two, deadlock: deadlock() });
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    const whole = checkModel(WORKERS, {}, { deadlock: deadlock() }, { reduction: false });
    expect(whole.statistics.states).toBe(187);
    // Each worker is at first, at share with either pick, or done.
    expect(statistics.states).toBe(21);
  });

  test('a run shows each step', () => {
    const never = invariant('', ({ shared }) => shared.value !== 2);
    const { properties } = checkModel(
      WORKERS,
      {},
      { never },
      {
        reduction: ['partial-order'],
        maxStates: 1000,
      },
    );
    const [{ counterexample }] = properties;
    const steps = counterexample?.steps.map(({ name, label }) => `${name} ${label}`).toArray();
    expect(steps).toEqual(['worker0 first', 'worker0 second', 'worker0 third', 'worker0 share']);
  });

  test('a label that a claim tells apart is no part of a chain', () => {
    const seen = reachable(
      '',
      ({ worker }) => worker[0].at === 'third' && worker[1].at === 'third',
    );
    expect(reduced(WORKERS, { seen }).properties[0].verdict).toBe('holds');
  });

  test('nor is a step that an observer reacts to', () => {
    const watched = observer('', {
      state: { count: upTo(3) },
      on: {
        worker: {
          // biome-ignore lint/suspicious/noExplicitAny: the makers are those of any model
          third: ({ assert, my }: any) => {
            my.count++;
            assert(my.count < 2, 'both');
          },
        },
      },
    });
    expect(reduced(WORKERS, { watched }).properties[0].verdict).toBe('violated');
  });
});

test('a chain that leads back is no standstill', () => {
  const clock = defineModel('clock', {
    system: () =>
      system({ lock: cell(bool) }, ({ process }) => ({
        clock: process({
          locals: { k: upTo(1) },
          start: 'tick',
          steps: {
            tick: ({ me }) => {
              me.k = 1;
              return 'tock';
            },
            tock: ({ me }) => {
              me.k = 0;
              return 'tick';
            },
          },
        }),
        other: process({
          start: 'take',
          steps: {
            take: ({ lock }) => {
              lock.value = true;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = reduced(clock, { deadlock: deadlock() });
  expect(properties[0].verdict).toBe('holds');
});

test('a mistake within a chain is told with the steps that led there', () => {
  const broken = defineModel('broken', {
    system: () =>
      system({ shared: cell(bool) }, ({ process }) => ({
        worker: process({
          count: 2,
          locals: { k: upTo(1) },
          start: 'share',
          steps: {
            share: ({ shared }) => {
              shared.value = !shared.value;
              return 'local';
            },
            local: ({ me }) => {
              me.k++;
              return 'more';
            },
            more: ({ me }) => {
              me.k++;
              return 'done';
            },
          },
        }),
      })),
  });
  expect(() => reduced(broken, {})).toThrow(
    expect.objectContaining({
      place: expect.objectContaining({
        process: 'worker0',
        step: 'more',
        run: ['worker0: share', 'worker0: local'],
      }),
    }),
  );
});
