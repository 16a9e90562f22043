// Initial states by choice: there may be more than memory has room for, and they obey the limits of a search.

import { describe, expect, test } from 'vitest';
import { Progress, StopRequest } from '../../../src/base/progress.ts';
import { checkModel } from '../../../src/check/check.ts';
import { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { initialStates } from '../../../src/compile/program/initial-states.ts';
import { array, bool, defineModel, kind, system } from '../../../src/index.ts';
import { familiesOf } from '../../../src/reduction/families.ts';
import { candidateKinds, Group } from '../../../src/reduction/group.ts';
import { brokenKinds } from '../../../src/reduction/initial-orbit.ts';

const page = kind('page', 24);

function pages(prepare: (context: { free: boolean[]; choose<T>(of: readonly T[]): T }) => void) {
  return system(
    { free: array(page, bool) },
    ({ process }) => ({
      taker: process({
        start: 'take',
        steps: {
          take: ({ free }) => {
            free[0] = false;
            return 'done';
          },
        },
      }),
    }),
    // biome-ignore lint/suspicious/noExplicitAny: what a model's author may write, and more
    prepare as any,
  );
}

const anyOfThem = () =>
  pages(({ free, choose }) => {
    for (let p = 0; p < 24; p++) free[p] = choose([true, false]);
  });
const model = (system: typeof anyOfThem) => defineModel('pages', { system });

describe('2^24 initial states obey', () => {
  test('a limit of states', () => {
    const { statistics, limit } = checkModel(model(anyOfThem), {}, {}, { maxStates: 1000 });
    expect(limit?.reached).toBe('states');
    expect(statistics.states).toBe(1000);
  });

  test('a limit of memory', () => {
    const { limit } = checkModel(model(anyOfThem), {}, {}, { memoryBytes: 2 ** 18 });
    expect(limit?.reached).toBe('memory');
  });

  test('whoever asks the search to end', () => {
    const progress = new Progress();
    progress.requestStop(StopRequest.time);
    const { limit } = checkModel(model(anyOfThem), {}, {}, { progress: progress.shared });
    expect(limit?.reached).toBe('time');
  });
});

test('a state that several choices lead to is one state', () => {
  const same = () =>
    pages(({ free, choose }) => {
      for (let p = 0; p < 4; p++) free[0] = choose([true, false]);
    });
  expect(checkModel(model(same), {}, {}).statistics.states).toBe(2 + 1);
});

test('symmetry is refused where there are too many to compare', () => {
  const system = new CompiledSystem(anyOfThem());
  const { kinds } = candidateKinds(system.layout);
  const group = new Group(system.layout, kinds);
  const families = familiesOf(system.layout, group);
  expect(brokenKinds(initialStates(system), families, group, 1000)).toBeUndefined();
  const { statistics } = checkModel(model(anyOfThem), {}, {}, { maxStates: 1000 });
  expect(statistics.reductions).not.toContain('symmetry');
});

describe('refused is', () => {
  test('a closure that remembers', () => {
    let calls = 0;
    const isOdd = (): boolean => ++calls % 2 === 1;
    const remembers = () =>
      pages(({ free }) => {
        free[0] = isOdd();
      });
    expect(() => checkModel(model(remembers), {}, {})).toThrow('when it was run twice');
  });

  test('chance, by name', () => {
    const tosses = () =>
      pages(({ free }) => {
        free[0] = Math.random() < 0.5;
      });
    expect(() => checkModel(model(tosses), {}, {})).toThrow("'Math.random' is chance");
  });
});
