// References: lib/refcount.c saturates where it is asked to, and is refused where not; decrements that are not the last.
// And page_ref_freeze(): who replaces a page must have all references to it, and a lockless lookup takes one whenever it
// likes (include/linux/page_ref.h, mm/migrate.c migrate_page_move_mapping(), mm/filemap.c find_get_entry()). Comparing
// and setting to 0 are one step, and while the count is 0 nobody gets a reference.

import { bool, cell, system } from 'mmcheck';
import { type RefcountOptions, refcount } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import type { AnyStep } from '../../src/model/process.ts';
import { reachable } from '../../src/search/reachable.ts';
import { never, somewhere, verdictsOf } from './verdicts.ts';

/** The page cache has a reference to the page, and who migrates it has another. */
function migration(how: 'freeze' | 'read') {
  return system({ ref: refcount(3, 2), moved: cell(bool) }, ({ process }) => ({
    migrate_page: process({
      start: 'freeze',
      steps: {
        freeze: ({ ref }) => {
          if (how === 'freeze') return ref.freeze(2) ? 'move' : 'failed';
          return ref.read() === 2 ? 'move' : 'failed';
        },
        move: ({ moved }) => {
          moved.value = true;
          return 'next';
        },
        unfreeze: ({ ref }) => {
          ref.set(1);
          return 'done';
        },
        failed: () => 'done',
      },
    }),
    find_get_page: process({
      start: 'get',
      steps: {
        get: ({ ref, moved }) => {
          if (moved.value) return 'done';
          return ref.incNotZero() ? 'use' : 'get';
        },
        use: () => 'put',
        put: ({ ref }) => {
          ref.decAndTest();
          return 'done';
        },
      },
      coarse: { get: 'the slot of the page cache is read again once there is a reference' },
    }),
  }));
}

const used = never(({ find_get_page, moved }) => find_get_page[0].at === 'use' && moved.value);
const refused = somewhere(({ migrate_page }) => migrate_page[0].at === 'failed');

test('a page that is frozen has no users', () => {
  expect(verdictsOf(migration('freeze'), { used, refused })).toMatchObject({
    used: 'holds',
    refused: 'holds',
    deadlock: 'holds',
  });
});

test('a count that was right a step ago may be wrong', () => {
  expect(verdictsOf(migration('read'), { used })).toMatchObject({ used: 'violated' });
});

/** Straight-line code on one count: what its last call answers, and the count then. */
function lastly(max: number, initial: number, options: RefcountOptions, code: readonly string[]) {
  const steps = Object.fromEntries(
    code.map((call, k): [string, AnyStep] => [
      `s${k}`,
      new Function(
        `return ({ ref, me }) => { me.said = Boolean(ref.${call}); return 'next'; }`,
      )() as AnyStep,
    ]),
  );
  const { keys } = reachable(
    system({ ref: refcount(max, initial, options) }, ({ process }) => ({
      user: process({
        locals: { said: bool },
        start: 's0',
        steps: { ...steps, end: () => 'done' },
      } as never),
    })),
    {},
  );
  const state = JSON.parse([...keys].at(-1) as string);
  const { count, saturated, warning } = state.cells.ref;
  return `${state.processes.user.said} ${saturated ? 'saturated' : count} ${warning}`;
}

describe('saturation: refcount_warn_saturate()', () => {
  const kernel = { saturates: true };
  test.each([
    // What is asked first, the calls, and what the last of them answers.
    ['REFCOUNT_ADD_UAF', 0, ['inc()'], 'false saturated addition on 0; use-after-free'],
    ['REFCOUNT_SUB_UAF', 0, ['decAndTest()'], 'false saturated underflow; use-after-free'],
    ['REFCOUNT_DEC_LEAK', 1, ['dec()'], 'false saturated decrement hit 0; leaking memory'],
    ['REFCOUNT_ADD_OVF', 2, ['inc()'], 'true saturated saturated; leaking memory'],
    ['..._NOT_ZERO_OVF', 2, ['incNotZero()'], 'true saturated saturated; leaking memory'],
    ['dec_not_one', 0, ['decNotOne()'], 'true 0 underflow; use-after-free'],
    ['the first stays', 0, ['inc()', 'dec()'], 'false saturated addition on 0; use-after-free'],
    ['no last one', 0, ['inc()', 'decAndTest()'], 'false saturated addition on 0; use-after-free'],
    ['nor by', 0, ['inc()', 'decIfOne()'], 'false saturated addition on 0; use-after-free'],
    ['nor', 0, ['inc()', 'decNotOne()'], 'true saturated addition on 0; use-after-free'],
    ['refcount_set', 0, ['inc()', 'set(1)'], 'false 1 addition on 0; use-after-free'],
    ['0 is an answer', 0, ['incNotZero()'], 'false 0 none'],
  ] as const)('%s', (_event, initial, code, end) => {
    expect(lastly(2, initial, kernel, code)).toBe(end);
  });

  test.each([
    ['decAndTest()', 0, /a reference count of 0 is decremented/],
    ['dec()', 1, /which frees nothing; use decAndTest/],
    ['decNotOne()', 0, /a reference count of 0 is decremented/],
    ['inc()', 2, /2/],
  ] as const)('%s is refused where nothing saturates', (call, initial, words) => {
    expect(() => lastly(2, initial, {}, [call])).toThrow(words);
  });

  test('the last reference, and any but the last', () => {
    expect(lastly(2, 2, {}, ['dec()'])).toBe('false 1 none');
    expect(lastly(2, 2, {}, ['decNotOne()'])).toBe('true 1 none');
    expect(lastly(2, 1, {}, ['decNotOne()'])).toBe('false 1 none');
    expect(lastly(2, 1, {}, ['decIfOne()'])).toBe('true 0 none');
    expect(lastly(2, 2, {}, ['decIfOne()'])).toBe('false 2 none');
  });
});
