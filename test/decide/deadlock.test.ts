// Which deadlock is shown: the nearest in which the circle is closed, and what is said of a search that stopped before
// it could know.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, bool, cell, defineModel, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { judge } from '../liveness/support.ts';

const deadlock: Properties = { deadlock: { kind: 'deadlock', about: '' } };

test('it is shown before those have ended who have nothing to do with it', () => {
  const abba = system({ held: array(2, bool), left: cell(upTo(3), 3) }, ({ process }) => ({
    locker: process({
      count: 2,
      start: 'first',
      steps: {
        first: ({ held, me }) => {
          if (held[me.id]) return 'blocked';
          held[me.id] = true;
          return 'next';
        },
        second: ({ held, me }) => (held[1 - me.id] ? 'blocked' : 'done'),
      },
    }),
    bystander: process({
      start: 'work',
      steps: {
        work: ({ left }) => {
          left.value--;
          return left.value === 0 ? 'done' : 'work';
        },
      },
    }),
  }));
  expect(judge(abba, (make) => make.deadlock()).stem).toBe('locker0 first, locker1 first');
});

test('it is shown with the step that closes the circle, although all was lost before', () => {
  const doomed = system({ held: array(2, bool) }, ({ process }) => ({
    locker: process({
      start: 'first',
      steps: {
        first: ({ held }) => {
          held[0] = true;
          return 'next';
        },
        walk: () => 'next',
        second: ({ held }) => (held[1] ? 'blocked' : 'done'),
      },
    }),
    other: process({
      start: 'first',
      steps: {
        first: ({ held }) => {
          held[1] = true;
          return 'next';
        },
        second: ({ held }) => (held[0] ? 'blocked' : 'done'),
      },
    }),
  }));
  // In the end the locker has walked to where it waits, and both are named.
  const { stem, message } = judge(doomed, (make) => make.deadlock());
  expect(stem).toBe('locker first, locker walk, other first');
  expect(message).toMatch(/locker waits at second .*\nother waits at second /);
});

test('a failed assertion leaves nobody waiting', () => {
  const failing = system({ locked: cell(bool, true) }, ({ process }) => ({
    owner: process({
      start: 'unlock',
      steps: {
        unlock: ({ locked, assert }) => {
          assert(!locked.value, 'never');
          locked.value = false;
          return 'done';
        },
      },
    }),
    waiter: process({
      start: 'lock',
      steps: { lock: ({ locked }) => (locked.value ? 'blocked' : 'done') },
    }),
  }));
  expect(judge(failing, (make) => make.deadlock()).verdict).toBe('holds');
});

/** A globalDeadlock at once, beside a long way to nowhere. */
const model = defineModel('forks', {
  system: () =>
    system({ left: cell(upTo(900), 900) }, ({ process }) => ({
      walker: process({
        start: 'fork',
        steps: {
          fork: ({ choose }) => choose(['wait', 'walk'] as const),
          wait: () => 'blocked',
          walk: ({ left }) => {
            left.value--;
            return left.value === 0 ? 'done' : 'walk';
          },
        },
      }),
    })),
});

test.each([
  [{}, true, 903],
  [{ maxStates: 50 }, false, 50],
])('found on the way with %o: the shortest: %s', (options, minimal, states) => {
  const { properties, statistics } = checkModel(model, {}, deadlock, options);
  expect(properties[0]).toMatchObject({ verdict: 'violated', depth: 1, minimal });
  expect(statistics.states).toBe(states);
});

test('two properties may speak of it', () => {
  const two = { ...deadlock, again: deadlock.deadlock };
  for (const options of [{}, { reduction: false }, { maxStates: 50 }]) {
    const { properties } = checkModel(model, {}, two, options);
    expect(properties.map(({ verdict }) => verdict)).toEqual(['violated', 'violated']);
  }
});
