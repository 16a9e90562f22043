// What an observer does after every step makes all steps meet only where it is not steady: then the search is done again.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, bool, cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';

/** Two that count for themselves, and one whom an observer watches, who sets a flag in his last step. */
const model = defineModel('bystanders', {
  system: () =>
    system({ own: array(2, upTo(3)), over: cell(bool) }, ({ process }) => ({
      bystander: process({
        count: 2,
        start: 'count',
        steps: {
          count: ({ own, me }) => {
            own[me.id]++;
            return own[me.id] === 3 ? 'done' : 'count';
          },
        },
      }),
      worker: process({
        start: 'begin',
        steps: {
          begin: () => 'next',
          end: ({ over }) => {
            over.value = true;
            return 'done';
          },
        },
      }),
    })),
});

const { properties } = defineProperties(model, ({ observer }) => ({
  steady: observer('nothing is over before it has begun', {
    state: { begun: bool },
    always: ({ over, my, assert }) => assert(!over.value || my.begun, 'over before it began'),
    on: {
      worker: {
        begin: ({ my }) => {
          my.begun = true;
        },
      },
    },
  }),
  unsteady: observer('nobody steps between the two', {
    state: { begun: bool },
    always: ({ over, my, assert }) => assert(over.value || !my.begun, 'somebody steps in between'),
    on: {
      worker: {
        begin: ({ my }) => {
          my.begun = true;
        },
      },
    },
  }),
}));

/** The verdict and how many states it took. */
function checked(name: string, reduction: boolean) {
  const outcome = checkModel(model, {}, properties({}), { only: [name], reduction });
  const [{ verdict, depth }] = outcome.properties;
  return { verdict, depth, states: outcome.statistics.states };
}

describe('observers that do something after every step', () => {
  test('one that is steady leaves the order open of steps that it does not see', () => {
    const [whole, reduced] = [checked('steady', false), checked('steady', true)];
    expect(reduced.verdict).toBe('holds');
    expect(whole.verdict).toBe('holds');
    expect(reduced.states).toBeLessThan(whole.states / 2);
  });

  test('one that is not sees every step, and nothing is lost', () => {
    const { verdict, depth } = checked('unsteady', true);
    expect({ verdict, depth }).toEqual({ verdict: 'violated', depth: 2 });
    expect(checked('unsteady', false)).toMatchObject({ verdict, depth });
  });
});
