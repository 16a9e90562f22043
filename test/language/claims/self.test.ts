// A claim knows a process by what a lock knows its owner by: `self`, or the process itself where a primitive asks who. Its `id`
// counts those of one kind only, and is never compared with an owner.

import { expect, it } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { bool, cell, defineModel, defineProperties, system, upTo } from '../../../src/index.ts';
import { spinlock } from '../../../src/kernel/index.ts';
import { disagreement } from '../../reduction/agreement.ts';

const model = defineModel('m', {
  parameters: { more: bool },
  system: ({ more }) =>
    system({ lock: spinlock('lock'), count: cell(upTo(3)) }, ({ process }) => ({
      other: process({ start: 'idle', steps: { idle: () => 'done' } }),
      task: process({
        count: more ? 3 : 2,
        start: 'take',
        steps: {
          take: ({ lock, me }) => (lock.acquire(me) ? 'next' : 'blocked'),
          work: ({ count }) => {
            count.value++;
            return 'next';
          },
          drop: ({ lock, me }) => {
            lock.release(me);
            return 'done';
          },
        },
      }),
    })),
});

const properties = defineProperties(model, ({ invariant, observer }) => ({
  owner: invariant('who works owns the lock', ({ lock, task }) =>
    task.every(({ at, self }) => at !== 'work' || lock.owner === self),
  ),
  held: invariant('who works holds the lock', ({ lock, task }) =>
    task.every((one) => one.at !== 'work' || lock.isHeldBy(one)),
  ),
  nobody: invariant('no task owns the lock', ({ lock, task }) =>
    task.every((one) => lock.owner !== one.self),
  ),
  first: invariant('the first never holds it', ({ lock, task }) => !lock.isHeldBy(task[0])),
  watched: observer('who comes to work owns the lock', {
    state: {},
    on: {
      task: { take: ({ me, lock, assert }) => assert(lock.owner === me.self, 'another does') },
    },
  }),
})).properties({ more: false });

it('by self, and as the process that it is', () => {
  const { properties: found } = checkModel(model, {}, properties);
  expect(Object.fromEntries(found.map(({ name, verdict }) => [name, verdict]))).toEqual({
    owner: 'holds',
    held: 'holds',
    nobody: 'violated',
    first: 'violated',
    watched: 'holds',
  });
});

it('with every reduction as without', () => {
  const { first: _, ...symmetric } = properties;
  expect(disagreement(model, properties)).toMatchObject({ type: 'agrees' });
  expect(disagreement(model, symmetric)).toEqual({ type: 'agrees', reduced: true });
});

// biome-ignore lint/suspicious/noExplicitAny: what the types refuse, too
const claim = (holds: (views: any) => boolean) => () =>
  checkModel(
    model,
    {},
    defineProperties(model, ({ invariant }) => ({ c: invariant('c', holds) })).properties({
      more: false,
    }),
  );

it.for<[string, () => unknown, RegExp]>([
  ['an id', claim(({ lock, task }) => lock.owner === task[0].id), /compare it with task\[0\].self/],
  [
    'of each',
    claim(({ lock, task }) => task.some((one: { id: number }) => lock.owner === one.id)),
    /compare it with one.self/,
  ],
  ['a number', claim(({ lock }) => lock.isHeldBy(0)), /a process as properties see it: task\[0\]/],
  ['no such', claim(({ lock }) => lock.owner === 7), /lock.owner is never 7/],
])('refused: %s', ([, check, message]) => {
  expect(check).toThrow(message);
});

it('an id or a self that another variant has is none that never comes', () => {
  const ask = claim(({ task }) => task.every((one: { id: number }) => one.id !== 2));
  expect(ask).not.toThrow();
  const self = claim(({ task }) => task.every((one: { self: number }) => one.self !== 3));
  expect(self).not.toThrow();
});
