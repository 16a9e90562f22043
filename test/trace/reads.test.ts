// What a step saw, and what it stored in vain, is told where it changed no cell.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  none,
  orNone,
  record,
  set,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import { atomic, spinlock, waitQueue } from '../../src/kernel/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { stepText } from '../../src/report/text/step.ts';
import { decodeTrace, encodeTrace } from '../../src/trace/trace-json.ts';

const zone = kind('zone', ['Normal', 'Movable']);
const model = defineModel('looks', {
  system: () =>
    system(
      {
        zones: table(zone, { free: upTo(2), lock: spinlock('zone_lock') }, { free: 1 }),
        home: array(1, array(2, zone, zone.ids[1])),
        online: set(2, [0]),
        flag: cell(bool),
      },
      ({ process }) => ({
        p: process({
          locals: { z: zone, seen: upTo(2) },
          start: 'pick',
          steps: {
            pick: ({ home, me }) => {
              me.z = home[0][1];
              return me.z === zone.ids[1] ? 'again' : 'next';
            },
            again: ({ home, me }) => {
              me.z = home.map((row) => row[1])[0];
              return 'next';
            },
            look: ({ zones, online, me }) => {
              me.seen = online.has(0) ? zones[me.z].free : 0;
              return 'next';
            },
            stale: ({ zones, me }) => {
              zones[me.z].free = me.seen;
              return 'next';
            },
            lock: ({ zones, me }) => (zones[me.z].lock.acquire(me) ? 'next' : 'blocked'),
            any: ({ home, me }) => (home[0].some((z) => z !== me.z) ? 'blocked' : 'raise'),
            raise: ({ flag, zones, me }) => {
              flag.value = zones[me.z].free > 0;
              return 'done';
            },
          },
          coarse: { look: 'x', raise: 'x' },
        }),
      }),
    ),
});

test('in the words of a trace', () => {
  const { properties } = checkModel(
    model,
    {},
    { never: { kind: 'unreachable', about: '', when: ({ flag }) => flag.value } },
  );
  const steps = properties[0].counterexample?.steps.toArray() ?? [];
  const own = steps.map((step) => [
    step.label,
    stepText(step, 'never').own.replaceAll('\u00a0', ' '),
  ]);
  expect(own).toEqual([
    // A name that a local takes over says where it comes from.
    ['pick', '(z: Normal -> Movable)'],
    // Of one row every index is the same, known or not.
    ['again', '(home[0][1] is Movable)'],
    ['look', '(online is {0}, zones[Movable].free is 1, seen: 0 -> 1)'],
    ['stale', '(zones[Movable].free stays 1)'],
    // The inside of a lock is its own affair.
    ['lock', ''],
    ['any', '(home[0][0] is Movable, home[0][1] is Movable)'],
    ['raise', ''],
  ]);
});

test('what a step may store after the assertion that fails is not said to stay', () => {
  const late = defineModel('late', {
    system: () =>
      system({ ref: cell(upTo(1)) }, ({ process }) => ({
        p: process({
          start: 'zero',
          steps: {
            zero: ({ ref }) => {
              ref.value = 0;
              return 'next';
            },
            get: ({ ref, assert }) => {
              assert(ref.value > 0, 'a get at 0');
              ref.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const steps = checkModel(late, {}, {}).properties[0].counterexample?.steps.toArray() ?? [];
  const own = steps.map((step) => stepText(step, 'assertions').own.replaceAll('\u00a0', ' '));
  expect(own).toEqual(['(ref stays 0)', '(ref is 0)']);
});

test('what a step had stored when its assertion failed is told, and that it is undone', () => {
  const stored = defineModel('stored', {
    system: () =>
      system({ count: cell(upTo(2)), other: cell(bool) }, ({ process }) => ({
        p: process({
          start: 'add',
          steps: {
            add: ({ count, other, assert }) => {
              count.value = count.value + 1;
              assert(count.value !== 1, 'one');
              other.value = true;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = checkModel(stored, {}, {});
  const { steps } = properties[0].counterexample!;
  const [step] = steps;
  expect(step.reads).toEqual([{ path: 'count', value: 0, stays: false, undone: 1 }]);
  expect(step.changes).toEqual([]);
  expect(stepText(step, 'assertions').own.replaceAll('\u00a0', ' ')).toBe(
    '(count: 0 -> 1, undone)',
  );
  const read = decodeTrace(JSON.parse(JSON.stringify(encodeTrace(properties[0].counterexample!))));
  expect(read.steps.first()).toMatchObject({ reads: step.reads });
});

test('what it saw in its own locals is told of a failed assertion, and of no other step', () => {
  const lost = defineModel('lost', {
    system: () =>
      system({ count: cell(upTo(3)) }, ({ process }) => ({
        p: process({
          locals: { seen: upTo(3), round: upTo(3), spare: upTo(3) },
          start: 'load',
          steps: {
            load: ({ count, me }) => {
              me.seen = count.value + 1;
              return 'look';
            },
            look: ({ count, me, assert }) => {
              me.round = me.seen + 1;
              assert(count.value >= me.seen, 'it is lost');
              return 'done';
            },
          },
        }),
      })),
  });
  const { steps } = checkModel(lost, {}, {}).properties[0].counterexample!;
  const own = steps.map((step) => stepText(step, 'assertions').own.replaceAll('\u00a0', ' '));
  expect(own.toArray()).toEqual([
    '(count is 0, seen: 0 -> 1)',
    '(seen is 1, round: 0 -> 2, undone, count is 0)',
  ]);
});

/** What each step of a process says it saw, until its last asserts something false. */
function seenBy(definition: SystemDefinition): string[] {
  const made = defineModel('seen', { system: () => definition as never });
  const { counterexample } = checkModel(made, {}, {}).properties[0];
  const steps = counterexample?.steps.toArray().slice(0, -1) ?? [];
  return steps.map((step) => stepText(step, 'assertions').own.replaceAll('\u00a0', ' '));
}

const page = kind('page', 2);

test('every load is told, whatever names the element', () => {
  const definition = system(
    {
      cur: cell(page),
      pte: record({ page }),
      pins: array(page, upTo(2)),
      count: table(page, { n: upTo(2) }),
    },
    ({ process }) => ({
      reader: process({
        locals: { seen: bool, p: page },
        start: 'byCell',
        steps: {
          byCell: ({ cur, pins, me }) => {
            me.seen = pins[cur.value] > 0;
            return 'next';
          },
          byConstant: ({ pte, pins, me }) => {
            const p = pte.page;
            me.seen = pins[p] > 0;
            return 'next';
          },
          byAssignedLocal: ({ pte, count, me }) => {
            me.p = pte.page;
            me.seen = count[me.p].n > 0;
            return 'next';
          },
          some: ({ pins, me }) => {
            me.seen = page.ids.some((p) => pins[p] === 0);
            return 'next';
          },
          end: ({ assert }) => {
            assert(false, 'the end');
            return 'done';
          },
        },
      }),
    }),
  );
  expect(seenBy(definition)).toEqual([
    '(cur is page0, pins[page0] is 0)',
    '(pte.page is page0, pins[page0] is 0)',
    '(pte.page is page0, count[page0].n is 0)',
    // It looks no further than it has to.
    '(pins[page0] is 0, seen: false -> true)',
  ]);
});

test('what another branch would load or store is not told', () => {
  const definition = system(
    { ptr: cell(orNone(page)), live: array(page, bool), count: cell(upTo(1)) },
    ({ process }) => ({
      reader: process({
        locals: { p: orNone(page), seen: bool },
        start: 'load',
        steps: {
          load: ({ ptr, me }) => {
            me.p = ptr.value;
            return 'next';
          },
          use: ({ live, me }) => {
            if (me.p !== none) me.seen = live[me.p];
            return 'next';
          },
          store: ({ ptr, count }) => {
            if (ptr.value !== none) count.value = 0;
            return 'next';
          },
          end: ({ assert }) => {
            assert(false, 'the end');
            return 'done';
          },
        },
      }),
    }),
  );
  expect(seenBy(definition)).toEqual(['(ptr is none)', '(-> store)', '(ptr is none)']);
});

test('what a primitive answers is told, as far as it is no id', () => {
  const definition = system(
    { lock: spinlock('lock'), queue: waitQueue(), count: atomic(upTo(3), 1) },
    ({ process }) => ({
      owner: process({
        start: 'take',
        steps: {
          take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
          ask: ({ queue }) => (queue.isActive() ? 'wait' : 'next'),
          swap: ({ count }) => (count.cmpxchg(0, 2) === 0 ? 'wait' : 'next'),
          try: ({ lock, me }) => (lock.tryAcquire(me) ? 'wait' : 'end'),
          wait: () => 'blocked',
          end: ({ assert }) => {
            assert(false, 'the end');
            return 'done';
          },
        },
      }),
    }),
  );
  expect(seenBy(definition).slice(1)).toEqual([
    '(queue.isActive() is false)',
    '(count.cmpxchg() is 1)',
    '(lock.tryAcquire() is false)',
  ]);
});
