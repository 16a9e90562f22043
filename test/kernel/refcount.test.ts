// page_ref_freeze(): who replaces a page must have all references to it, and a lockless lookup takes one whenever it
// likes (include/linux/page_ref.h, mm/migrate.c migrate_page_move_mapping(), mm/filemap.c find_get_entry()). Comparing
// and setting to 0 are one step, and while the count is 0 nobody gets a reference.

import { bool, cell, system } from 'mmcheck';
import { refcount } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
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
