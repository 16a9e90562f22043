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
import { expect, test } from 'vitest';
import type { SystemDefinition } from '../../src/language/system.ts';
import { code } from './code.ts';
import { rule } from './rules/rule.ts';
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

const expectFaults = (model: SystemDefinition, ...wrong: string[]): void => {
  const violated = Object.fromEntries(wrong.map((name) => [name, 'violated']));
  expect(verdictsOf(model, faults)).toMatchObject({ ...CLEAN, ...violated });
};

test('a model that is right has no fault, also where kmalloc() fails', () => {
  expectFaults(user({}));
  expectFaults(user({ mayFail: true }));
});

rule('a use of what is not allocated is remembered', {
  broken: () => expectFaults(user({}, { after: true }), 'use after free'),
  kept: () => expectFaults(user({})),
});

rule('to free what is not allocated is remembered, and to free NULL is nothing', {
  broken: () => expectFaults(user({}, { frees: 2 }), 'double free'),
  kept: () => expectFaults(user({ mayFail: true }, { checks: false, uses: false })),
});

rule('a use of NULL is remembered', {
  broken: () => expectFaults(user({ mayFail: true }, { checks: false }), 'NULL dereference'),
  kept: () => expectFaults(user({ mayFail: true })),
});

rule('kmalloc() fails only where the model says that it may', {
  broken: () => expectFaults(user({}, { checks: false })),
  kept: () => expectFaults(user({ mayFail: true }, { checks: false }), 'NULL dereference'),
});

rule('what is allocated and has no pointer to it leaks', {
  broken: () => expectFaults(user({}, { frees: 0, forgets: true }), 'leak'),
  kept: () => {
    expectFaults(user({}, { frees: 0 }));
    expectFaults(user({}, { frees: 1, forgets: true }));
  },
});

const only = kind('object', 1);
const rcuFree = (...after: string[]) =>
  code(
    { heap: heap(only, { allocated: [0] }), object: cell(only) },
    { user: ['heap.freeRcu(object.value)', ...after] },
  );

rule('what kfree_rcu() has stays until it is reclaimed, and nobody else frees it', {
  broken: () => {
    for (const twice of ['heap.free(object.value)', 'heap.freeRcu(object.value)']) {
      const model = rcuFree(twice);
      expect(verdictsOf(model, { d: faults['double free'] })).toMatchObject({ d: 'violated' });
    }
    const late = rcuFree('heap.reclaim(object.value)', 'heap.deref(object.value)');
    expect(verdictsOf(late, { u: faults['use after free'] })).toMatchObject({ u: 'violated' });
    expect(() => verdictsOf(rcuFree(...Array(2).fill('heap.reclaim(object.value)')))).toThrow(
      /reclaim\(\) without kfree_rcu/,
    );
  },
  kept: () => {
    const early = rcuFree('heap.deref(object.value)', 'heap.reclaim(object.value)');
    const { 'use after free': u, 'double free': d } = faults;
    expect(verdictsOf(early, { u, d })).toMatchObject({ u: 'holds', d: 'holds' });
  },
});

/** A stale pointer is used while somebody else allocates. */
function stale(options: HeapOptions) {
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

const isUsed = never(({ heap }) => heap.usedAfterFree);

rule('an object is a new one, unless it may be used again', {
  broken: () => {
    expect(verdictsOf(stale({ mayFail: true }), { isUsed })).toMatchObject({ isUsed: 'violated' });
    expect(() => verdictsOf(stale({}))).toThrow(/no object is left to allocate/);
  },
  kept: () => {
    expect(verdictsOf(stale({ reuse: true }), { isUsed })).toMatchObject({ isUsed: 'holds' });
  },
});

/** SLAB_TYPESAFE_BY_RCU: a freed object may be looked at until its page has gone back. */
function typesafe(options: HeapOptions, goes: boolean) {
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

const keeps = { typesafeByRcu: true };
rule('a type-safe object may be looked at until its page is given back', {
  broken: () => {
    expect(verdictsOf(typesafe(keeps, true), { isUsed })).toMatchObject({ isUsed: 'violated' });
    expect(verdictsOf(typesafe({}, false), { isUsed })).toMatchObject({ isUsed: 'violated' });
    expect(() => verdictsOf(typesafe({}, true))).toThrow(/typesafeByRcu: true/);
  },
  kept: () => {
    expect(verdictsOf(typesafe(keeps, false), { isUsed })).toMatchObject({ isUsed: 'holds' });
  },
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
