// Deadlock is about each process, not about the system: whoever can never move again is found,
// whatever else runs.

import { expect, test } from 'vitest';
import { array, bool, cell, system, upTo } from '../../src/index.ts';
import { explore } from '../../src/reference/explore.ts';

const deadlock = { kind: 'deadlock', about: '' } as const;
const verdictOf = (definition: Parameters<typeof explore>[0]) =>
  explore(definition, { deadlock }).verdicts.deadlock;

const abba = (extra: 'nothing' | 'ticker') =>
  system({ held: array(2, bool), ticks: cell(upTo(1)) }, ({ process }) => ({
    locker: process({
      count: 2,
      start: 'first',
      steps: {
        first: ({ held, me }) => {
          if (held[me.id]) return 'blocked';
          held[me.id] = true;
          return 'next';
        },
        second: ({ held, me }) => {
          if (held[1 - me.id]) return 'blocked';
          held[1 - me.id] = true;
          return 'next';
        },
        release: ({ held }) => {
          held[0] = false;
          held[1] = false;
          return 'done';
        },
      },
    }),
    ticker: process({
      count: extra === 'ticker' ? 1 : 0,
      environment: true,
      start: 'tick',
      steps: {
        tick: ({ ticks }) => {
          ticks.value = 1 - ticks.value;
          return 'tick';
        },
      },
    }),
  }));

test('ABBA', () => {
  expect(verdictOf(abba('nothing'))).toEqual({ verdict: 'violated', depth: 2 });
});

test('a bystander that ticks for ever does not hide it', () => {
  expect(verdictOf(abba('ticker'))).toEqual({ verdict: 'violated', depth: 2 });
});

/** ABBA beside a process that goes on for three steps and ends. */
const lateABBA = system({ held: array(2, bool), left: cell(upTo(3), 3) }, ({ process }) => ({
  locker: process({
    count: 2,
    start: 'first',
    steps: {
      first: ({ held, me }) => {
        if (held[me.id]) return 'blocked';
        held[me.id] = true;
        return 'next';
      },
      second: ({ held, me }) => {
        if (held[1 - me.id]) return 'blocked';
        held[1 - me.id] = true;
        return 'next';
      },
      release: ({ held }) => {
        held[0] = false;
        held[1] = false;
        return 'done';
      },
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

const waiter = (options: { end?: readonly 'wait'[]; environment?: boolean; spin?: boolean }) =>
  system({ go: cell(bool) }, ({ process }) => ({
    waiter: process({
      start: 'wait',
      ...(options.end && { end: options.end }),
      ...(options.environment && { environment: true }),
      steps: {
        wait: ({ go }) => (go.value ? 'done' : options.spin ? 'wait' : 'blocked'),
      },
    }),
  }));

test('waiting for what never comes, unless it is a valid end or environment', () => {
  expect(verdictOf(waiter({}))).toEqual({ verdict: 'violated', depth: 0 });
  expect(verdictOf(waiter({ end: ['wait'] }))).toEqual({ verdict: 'holds' });
  expect(verdictOf(waiter({ environment: true }))).toEqual({ verdict: 'holds' });
});

test('spinning is waiting: right at a valid end and for the environment, too', () => {
  expect(verdictOf(waiter({ spin: true, end: ['wait'] }))).toEqual({ verdict: 'holds' });
  expect(verdictOf(waiter({ spin: true, environment: true }))).toEqual({ verdict: 'holds' });
});

test('a transition that changes nothing is no progress, also where an observer counts it', () => {
  expect(verdictOf(waiter({ spin: true }))).toEqual({ verdict: 'violated', depth: 0 });
  const { verdicts, states } = explore(waiter({ spin: true }), {
    deadlock,
    counter: {
      kind: 'observer',
      about: '',
      state: { odd: bool },
      on: {
        waiter: ({ my }) => {
          my.odd = !my.odd;
        },
      },
    },
  });
  expect(states.size).toBe(2);
  expect(verdicts.deadlock).toEqual({ verdict: 'violated', depth: 0 });
});

test('a failing assertion is a finding of its own, not a deadlock', () => {
  const failing = system({}, ({ process }) => ({
    p: process({
      start: 'fail',
      steps: {
        fail: ({ assert }) => {
          assert(false, 'always');
          return 'done';
        },
      },
    }),
  }));
  expect(verdictOf(failing)).toEqual({ verdict: 'holds' });
});

test('nobody waits for what a failed assertion would have done', () => {
  const failing = (holds: boolean) =>
    system({ locked: cell(bool, true) }, ({ process }) => ({
      owner: process({
        start: 'unlock',
        steps: {
          unlock: ({ locked, assert }) => {
            assert(holds, 'never');
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
  const of = (holds: boolean) => explore(failing(holds), { deadlock }).verdicts;
  expect(of(true)).toMatchObject({ deadlock: { verdict: 'holds' } });
  expect(of(false)).toMatchObject({
    assertions: { verdict: 'violated' },
    deadlock: { verdict: 'holds' },
  });
});

test('it is there when the circle is closed, and before the others have ended', () => {
  expect(verdictOf(lateABBA)).toEqual({ verdict: 'violated', depth: 2 });
});
