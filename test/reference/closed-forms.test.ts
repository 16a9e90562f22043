// The reference must count what a formula counts: if the oracle is wrong, everything tested against
// it is.

import { describe, expect, test } from 'vitest';
import { array, bool, cell, kind, system, upTo } from '../../src/index.ts';
import { explore } from '../../src/reference/explore.ts';

describe('independent processes multiply', () => {
  test.each([
    { n: 1, k: 5 },
    { n: 2, k: 4 },
    { n: 3, k: 3 },
  ])('$n counters modulo $k: k^n states, n k^n transitions', ({ n, k }) => {
    const counters = system({ count: array(n, upTo(k - 1)) }, ({ process }) => ({
      counter: process({
        count: n,
        start: 'tick',
        steps: {
          tick: ({ count, me }) => {
            count[me.id] = (count[me.id] + 1) % k;
            return 'tick';
          },
        },
      }),
    }));
    const { states, transitions, depth } = explore(counters);
    expect(states.size).toBe(k ** n);
    expect(transitions).toBe(n * k ** n);
    expect(depth).toBe(n * (k - 1));
  });

  test('two threads of five steps: 6 * 6 states, 2 * 5 * 6 transitions', () => {
    const threads = system({}, ({ process }) => ({
      thread: process({
        count: 2,
        start: 'a',
        steps: {
          a: () => 'next',
          b: () => 'next',
          c: () => 'next',
          d: () => 'next',
          e: () => 'done',
        },
      }),
    }));
    const { states, transitions, depth } = explore(threads);
    expect(states.size).toBe(36);
    expect(transitions).toBe(60);
    expect(depth).toBe(10);
  });
});

describe('dining philosophers', () => {
  const deadlock = { kind: 'deadlock', about: '' } as const;

  /** Takes a fork on each side, one a step, and puts them back, one a step. */
  const table = (n: number, leftHanded = n) => {
    const seat = kind('seat', n);
    const forks = (id: number): [number, number] => {
      const right = (id + 1) % n;
      return id === leftHanded ? [right, id] : [id, right];
    };
    return system({ taken: array(seat, bool) }, ({ process }) => ({
      philosopher: process({
        count: seat,
        start: 'think',
        steps: {
          think: ({ taken, me }) => {
            const [first] = forks(me.id);
            if (taken[first]) return 'blocked';
            taken[first] = true;
            return 'hungry';
          },
          hungry: ({ taken, me }) => {
            const [, second] = forks(me.id);
            if (taken[second]) return 'blocked';
            taken[second] = true;
            return 'eat';
          },
          eat: ({ taken, me }) => {
            const [first] = forks(me.id);
            taken[first] = false;
            return 'full';
          },
          full: ({ taken, me }) => {
            const [, second] = forks(me.id);
            taken[second] = false;
            return 'think';
          },
        },
      }),
    }));
  };

  // A state says of each fork whether it lies on the table or who of two holds it, 3^n; only the
  // state in which all hold their second fork and nobody the first one cannot come about.
  test.each([2, 3, 4, 5])('%i of them: 3^n - 1 states, deadlock when all have one fork', (n) => {
    const { states, verdicts } = explore(table(n), { deadlock });
    expect(states.size).toBe(3 ** n - 1);
    expect(verdicts.deadlock).toEqual({ verdict: 'violated', depth: n });
  });

  test('one left-handed philosopher prevents the deadlock', () => {
    expect(explore(table(4, 0), { deadlock }).verdicts.deadlock).toEqual({ verdict: 'holds' });
  });
});

test('a shared counter that two threads increment without a lock loses an update', () => {
  const race = system({ total: cell(upTo(2)) }, ({ process }) => ({
    thread: process({
      count: 2,
      locals: { seen: upTo(2) },
      start: 'read',
      steps: {
        read: ({ total, me }) => {
          me.seen = total.value;
          return 'write';
        },
        write: ({ total, me }) => {
          total.value = me.seen + 1;
          return 'done';
        },
      },
    }),
  }));
  const lost = ({ total, thread }: { total: { value: number }; thread: { at: string }[] }) =>
    thread.every(({ at }) => at === 'done') && total.value === 1;
  const { verdicts } = explore(race, {
    lost: { kind: 'unreachable', about: '', when: lost },
    found: { kind: 'reachable', about: '', when: lost },
  });
  expect(verdicts.lost).toEqual({ verdict: 'violated', depth: 4 });
  expect(verdicts.found).toEqual({ verdict: 'holds', depth: 4 });
  expect(verdicts.assertions).toEqual({ verdict: 'holds' });
});
