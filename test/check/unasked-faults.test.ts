// What a heap remembers and no claim asks is doubted; one claim, or one assertion of a step, is enough.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { defineModel, defineProperties, kind, system } from '../../src/index.ts';
import { heap } from '../../src/kernel/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the views of a system that is made later
type Loose = any;

const page = kind('page', 1);

const model = (check: (views: Loose) => 'next') =>
  defineModel('used', {
    system: () =>
      system({ slab: heap(page, { allocated: page.ids }) }, ({ process }) => ({
        user: process({
          start: 'use',
          steps: {
            use: ({ slab }) => {
              slab.deref(page.ids[0]);
              return 'next';
            },
            check,
            free: ({ slab }) => {
              slab.free(page.ids[0]);
              return 'done';
            },
          },
        }),
      })),
  });

const silent = model(() => 'next');
const asserting = model(({ slab, assert }) => {
  assert(!slab.usedAfterFree, 'used after it was freed');
  return 'next';
});
const doubts = (one: typeof silent, properties = {}) =>
  checkModel(one, {}, properties).warnings.filter((words) => words.includes('remembers'));

test('no claim', () => {
  expect(doubts(silent)).toEqual([
    "cell 'slab' remembers what goes wrong (usedAfterFree, doublyFreed, nullDereferenced), and no claim asks: " +
      "claim that it stays away, as in unreachable('...', ({ slab }) => slab.usedAfterFree)",
  ]);
});

test('a claim of one of them, or an assertion', () => {
  const claims = defineProperties(silent, ({ unreachable }) => ({
    freed: unreachable('nothing is freed twice', ({ slab }) => slab.doublyFreed),
  }));
  expect(doubts(silent, claims.properties({}))).toEqual([]);
  expect(doubts(asserting)).toEqual([]);
});
