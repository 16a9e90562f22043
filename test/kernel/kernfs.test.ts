// Active references of kernfs: removing a file waits for its operations, so an operation that removes its own file waits
// for itself, unless it gives its reference up first (fs/kernfs/dir.c kernfs_remove_self(), and before that
// sysfs_schedule_callback(); fs/sysfs/file.c sysfs_break_active_protection()).

import { bool, cell, system } from 'mmcheck';
import { kernfsNode } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

/** `echo 1 > delete` beside somebody who reads another file of the device, or the same. */
function selfRemoval(breaks: boolean) {
  return system({ kn: kernfsNode(), freed: cell(bool) }, ({ process }) => ({
    delete_store: process({
      start: 'open',
      steps: {
        open: ({ kn, me }) => (kn.getActive(me) ? 'break_active_protection' : 'done'),
        break_active_protection: ({ kn, me }) => {
          if (breaks) kn.breakActive(me);
          return 'next';
        },
        remove: ({ kn }) => {
          kn.deactivate();
          return 'next';
        },
        drain: ({ kn }) => (kn.drain() ? 'next' : 'blocked'),
        free: ({ freed }) => {
          freed.value = true;
          return breaks ? 'done' : 'close';
        },
        close: ({ kn, me }) => {
          kn.putActive(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'open',
      steps: {
        open: ({ kn, me }) => (kn.getActive(me) ? 'show' : 'done'),
        show: () => 'close',
        close: ({ kn, me }) => {
          kn.putActive(me);
          return 'open';
        },
      },
    }),
  }));
}

const useAfterFree = never(({ reader, freed }) => reader[0].at === 'show' && freed.value);

test('an operation that removes its own file waits for itself', () => {
  expect(verdictsOf(selfRemoval(false), { useAfterFree })).toMatchObject({
    useAfterFree: 'holds',
    deadlock: 'violated',
  });
});

test('without its reference it waits for the operations of others only', () => {
  expect(verdictsOf(selfRemoval(true), { useAfterFree })).toMatchObject({
    useAfterFree: 'holds',
    deadlock: 'holds',
  });
});
