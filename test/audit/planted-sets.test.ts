// Mistakes that are planted in stubborn sets, and in what keeps processes out: the audit finds each.

import { expect, test } from 'vitest';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { bool, cell, list, none, orNone, primitive, system, upTo } from '../../src/index.ts';
import { anyProcess, type ProcessId } from '../../src/language/domain.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import { ASK, type StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';
import { telling } from '../reduction/dropped-rules/parts.ts';
import { counting, handOver } from './planted-setup.ts';
import { auditOf, compiled, found, setsOf } from './support.ts';

/** The same sets, as somebody else would choose. */
function choosing(
  sets: StubbornSets,
  choose: StubbornSets['choose'],
  isSticky: StubbornSets['isSticky'] = (k, code) => sets.isSticky(k, code),
): StubbornSets {
  const look = (state: Int32Array): number => {
    sets.look(state);
    return ASK;
  };
  const { proviso } = sets;
  return { choose, isSticky, proviso, isQuiet: () => false, look } as unknown as StubbornSets;
}

type Inside = { readonly inside: ReturnType<typeof orNone<ProcessId>> };

interface Door {
  enter(me: { readonly self: ProcessId }): boolean;
  leave(): void;
}

/** A door that says that whoever is in keeps others out, and does not: `lets` says how it lies. */
const door = (lets: 'in' | 'go') =>
  primitive<Inside, Door>(
    { inside: orNone(anyProcess) },
    {
      enter: {
        pure: false,
        excludedBy: [{ by: 'inside' }],
        run(me) {
          if (this.inside !== none && lets === 'go') return false;
          this.inside = me.self;
          return true;
        },
      },
      leave: {
        pure: false,
        run() {
          this.inside = none;
        },
      },
    },
  );

test('sets that are what they should be', () => {
  const { problems, sets } = auditOf({ definition: counting, sets: setsOf(counting) });
  expect(problems).toEqual([]);
  expect(sets).toBeGreaterThan(0);
});

test('a set from which a process is taken out', () => {
  const sets = setsOf(counting);
  const smaller = choosing(sets, (enabled, satisfiesProviso) => {
    const set = sets.choose(enabled, satisfiesProviso);
    const rest = set & (set - 1);
    return rest === 0 ? set : rest;
  });
  expect(found({ definition: counting, sets: smaller }).join('\n')).toMatch(
    /stubborn-sets task\/lock: the set of task1\/lock prunes task0\/lock, loner\/turn, and task1\/lock disables task0\/lock/,
  );
});

test('a fault of a set that shows only after some steps of the others', () => {
  const sets = setsOf(handOver);
  const onlyGiver = choosing(sets, (enabled) => enabled & 2 || enabled);
  const late = system({ a: cell(bool), n: cell(upTo(2)) }, ({ process }) => ({
    slow: process({
      start: 's1',
      steps: {
        s1: ({ a }) => {
          a.value = true;
          return 's2';
        },
        s2: ({ n }) => {
          n.value = 1;
          return 'done';
        },
      },
    }),
    quick: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 2;
          return 'done';
        },
      },
    }),
  }));
  expect(found({ definition: late, sets: onlyGiver })).toContainEqual(
    expect.stringContaining(
      'the set of quick/s prunes slow/s1, and quick/s and slow/s2 end in different states in different orders, ' +
        'after slow/s1',
    ),
  );
});

test('a set without those who wake somebody that it depends on', () => {
  const waking = system({ flag: cell(bool), n: cell(upTo(2)) }, ({ process }) => ({
    first: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 1;
          return 'done';
        },
      },
    }),
    sleeper: process({
      start: 's',
      steps: {
        s: ({ flag, n }) => {
          if (!flag.value) return 'blocked';
          n.value = 2;
          return 'done';
        },
      },
    }),
    waker: process({
      start: 's',
      steps: {
        s: ({ flag }) => {
          flag.value = true;
          return 'done';
        },
      },
    }),
  }));
  const sets = setsOf(waking);
  const onlyFirst = choosing(sets, (enabled) => enabled & 1 || enabled);
  expect(found({ definition: waking, sets: onlyFirst })).toContainEqual(
    expect.stringContaining('the set of first/s prunes waker/s, and first/s and sleeper/s end'),
  );
});

test('a set that does not lead on, and a cycle without a sticky label', () => {
  const sets = setsOf(counting);
  const loner = choosing(sets, (enabled) => enabled & 4 || enabled);
  expect(found({ definition: counting, sets: loner })).toContainEqual(
    expect.stringContaining('does not lead on from a label that is not sticky'),
  );
  const loose = choosing(
    sets,
    (enabled) => enabled,
    () => false,
  );
  expect(found({ definition: counting, sets: loose })).toEqual([
    expect.stringContaining('stubborn-sets loner/turn: closes a cycle of labels'),
  ]);
});

test('a step that does not take in every run', () => {
  const inbox = list(1, bool, [true]);
  const looking = system({ inbox, go: cell(bool) }, ({ process }) => ({
    looker: process({
      start: 'look',
      steps: {
        look: ({ inbox, go }) => {
          if (inbox.isEmpty) return 'blocked';
          if (go.value) inbox.shift();
          return 'look';
        },
      },
    }),
    other: process({ start: 'go', steps: { go: () => 'done' } }),
  }));
  const real = compiled(looking);
  const lying = telling(real, {
    accessOf(instance, label) {
      const access = real.accessOf(instance, label);
      const accesses = access.accesses.map((one) => (one.end ? { ...one, always: true } : one));
      return { ...access, accesses };
    },
  });
  const sets = stubbornSets(lying, new Monitor(lying, {}), false);
  expect(sets.isSticky(0, 0)).toBe(false);
  expect(found({ definition: looking, sets })).toEqual([
    expect.stringContaining('looker/look: does not make more, or less, of what it is said to'),
  ]);
});

test('a step that counts down, and is said to count up', () => {
  const swinging = system({ n: cell(upTo(1)) }, ({ process }) => ({
    counter: process({
      start: 'up',
      steps: {
        up: ({ n }) => {
          n.value++;
          return 'down';
        },
        down: ({ n }) => {
          n.value--;
          return 'up';
        },
      },
    }),
    other: process({ start: 'go', steps: { go: () => 'done' } }),
  }));
  const real = compiled(swinging);
  const lying = telling(real, {
    accessOf(instance, label) {
      const access = real.accessOf(instance, label);
      const isDown = ({ commutes }: { readonly commutes?: string }) => commutes === 'takes away';
      const accesses = access.accesses.map((one) =>
        isDown(one) ? { ...one, commutes: 'adds', always: false } : one,
      );
      return { ...access, accesses };
    },
  });
  const sets = stubbornSets(lying, new Monitor(lying, {}), false);
  expect(found({ definition: swinging, sets })).toContainEqual(
    expect.stringContaining('counter/down: makes more of what it is said only to make less of'),
  );
});

test.each([
  ['in', 'task/enter: is taken, though task0 is said to keep others out'],
  ['go', 'thief/open: lets go for task0, which is said to do so itself'],
] as const)('an owner that lets others %s', (lets, said) => {
  const definition = system({ door: door(lets) }, ({ process }) => ({
    task: process({
      count: 2,
      start: 'enter',
      steps: {
        enter: ({ door, me }) => (door.enter(me) ? 'leave' : 'blocked'),
        leave: ({ door }) => {
          door.leave();
          return 'done';
        },
      },
    }),
    thief: process({
      start: 'open',
      steps: {
        open: ({ door }) => {
          door.leave();
          return 'done';
        },
      },
    }),
  }));
  expect(found({ definition })).toContainEqual(expect.stringContaining(`exclusion ${said}`));
});
