// The outcomes of a model are those that its runs have: counted by hand where that is easy, and by the reference where it is not.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomesOf } from '../../src/check/outcomes.ts';
import {
  array,
  cell,
  constrained,
  defineModel,
  kind,
  list,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import { atomic } from '../../src/kernel/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import type { Outcomes } from '../../src/outcome/outcomes.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

const OPTIONS = { maxStates: 100_000, memoryBytes: 2 ** 26 };

// biome-ignore lint/suspicious/noExplicitAny: a model of any system
function found(model: any, show?: readonly string[], options = OPTIONS): Outcomes {
  const outcomes = outcomesOf(model, resolveParameters(model, {}), {
    ...options,
    ...(show && { show }),
  });
  if ('figures' in outcomes) throw new Error('stopped');
  return outcomes;
}

const storeBuffering = defineModel('SB', {
  system: () => {
    const cpu = kind('cpu', 2);
    return system({ x: cell(upTo(1)), y: cell(upTo(1)), done: cell(upTo(2)) }, ({ process }) => ({
      p: process({
        count: cpu,
        locals: { r: upTo(1) },
        start: 'store',
        steps: {
          store: ({ x, y, me }) => {
            if (me.id === cpu.ids[0]) x.value = 1;
            else y.value = 1;
            return 'load';
          },
          load: ({ x, y, me }) => {
            me.r = me.id === cpu.ids[0] ? y.value : x.value;
            return 'count';
          },
          count: ({ done }) => {
            done.value++;
            return 'done';
          },
        },
      }),
    }));
  },
});

describe('store buffering', () => {
  test('has three outcomes where memory is sequentially consistent', () => {
    const { shown, outcomes, finalStates, complete } = found(storeBuffering, ['p.r']);
    expect(shown).toEqual(['p0.r', 'p1.r']);
    expect(outcomes.map(({ values }) => Object.values(values).join())).toEqual(
      expect.arrayContaining(['0,1', '1,0', '1,1']),
    );
    expect([outcomes.length, finalStates, complete]).toEqual([3, 3, true]);
    for (const { run, deadlocked } of outcomes) expect([run.length, deadlocked]).toEqual([6, 0]);
  });

  test('by default shows the cells that differ, and all where none does', () => {
    const { shown, same, outcomes } = found(storeBuffering);
    expect(shown).toEqual(['x', 'y', 'done']);
    expect(same).toEqual({});
    expect(outcomes).toMatchObject([{ values: { x: 1, y: 1, done: 2 }, states: 3 }]);
  });

  test('of names that are none, says so', () => {
    expect(() => found(storeBuffering, ['z'])).toThrow(
      "there is no cell 'z' (a local is named process.local); did you mean 'x'?",
    );
    expect(() => found(storeBuffering, ['p.s'])).toThrow("'p' has no local 's' (");
    expect(() => found(storeBuffering, ['p1.at'])).not.toThrow();
  });

  test('and of more states than are wanted', () => {
    expect(() => found(storeBuffering, ['x'], { ...OPTIONS, maxStates: 5 })).toThrow(
      'SB has more than 5 states: too many to list their ends',
    );
  });
});

const partsModel = defineModel('parts', {
  system: () => {
    const node = kind('node', ['near', 'far']);
    return system(
      { free: array(node, list(2, node)), seen: set(node), word: atomic(upTo(3)) },
      ({ process }) => ({
        p: process({
          start: 'go',
          steps: {
            go: ({ free, seen, word, choose }) => {
              const one = choose(node.ids);
              free[one].push(one);
              seen.add(one);
              word.set(2);
              return 'done';
            },
          },
        }),
      }),
    );
  },
});

test('what has parts is JSON, as in a trace, and its parts can be asked for', () => {
  expect(JSON.parse(JSON.stringify(found(partsModel)))).toMatchObject({
    shown: ['free', 'seen'],
    same: { word: { now: 2 } },
    sets: ['values.seen'],
    outcomes: [
      { values: { free: [['near'], []], seen: ['near'] } },
      { values: { free: [[], ['far']], seen: ['far'] } },
    ],
  });
  const { shown, outcomes } = found(partsModel, ['word.now', 'free[1]', 'free[near]']);
  expect(shown).toEqual(['word.now', 'free[far]', 'free[near]']);
  expect(outcomes[1].values).toEqual({ 'word.now': 2, 'free[far]': ['far'], 'free[near]': [] });
  expect(() => found(partsModel, ['free[fat]'])).toThrow(
    "'free' has no part '[fat]'; did you mean '[far]'?",
  );
  expect(() => found(partsModel, ['seen.x'])).toThrow("'seen' has no part '.x'; there are none");
});

test('a run that ends in a failed assertion has no final values, and is counted', () => {
  const asserting = (value: number) =>
    defineModel('asserting', {
      system: () =>
        system({ x: cell(upTo(2)) }, ({ process }) => ({
          a: process({
            start: 'go',
            steps: {
              go: ({ x }) => {
                x.value = value;
                return 'check';
              },
              check: ({ x, assert }) => {
                assert(x.value === 2, 'it is 2');
                return 'done';
              },
            },
          }),
        })),
    });
  expect(found(asserting(1))).toMatchObject({ outcomes: [], failed: 1, states: 2 });
  expect(found(asserting(2))).toMatchObject({ finalStates: 1, failed: 0 });
});

test('a run that waits for ever ends, too', () => {
  const model = defineModel('stuck', {
    system: () =>
      system({ x: cell(upTo(1)) }, ({ process }) => ({
        p: process({ start: 'wait', steps: { wait: ({ x }) => (x.value ? 'done' : 'blocked') } }),
        q: process({
          start: 'go',
          steps: {
            go: ({ x, choose }) => {
              x.value = choose([0, 1]);
              return 'done';
            },
          },
        }),
      })),
  });
  expect(found(model).outcomes).toMatchObject([
    { values: { x: 0 }, states: 1, deadlocked: 1, run: [{ process: 'q', label: 'go' }] },
    { values: { x: 1 }, states: 1, deadlocked: 0 },
  ]);
});

test('a model that is not explored wholly says so, and its bound is no end', () => {
  const model = defineModel('bounded', {
    system: () =>
      constrained(
        system({ x: cell(upTo(9)) }, ({ process }) => ({
          p: process({
            start: 'go',
            steps: {
              go: ({ x }) => {
                x.value++;
                return 'go';
              },
            },
          }),
        })),
        'x is small',
        ({ x }) => x.value < 5,
      ),
  });
  expect(found(model)).toMatchObject({ outcomes: [], complete: false });
});

const RUNS = Number(process.env.RANDOM_MODELS ?? 25);

test(`${RUNS} random models: an outcome is one iff the reference finds it, by runs as short`, () => {
  let compared = 0;
  const agrees = fc.property(randomModel, ({ source }) => {
    const { model } = evaluateSource(source);
    const made = model.system({});
    const [name] = Object.keys(made.processes);
    const labels = [...Object.keys(made.processes[name].steps), 'done'];
    // biome-ignore lint/suspicious/noExplicitAny: the processes of a random model
    const at = (label: string) => (views: any) => views[name][0].at !== label;
    const claims = Object.fromEntries(
      labels.map((label) => [label, { kind: 'at-end', about: '', holds: at(label) }]),
    ) as Properties;
    try {
      const { verdicts } = explore(made, claims, { maxStates: 300 });
      const { outcomes, shown } = found(model, [`${name}.at`]);
      const first = shown[0];
      for (const label of labels) {
        const runs = outcomes.filter(({ values }) => values[first] === label);
        const depth = runs.length > 0 ? Math.min(...runs.map(({ run }) => run.length)) : undefined;
        expect(verdicts[label].depth).toBe(depth);
        if (depth !== undefined) compared++;
      }
    } catch (error) {
      const { name: sort } = error as Error;
      if (!(error instanceof TooManyStates) && sort !== 'ModelError') throw error;
    }
  });
  fc.assert(agrees, { numRuns: RUNS, seed: 1, endOnFailure: true });
  expect(compared).toBeGreaterThan(RUNS / 5);
}, 120_000);
