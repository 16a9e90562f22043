// Steps that commute although both write, by what their operations do: any order is as good as any other, so one is
// taken. Where kinds are mixed, or somebody looks, all orders are.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, set, system, upTo } from '../../src/index.ts';
import { propertyMakers } from '../../src/language/claims/makers.ts';
import { Searches, SOUND } from './reduced-search.ts';

const { deadlock, reachable } = propertyMakers();

// biome-ignore lint/suspicious/noExplicitAny: a step of any system
type AnyStep = (context: any) => 'done';

/** Processes of one step each, over the same cells. */
function modelOf(...steps: readonly AnyStep[]) {
  const cells = { hits: cell(upTo(2), 1), flag: cell(bool), seen: cell(upTo(2)), bag: set(4) };
  return defineModel('steps', {
    system: () =>
      system(cells, ({ process }) =>
        Object.fromEntries(
          steps.map((step, k) => [`p${k}`, process({ start: 'go', steps: { go: step } })]),
        ),
      ),
  });
}

function statesOf(...steps: readonly AnyStep[]): number {
  const wanted = { reduction: ['partial-order'] as const };
  return checkModel(modelOf(...steps), {}, { deadlock: deadlock() }, wanted).statistics.states;
}

const hit: AnyStep = ({ hits }) => {
  hits.value++;
  return 'done';
};
const miss: AnyStep = ({ hits }) => {
  hits.value--;
  return 'done';
};
const look: AnyStep = ({ hits, seen }) => {
  seen.value = hits.value;
  return 'done';
};
const raise: AnyStep = ({ flag }) => {
  flag.value = true;
  return 'done';
};
const lower: AnyStep = ({ flag }) => {
  flag.value = false;
  return 'done';
};
const put: AnyStep = ({ bag }) => {
  bag.add(1);
  return 'done';
};
const take: AnyStep = ({ bag }) => {
  bag.delete(1);
  return 'done';
};
const putAndTell: AnyStep = ({ bag, flag }) => {
  flag.value = bag.has(1);
  bag.add(2);
  return 'done';
};

describe('one order is taken', () => {
  test.each([
    ['two flags are raised', [raise, raise]],
    ['two flags are raised, and a third', [raise, raise, raise]],
    ['a member is put twice', [put, put]],
    ['two are taken away', [take, take]],
  ] as const)('%s', (_, steps) => {
    expect(statesOf(...steps)).toBe(steps.length + 1);
  });

  test('something is counted', () => {
    const counters = modelOf(hit, raise);
    expect(checkModel(counters, {}, {}, { reduction: ['partial-order'] }).statistics.states).toBe(
      3,
    );
  });
});

describe('all orders are taken', () => {
  test.each([
    ['a flag is raised and lowered', [raise, lower], 5],
    ['a member is put and taken away', [put, take], 5],
    ['it is asked whether a member was there', [put, putAndTell], 5],
    ['something is counted up and down', [hit, miss], 4],
    ['something is counted while somebody looks', [hit, look], 5],
  ] as const)('%s', (_, steps, states) => {
    expect(statesOf(...steps)).toBe(states);
  });

  test('who looks sees each number', () => {
    const seen = (value: number) =>
      value === 1
        ? reachable('', ({ seen }) => seen.value === 1)
        : reachable('', ({ seen }) => seen.value === 2);
    const { properties } = checkModel(modelOf(hit, look), {}, { one: seen(1), two: seen(2) });
    expect(properties.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  });

  test('what a step has changed before it is blocked is a mistake in one order only', () => {
    const early = defineModel('early', {
      system: () =>
        system({ flag: cell(bool), open: cell(bool) }, ({ process }) => ({
          q: process({
            start: 'raise',
            steps: {
              raise: ({ flag }) => {
                flag.value = true;
                return 'next';
              },
              open: ({ open }) => {
                open.value = true;
                return 'done';
              },
            },
          }),
          p: process({
            start: 'go',
            steps: {
              go: ({ flag, open }) => {
                flag.value = true;
                return open.value ? 'done' : 'blocked';
              },
            },
          }),
        })),
    });
    const mistake = /'blocked' after it changed/;
    expect(() => checkModel(early, {}, {}, { reduction: false })).toThrow(mistake);
    expect(() => checkModel(early, {}, {}, { reduction: ['partial-order'] })).toThrow(mistake);
  });

  test('a count that only one order takes out of its domain is found', () => {
    const twice: AnyStep = miss;
    const broken = modelOf(twice, twice, hit);
    // 1 - 1 - 1 leaves the domain unless it is counted up before.
    expect(() => checkModel(broken, {}, {}, { reduction: ['partial-order'] })).toThrow(/hits/);
  });
});

test('whether a step that stays at its label is progress depends on who came first', () => {
  const definition = system({ flag: cell(bool) }, ({ process }) => ({
    repeater: process({
      start: 'raise',
      steps: {
        raise: ({ flag }) => {
          flag.value = true;
          return 'raise';
        },
      },
    }),
    other: process({
      start: 'go',
      steps: { go: raise },
    }),
  }));
  // In the first state the repeater is not stuck: its step changes something there, if nobody else's did before.
  expect(new Searches(definition, { deadlock: deadlock() }).compare(SOUND).difference).toBe(
    undefined,
  );
});

test('too many are counted, whichever comes last', () => {
  expect(() => statesOf(hit, hit)).toThrow(/hits/);
});
