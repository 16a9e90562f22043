// What a step saw, and what it stored in vain, is told where it changed no cell.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, bool, cell, defineModel, kind, set, system, table, upTo } from '../../src/index.ts';
import { spinlock } from '../../src/kernel/index.ts';
import { stepText } from '../../src/report/text/step.ts';

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
    // The inside of a lock, and an array as a whole, are not read out.
    ['lock', ''],
    ['any', '(-> raise)'],
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
