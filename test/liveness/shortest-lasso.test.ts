// Runs that never end are as short as can be, stem and cycle together, where it is said that no shorter one does it. What
// random graphs and models show of it is compared with the reference beside this file.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, defineProperties, range, system, upTo } from '../../src/index.ts';
import { judge } from './support.ts';

/** Who asks for the lock may lose each time. Others must come back to where they were: after four rounds. */
const losing = defineModel('losing', {
  parameters: { tasks: range(2, 4) },
  system: ({ tasks }) =>
    system({ lock: cell(bool) }, ({ process }) => ({
      task: process({
        count: tasks,
        locals: { round: upTo(3) },
        start: 'idle',
        end: ['idle'],
        steps: {
          idle: () => 'lock',
          lock: ({ lock }) => {
            if (lock.value) return 'blocked';
            lock.value = true;
            return 'work';
          },
          work: ({ me }) => {
            me.round = (me.round + 1) % 4;
            return 'release';
          },
          release: ({ lock }) => {
            lock.value = false;
            return 'idle';
          },
        },
      }),
    })),
});
const losers = defineProperties(losing, ({ leadsTo }) => ({
  served: leadsTo(
    'who asks is served',
    ({ task }) => task[0].at === 'lock',
    ({ task }) => task[0].at === 'work',
  ),
}));

test.each([2, 3, 4])('of %i tasks one goes round, and all others wait with the first', (tasks) => {
  const { properties } = checkModel(losing, { tasks }, losers.properties({ tasks }));
  expect(properties[0]).toMatchObject({
    verdict: 'violated',
    minimal: true,
    depth: tasks - 1 + 16,
  });
  expect(properties[0].counterexample?.loop).toBe(tasks - 1);
});

/** A token that goes round the places, each step by the one process that has it. */
const ring = (places: number) =>
  system({ at: cell(upTo(places - 1)) }, ({ process }) => ({
    taker: process({
      count: places,
      start: 'go',
      steps: {
        go: ({ at, me }) => {
          if (at.value !== me.id) return 'blocked';
          at.value = (at.value + 1) % places;
          return 'go';
        },
      },
    }),
  }));

test('a run may begin to owe on the way round', () => {
  expect(
    judge(ring(3), ({ leadsTo }) =>
      leadsTo(
        'who is last is first',
        ({ at }) => at.value === 2,
        () => false,
      ),
    ),
  ).toMatchObject({ stem: '', cycle: 'taker0 go, taker1 go, taker2 go' });
});

test('but only where it does: a way that has begun may have no other', () => {
  const once = system({ asked: cell(bool), spun: cell(bool) }, ({ process }) => ({
    asker: process({
      start: 'ask',
      steps: {
        ask: ({ asked }) => {
          asked.value = true;
          return 'spin';
        },
        spin: ({ asked, spun }) => {
          asked.value = false;
          spun.value = !spun.value;
          return 'spin';
        },
      },
    }),
  }));
  expect(
    judge(once, ({ leadsTo }) =>
      leadsTo(
        'an answer',
        ({ asked }) => asked.value,
        () => false,
      ),
    ),
  ).toMatchObject({ stem: 'asker ask, asker spin', cycle: 'asker spin, asker spin' });
});

test('more duties than can be tried: not said to be shortest', () => {
  const places = 24;
  const model = defineModel('ring', { system: () => ring(places) });
  const { properties } = defineProperties(model, ({ eventually }) => ({
    ends: eventually('it ends', () => false),
  }));
  expect(checkModel(model, {}, properties({})).properties[0]).toMatchObject({
    verdict: 'violated',
    minimal: false,
    depth: places,
  });
});

test('a search that is cut off: not said to be shortest', () => {
  // Each counts for itself, so that the cycles through a state are as many as there are ways to count.
  const counters = system({}, ({ process }) => ({
    counter: process({
      count: 6,
      locals: { n: upTo(5) },
      start: 'go',
      steps: {
        go: ({ me }) => {
          me.n = (me.n + 1) % 6;
          return 'go';
        },
      },
    }),
  }));
  const model = defineModel('counters', { system: () => counters });
  const { properties } = defineProperties(model, ({ eventually }) => ({
    ends: eventually('it ends', () => false),
  }));
  expect(checkModel(model, {}, properties({})).properties[0]).toMatchObject({
    verdict: 'violated',
    minimal: false,
    depth: 36,
  });
});
