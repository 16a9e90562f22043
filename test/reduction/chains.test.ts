// Chains of steps that nobody notices are one transition of the reduced search: fewer states, the same verdicts, and runs
// that show each step.

import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import { propertyMakers } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { expansionBy } from '../../src/reduction/partial-order/expansion.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';

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

const CLOCK = defineModel('clock', {
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

describe('a chain that leads back is no globalDeadlock', () => {
  test('to the same state', () => {
    const { properties } = reduced(CLOCK, { deadlock: deadlock() });
    expect(properties[0].verdict).toBe('holds');
  });

  test('to one that only an observer tells apart', () => {
    const odd = observer('', {
      state: { odd: bool },
      on: {
        clock: {
          // biome-ignore lint/suspicious/noExplicitAny: the makers are those of any model
          tick: ({ my }: any) => {
            my.odd = !my.odd;
          },
        },
      },
    });
    const { properties } = reduced(CLOCK, { deadlock: deadlock(), odd });
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });
});

test('a mistake that is on another way does not hide what was found', () => {
  const model = defineModel('two ways', {
    system: () =>
      system({ x: cell(upTo(4)), y: cell(upTo(4)), z: cell(upTo(1)) }, ({ process }) => ({
        p: process({
          locals: { k: upTo(2) },
          start: 'go',
          steps: {
            go: ({ x, z }) => {
              x.value = 3 + z.value;
              return 'next';
            },
            more: ({ me }) => {
              me.k = 1;
              return 'next';
            },
            last: ({ me }) => {
              me.k += 2;
              return 'done';
            },
          },
        }),
        q: process({
          start: 'go',
          steps: {
            go: ({ y }) => {
              y.value = 1;
              return 'next';
            },
            two: ({ z }) => {
              z.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const never = invariant('', ({ y }) => y.value !== 1);
  const { properties } = reduced(model, { never });
  expect(properties[0].verdict).toBe('violated');
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

test('no step is said to run when a chain is over', () => {
  const definition = system({ x: cell(upTo(1)) }, ({ process }) => ({
    ticker: process({
      start: 'tick',
      steps: {
        tick: ({ x }) => {
          x.value = 1 - x.value;
          return 'tick';
        },
      },
    }),
    worker: process({
      locals: { v: upTo(1) },
      start: 'rest',
      steps: {
        rest: ({ me, x }) => {
          me.v = x.value;
          return 'first';
        },
        // It might be blocked, so it has to be tried; what follows is a chain.
        first: ({ me }) => (me.id === 0 ? 'second' : 'blocked'),
        second: ({ me }) => {
          me.v = 0;
          return 'rest';
        },
      },
    }),
  }));
  const compiled = new CompiledSystem(definition);
  const monitor = new Monitor(compiled, {});
  const progress = new Progress();
  new Search(
    compiled,
    monitor,
    {},
    {
      order: 'bfs',
      maxStates: 1000,
      maxDepth: Number.POSITIVE_INFINITY,
      memoryBytes: 2 ** 22,
      progress,
      exhaustive: true,
      expansion: expansionBy(stubbornSets(compiled, monitor, false), false),
    },
  ).run();
  expect(progress.runningInstance()).toBe(-1);
});
