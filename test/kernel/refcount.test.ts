// References: lib/refcount.c saturates where it is asked to, and is refused where not; decrements that are not the last.
// And page_ref_freeze(): who replaces a page must have all references to it, and a lockless lookup takes one whenever it
// likes (include/linux/page_ref.h, mm/migrate.c migrate_page_move_mapping(), mm/filemap.c find_get_entry()). Comparing
// and setting to 0 are one step, and while the count is 0 nobody gets a reference.

import { bool, cell, system } from 'mmcheck';
import { type RefcountOptions, refcount } from 'mmcheck/kernel';
import { expect } from 'vitest';
import type { AnyStep } from '../../src/language/process.ts';
import { reachable } from '../support/reachable.ts';
import { rule } from './rules/rule.ts';
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
        put: ({ ref }) => (ref.decAndTest() ? 'free' : 'done'),
        free: () => 'done',
      },
      coarse: { get: 'the slot of the page cache is read again once there is a reference' },
    }),
  }));
}

const used = never(({ find_get_page, moved }) => find_get_page[0].at === 'use' && moved.value);
const failed = somewhere(({ migrate_page }) => migrate_page[0].at === 'failed');

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

const KERNEL = { saturates: true };
const says = (initial: number, ...calls: string[]): string => lastly(2, initial, KERNEL, calls);
const refused = (initial: number, call: string) => () => lastly(2, initial, {}, [call]);

rule('an addition on 0 is a use after free, and saturates', {
  broken: () => {
    expect(says(0, 'inc()')).toBe('false saturated addition on 0; use-after-free');
    // Without saturation it is an answer, which a step asserts.
    expect(lastly(2, 0, {}, ['inc()'])).toBe('false 0 none');
  },
  kept: () => expect(says(1, 'inc()')).toBe('true 2 none'),
});

rule('nobody gets a reference to what has none', {
  broken: () => {
    expect(verdictsOf(migration('freeze'), { used })).toMatchObject({ used: 'holds' });
    expect(says(0, 'incNotZero()')).toBe('false 0 none');
  },
  kept: () => expect(says(1, 'incNotZero()')).toBe('true 2 none'),
});

rule('an underflow frees nothing, and saturates', {
  broken: () => {
    expect(says(0, 'decAndTest()')).toBe('false saturated underflow; use-after-free');
    expect(says(0, 'decNotOne()')).toBe('true 0 underflow; use-after-free');
    for (const call of ['decAndTest()', 'decNotOne()']) {
      expect(refused(0, call)).toThrow(/a reference count of 0 is decremented/);
    }
  },
  kept: () => {
    expect(says(1, 'decAndTest()')).toBe('true 0 none');
    expect(says(2, 'decAndTest()')).toBe('false 1 none');
  },
});

rule('dec() of the last reference leaks, and saturates', {
  broken: () => {
    expect(says(1, 'dec()')).toBe('false saturated decrement hit 0; leaking memory');
    expect(says(0, 'dec()')).toBe('false saturated decrement hit 0; leaking memory');
    expect(refused(1, 'dec()')).toThrow(/which frees nothing; use decAndTest/);
  },
  kept: () => expect(says(2, 'dec()')).toBe('false 1 none'),
});

rule('more references than fit saturate', {
  broken: () => {
    expect(says(2, 'inc()')).toBe('true saturated saturated; leaking memory');
    expect(says(2, 'incNotZero()')).toBe('true saturated saturated; leaking memory');
    expect(refused(2, 'inc()')).toThrow(/count.*0\.\.2/);
  },
  kept: () => expect(lastly(3, 2, KERNEL, ['inc()'])).toBe('true 3 none'),
});

rule('a saturated count stays, whatever is done to it', {
  broken: () => {
    const first = 'saturated addition on 0; use-after-free';
    const said = [
      'inc()',
      'incNotZero()',
      'dec()',
      'decAndTest()',
      'decIfOne()',
      'decNotOne()',
    ].map((call) => [call, says(0, 'inc()', call)]);
    expect(said).toEqual([
      ['inc()', `true ${first}`],
      ['incNotZero()', `true ${first}`],
      ['dec()', `false ${first}`],
      ['decAndTest()', `false ${first}`],
      ['decIfOne()', `false ${first}`],
      ['decNotOne()', `true ${first}`],
    ]);
    expect(says(0, 'inc()', 'freeze(2)')).toBe(`false ${first}`);
  },
  kept: () => {
    // refcount_set() begins again; that there was a warning stays.
    expect(says(0, 'inc()', 'set(1)')).toBe('false 1 addition on 0; use-after-free');
  },
});

rule('decIfOne() takes the last reference, decNotOne() any other', {
  broken: () => {
    expect(says(2, 'decIfOne()')).toBe('false 2 none');
    expect(says(1, 'decNotOne()')).toBe('false 1 none');
  },
  kept: () => {
    expect(says(1, 'decIfOne()')).toBe('true 0 none');
    expect(says(2, 'decNotOne()')).toBe('true 1 none');
  },
});

rule('freezing takes all references at once, or none', {
  broken: () => {
    expect(says(1, 'freeze(2)')).toBe('false 1 none');
    expect(verdictsOf(migration('read'), { used })).toMatchObject({ used: 'violated' });
  },
  kept: () => {
    expect(says(2, 'freeze(2)')).toBe('true 0 none');
    expect(verdictsOf(migration('freeze'), { used, refused: failed })).toMatchObject({
      used: 'holds',
      refused: 'holds',
      deadlock: 'holds',
    });
  },
});
