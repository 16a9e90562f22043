// Observers whose reactions are remembered: the engine says of them what the reference explorer says, which runs every
// handler after every transition.

import { describe, expect, test } from 'vitest';
import { remember } from '../../../src/compile/monitor/memo.ts';
import { array, bool, cell, defineModel, system, upTo } from '../../../src/index.ts';
import { defineProperties } from '../../../src/language/claims/makers.ts';
import type { Properties } from '../../../src/language/claims/property.ts';
import { explore } from '../../../src/reference/explore.ts';
import { reachable } from '../../support/reachable.ts';

/** Two who take turns at a counter, and one who does nothing that anybody could see. */
const model = defineModel('turns', {
  system: () =>
    system({ count: cell(upTo(3)), seen: array(2, bool) }, ({ process }) => ({
      taker: process({
        count: 2,
        locals: { taken: upTo(2) },
        start: 'take',
        steps: {
          take: ({ count, seen, me }) => {
            if (me.taken === 2) return 'done';
            me.taken++;
            seen[me.id] = true;
            count.value = (count.value + 1) % 4;
            return 'rest';
          },
          rest: () => 'take',
        },
      }),
      bystander: process({
        locals: { turns: upTo(3) },
        start: 'turn',
        steps: {
          turn: ({ me }) => {
            if (me.turns === 3) return 'done';
            me.turns++;
            return 'turn';
          },
        },
      }),
    })),
});

function agrees(properties: Properties): ReturnType<typeof reachable> {
  const { states, key, ...expected } = explore(model.system({}), properties);
  const found = reachable(model.system({}), properties);
  const { keys, ...actual } = found;
  expect(actual).toEqual(expected);
  expect([...keys].sort()).toEqual(states.map(key).toArray().sort());
  return found;
}

describe('the engine says what the reference explorer says', () => {
  const cases = defineProperties(model, ({ observer }) => ({
    'always counts transitions, and names nothing that a step writes': observer('', {
      state: { steps: upTo(6) },
      always: ({ my, assert }) => {
        assert(my.steps < 6, 'seven steps');
        my.steps++;
      },
    }),
    'always goes on from what another handler left': observer('', {
      state: { age: upTo(2), old: bool },
      always: ({ count, my }) => {
        if (my.age === 1 && count.value > 0) my.old = true;
        if (my.age > 0) my.age--;
      },
      on: {
        taker: {
          take: ({ my, assert }) => {
            assert(!my.old, 'two steps between');
            my.age = 2;
          },
        },
      },
    }),
    'always has nothing to do after some steps of a state, and something after others': observer(
      '',
      {
        state: { second: bool },
        always: ({ seen, my, assert }) => {
          assert(!my.second || seen[0], 'the second goes first');
          if (seen[1]) my.second = true;
        },
      },
    ),
    'always asks which step it was': observer('', {
      state: { last: upTo(2) },
      always: ({ step, my, assert }) => {
        assert(step.to !== 'rest' || my.last !== 2, 'taken after the bystander');
        my.last = step.process === 'bystander' ? 2 : step.id;
      },
    }),
    'a violation that comes again and again leaves the memory as it was': observer('', {
      state: { odd: bool, calls: upTo(3) },
      always: ({ my }) => {
        my.odd = !my.odd;
      },
      on: {
        bystander: ({ my, count, assert }) => {
          my.calls = (my.calls + 1) % 4;
          assert(my.odd || count.value !== 2, 'even');
        },
      },
    }),
    'a handler sees the locals and the label after the step': observer('', {
      state: { was: upTo(3) },
      on: {
        taker: ({ me, taker, my, step }) => {
          my.was = me.at === 'rest' && taker[1 - step.id].at === 'take' ? me.taken : 3;
        },
      },
    }),
  })).properties({});

  test.each(Object.keys(cases))('%s', (name) => {
    agrees({ [name]: cases[name] });
  });

  test('all of them together', () => {
    const { verdicts } = agrees(cases);
    expect(Object.values(verdicts).map(({ verdict }) => verdict)).toContain('violated');
  });

  test('one function may watch two processes, whose locals stand in different places', () => {
    // biome-ignore lint/suspicious/noExplicitAny: the locals of either process
    const look = ({ me, my }: any) => {
      my.at = me.at === 'rest' ? 1 : 2;
    };
    const { properties } = defineProperties(model, ({ observer }) => ({
      both: observer('', { state: { at: upTo(2) }, on: { taker: look, bystander: look } }),
    }));
    agrees(properties({}));
  });
});

describe('a memo', () => {
  const field = (word: number, bits: number) => ({ word, shift: 0, bits });

  /** Writes the sum of two words into a third, and objects to a sum of 5. */
  function adder(): { state: Int32Array; runs: () => number; recall: () => readonly object[] } {
    const state = new Int32Array(3);
    let count = 0;
    const react = () => {
      count++;
      const sum = state[0] + state[1];
      state[2] = (state[2] & ~0xfffff) | sum;
      return sum === 5 ? [{ property: 'sum', message: 'five' }] : [];
    };
    const recall = remember(react, state, [field(0, 16), field(1, 16)], [field(2, 20)]);
    return { state, runs: () => count, recall };
  }

  test('answers from memory what it knows, violations included', () => {
    const { state, runs, recall } = adder();
    for (let k = 0; k < 1000; k++) {
      state.set([2, 3, 0]);
      expect(recall()).toEqual([{ property: 'sum', message: 'five' }]);
      expect(state[2]).toBe(5);
    }
    // At first it is often looked whether a reaction repeats itself.
    expect(runs()).toBeLessThan(20);
  });

  test('tells apart what looks the same at first, and what has filled its table', () => {
    const { state, recall } = adder();
    for (let k = 0; k < 20_000; k++) {
      const [a, b] = [k % 173, k % 211];
      state.set([a, b, 0]);
      const said = recall();
      if (state[2] !== a + b || said.length !== Number(a + b === 5)) expect.fail(`${a} + ${b}`);
    }
  });

  test('refuses a reaction that does not repeat itself', () => {
    const state = new Int32Array(1);
    let calls = 0;
    const recall = remember(
      () => {
        state[0] = (state[0] & ~2) | (calls++ & 1 ? 2 : 0);
        return [];
      },
      state,
      [field(0, 1)],
      [{ word: 0, shift: 1, bits: 1 }],
    );
    expect(() => {
      for (let k = 0; k < 20_000; k++) recall();
    }).toThrow(/did not do the same/);
  });

  test('leaves bits beside its fields alone', () => {
    const { state, recall } = adder();
    for (let k = 0; k < 100; k++) {
      state.set([1, 1, k << 20]);
      recall();
      expect(state[2] >>> 20).toBe(k);
    }
  });
});

describe('a handler that would never run is refused', () => {
  const watching = (on: object) =>
    defineProperties(model, (make) => ({
      // biome-ignore lint/suspicious/noExplicitAny: names that the types forbid
      seen: make.observer('', { state: { seen: bool }, on: on as any }),
    })).properties({});

  test.each([
    ['of no process', { takr: () => {} }, "there is no process 'takr'"],
    ['of no label', { taker: { tke: () => {} } }, "watches label 'tke' of 'taker'"],
    ['of where a process ends', { taker: { done: () => {} } }, 'which no step leaves'],
  ])('%s', (_, on, said) => {
    expect(() => reachable(model.system({}), watching(on))).toThrow(said);
  });
});
