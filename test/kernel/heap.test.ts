// The heap: what goes wrong with memory is a property of its own, each violated where its rule is broken, and only there.

import {
  bool,
  cell,
  checkModel,
  defineModel,
  defineProperties,
  kind,
  none,
  orNone,
  system,
} from 'mmcheck';
import { type HeapOptions, heap, heapProperties } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

const object = kind('object', 2);

const faults = {
  'use after free': never(({ heap }) => heap.usedAfterFree),
  'double free': never(({ heap }) => heap.doublyFreed),
  'NULL dereference': never(({ heap }) => heap.nullDereferenced),
  leak: never(({ heap, user }) => heap.leaks([user[0].p])),
};
const CLEAN = Object.fromEntries(Object.keys(faults).map((name) => [name, 'holds']));

/** kmalloc(), and then a use, and what follows. */
function user(
  options: HeapOptions,
  { checks = true, uses = true, frees = 1, after = false, forgets = false } = {},
) {
  return system({ heap: heap(object, options) }, ({ process }) => ({
    user: process({
      locals: { p: orNone(object) },
      start: 'alloc',
      steps: {
        alloc: ({ heap, me, choose }) => {
          me.p = heap.alloc(choose(heap.candidates()));
          return checks && me.p === none ? 'done' : 'use';
        },
        use: ({ heap, me }) => {
          if (uses) heap.deref(me.p);
          return frees > 0 ? 'free' : 'end';
        },
        free: ({ heap, me }) => {
          heap.free(me.p);
          return frees > 1 ? 'again' : 'after';
        },
        again: ({ heap, me }) => {
          heap.free(me.p);
          return 'end';
        },
        after: ({ heap, me }) => {
          if (after) heap.deref(me.p);
          return 'end';
        },
        end: ({ me }) => {
          if (forgets) me.p = none;
          return 'done';
        },
      },
    }),
  }));
}

describe('a fault of memory is a property of its own', () => {
  test('none in code that is right, also where kmalloc() fails', () => {
    expect(verdictsOf(user({}), faults)).toMatchObject(CLEAN);
    expect(verdictsOf(user({ mayFail: true }), faults)).toMatchObject(CLEAN);
  });
  test('use after free', () => {
    const verdicts = verdictsOf(user({}, { after: true }), faults);
    expect(verdicts).toMatchObject({ ...CLEAN, 'use after free': 'violated' });
  });
  test('double free', () => {
    const verdicts = verdictsOf(user({}, { frees: 2 }), faults);
    expect(verdicts).toMatchObject({ ...CLEAN, 'double free': 'violated' });
  });
  test('NULL is dereferenced where kmalloc() may fail and nobody asks', () => {
    const verdicts = verdictsOf(user({ mayFail: true }, { checks: false }), faults);
    expect(verdicts).toMatchObject({ ...CLEAN, 'NULL dereference': 'violated' });
    expect(verdictsOf(user({}, { checks: false }), faults)).toMatchObject(CLEAN);
  });
  test('kfree(NULL) is no fault', () => {
    const verdicts = verdictsOf(user({ mayFail: true }, { checks: false, uses: false }), faults);
    expect(verdicts).toMatchObject(CLEAN);
  });
  test('leak: allocated, and no pointer to it is left', () => {
    const verdicts = verdictsOf(user({}, { frees: 0, forgets: true }), faults);
    expect(verdicts).toMatchObject({ ...CLEAN, leak: 'violated' });
    expect(verdictsOf(user({}, { frees: 0 }), faults)).toMatchObject(CLEAN);
  });
});

/** A stale pointer is used while somebody else allocates. */
function stale(options: HeapOptions) {
  const only = kind('object', 1);
  return system(
    { heap: heap(only, { allocated: [0], ...options }), freed: cell(bool), used: cell(bool) },
    ({ process }) => ({
      first: process({
        locals: { p: orNone(only), good: bool },
        begin: () => ({ p: 0 as never }),
        start: 'free',
        steps: {
          free: ({ heap, me }) => {
            heap.free(me.p);
            return 'next';
          },
          freed: ({ freed }) => {
            freed.value = true;
            return 'next';
          },
          wait: ({ used }) => (used.value ? 'next' : 'blocked'),
          use: ({ heap, me }) => {
            me.good = heap.deref(me.p);
            return 'done';
          },
        },
      }),
      second: process({
        start: 'wait',
        steps: {
          wait: ({ freed }) => (freed.value ? 'next' : 'blocked'),
          alloc: ({ heap, choose }) => {
            heap.alloc(choose(heap.candidates()));
            return 'next';
          },
          used: ({ used }) => {
            used.value = true;
            return 'done';
          },
        },
      }),
    }),
  );
}

test('a freed object is handed out again only where the model says so', () => {
  const used = never(({ heap }) => heap.usedAfterFree);
  expect(verdictsOf(stale({ mayFail: true }), { used })).toMatchObject({ used: 'violated' });
  expect(verdictsOf(stale({ reuse: true }), { used })).toMatchObject({ used: 'holds' });
  expect(() => verdictsOf(stale({}), { used })).toThrow(/no object is left to allocate/);
});

/** SLAB_TYPESAFE_BY_RCU: a freed object may be looked at until its page has gone back. */
function typesafe(options: HeapOptions, goes: boolean) {
  const only = kind('object', 1);
  return system({ heap: heap(only, { allocated: [0], ...options }) }, ({ process }) => ({
    reader: process({
      locals: { p: orNone(only) },
      begin: () => ({ p: 0 as never }),
      start: 'use',
      steps: {
        use: ({ heap, me }) => {
          heap.deref(me.p);
          return 'done';
        },
      },
    }),
    owner: process({
      locals: { p: only },
      start: 'free',
      steps: {
        free: ({ heap, me }) => {
          heap.free(me.p);
          return goes ? 'next' : 'done';
        },
        discard: ({ heap, me }) => {
          heap.discard(me.p);
          return 'next';
        },
        release: ({ heap, me }) => {
          heap.release(me.p);
          return 'done';
        },
      },
    }),
  }));
}

test('SLAB_TYPESAFE_BY_RCU', () => {
  const used = never(({ heap }) => heap.usedAfterFree);
  expect(verdictsOf(typesafe({}, false), { used })).toMatchObject({ used: 'violated' });
  const keeps = { typesafeByRcu: true };
  expect(verdictsOf(typesafe(keeps, false), { used })).toMatchObject({ used: 'holds' });
  expect(verdictsOf(typesafe(keeps, true), { used })).toMatchObject({ used: 'violated' });
  expect(() => verdictsOf(typesafe({}, true), { used })).toThrow(/typesafeByRcu: true/);
});

test('a model spreads the properties; objects are interchangeable', () => {
  const model = defineModel('leaky', {
    system: () =>
      system({ heap: heap(object) }, ({ process }) => ({
        users: process({
          count: 2,
          locals: { p: orNone(object) },
          start: 'alloc',
          steps: {
            alloc: ({ heap, me, choose }) => {
              me.p = heap.alloc(choose(heap.candidates()));
              return 'next';
            },
            free: ({ heap, me }) => {
              heap.free(me.p);
              return 'next';
            },
            use: ({ heap, me }) => {
              heap.deref(me.p);
              return 'done';
            },
          },
        }),
      })),
  });
  const properties = defineProperties(model, ({ unreachable }) => heapProperties(unreachable));
  const outcome = checkModel(model, {}, properties.properties({}));
  const verdicts = outcome.properties.map(({ name, verdict }) => [name, verdict]);
  expect(Object.fromEntries(verdicts)).toEqual({
    'no-use-after-free': 'violated',
    'no-double-free': 'holds',
    'no-null-dereference': 'holds',
  });
});
