// rwsem: exclusion, and the published deadlocks that need a waiting writer: cpu hotplug against memory hotplug before
// 3f906ba23689 (2017), and the sysfs reader of e4f8e513c3d3 (2019). Who downgrades, stays in.

import { cell, system, upTo } from 'mmcheck';
import { kernfsNode, percpuRwsem, type RwsemOptions, rwsem } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, somewhere, verdictsOf } from './verdicts.ts';

function readersAndWriters(options: RwsemOptions) {
  return system({ sem: rwsem('sem', options) }, ({ process }) => ({
    reader: process({
      count: 2,
      start: 'down',
      steps: {
        down: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        up: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'down';
        },
      },
    }),
    writer: process({
      count: 2,
      start: 'down',
      steps: {
        down: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        wait: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        up: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'down';
        },
      },
    }),
  }));
}

test('readers share, writers do not', () => {
  const exclusion = never(
    ({ reader, writer }) =>
      writer[0].at === 'up' &&
      (writer[1].at === 'up' || reader[0].at === 'up' || reader[1].at === 'up'),
  );
  const shared = somewhere(({ reader }) => reader[0].at === 'up' && reader[1].at === 'up');
  for (const writerPreference of [true, false]) {
    expect(
      verdictsOf(readersAndWriters({ writerPreference }), { exclusion, shared }),
    ).toMatchObject({
      exclusion: 'holds',
      shared: 'holds',
      deadlock: 'holds',
    });
  }
});

/** A reader that reads again, and a writer in between. */
function recursion(options: RwsemOptions) {
  return system({ sem: rwsem('sem', options) }, ({ process }) => ({
    reader: process({
      start: 'outer',
      steps: {
        outer: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        inner: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        up: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'next';
        },
        out: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'down',
      steps: {
        down: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        wait: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        up: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
  }));
}

test('a recursive reader deadlocks with a writer that has preference', () => {
  expect(verdictsOf(recursion({}))).toMatchObject({ deadlock: 'violated' });
  expect(verdictsOf(recursion({ recursiveRead: true }))).toMatchObject({ deadlock: 'holds' });
  expect(verdictsOf(recursion({ writerPreference: false }))).toMatchObject({ deadlock: 'holds' });
});

/** R holds the file and wants mem; K holds mem and waits for the file; H writes mem. */
function sysfsReader(options: RwsemOptions) {
  return system(
    { kn: kernfsNode(), mem: percpuRwsem('mem_hotplug_lock', options) },
    ({ process }) => ({
      reader: process({
        start: 'open',
        steps: {
          open: ({ kn, me }) => (kn.getActive(me) ? 'next' : 'done'),
          get_online_mems: ({ mem, me }) => (mem.acquireRead(me) ? 'next' : 'blocked'),
          put_online_mems: ({ mem, me }) => {
            mem.releaseRead(me);
            return 'next';
          },
          close: ({ kn, me }) => {
            kn.putActive(me);
            return 'done';
          },
        },
      }),
      shutdown: process({
        start: 'get_online_mems',
        steps: {
          get_online_mems: ({ mem, me }) => (mem.acquireRead(me) ? 'next' : 'blocked'),
          remove: ({ kn }) => {
            kn.deactivate();
            return 'next';
          },
          drain: ({ kn }) => (kn.drain() ? 'next' : 'blocked'),
          put_online_mems: ({ mem, me }) => {
            mem.releaseRead(me);
            return 'done';
          },
        },
      }),
      hotplug: process({
        start: 'begin',
        steps: {
          begin: ({ mem, me }) => {
            mem.announceWrite(me);
            return 'next';
          },
          wait: ({ mem, me }) => (mem.acquireWrite(me) ? 'next' : 'blocked'),
          end: ({ mem, me }) => {
            mem.releaseWrite(me);
            return 'done';
          },
        },
      }),
    }),
  );
}

test('the sysfs reader deadlocks only behind a waiting writer', () => {
  expect(verdictsOf(sysfsReader({}))).toMatchObject({ deadlock: 'violated' });
  expect(verdictsOf(sysfsReader({ writerPreference: false }))).toMatchObject({ deadlock: 'holds' });
});

/** A writer goes on as a reader, at once or by way of no lock at all; others read and write. */
function downgraded(how: 'downgrade' | 'release') {
  return system({ sem: rwsem('sem'), value: cell(upTo(2)) }, ({ process }) => ({
    updater: process({
      locals: { seen: upTo(2) },
      start: 'down',
      steps: {
        down: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        wait: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        write: ({ value }) => {
          value.value = 1;
          return 'next';
        },
        downgrade: ({ sem, me }) => {
          if (how === 'downgrade') {
            sem.downgrade(me);
            return 'read';
          }
          sem.releaseWrite(me);
          return 'again';
        },
        again: ({ sem, me }) => (sem.acquireRead(me) ? 'read' : 'blocked'),
        read: ({ value, me }) => {
          me.seen = value.value;
          return 'next';
        },
        up: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    reader: process({
      start: 'down',
      steps: {
        down: ({ sem, me }) => (sem.acquireRead(me) ? 'next' : 'blocked'),
        up: ({ sem, me }) => {
          sem.releaseRead(me);
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'down',
      steps: {
        down: ({ sem, me }) => {
          sem.announceWrite(me);
          return 'next';
        },
        wait: ({ sem, me }) => (sem.acquireWrite(me) ? 'next' : 'blocked'),
        write: ({ value }) => {
          value.value = 2;
          return 'next';
        },
        up: ({ sem, me }) => {
          sem.releaseWrite(me);
          return 'done';
        },
      },
    }),
  }));
}

test('downgrade_write() lets readers in, and no writer in between', () => {
  const overwritten = never(({ updater }) => updater[0].at === 'up' && updater[0].seen === 2);
  const exclusion = never(
    ({ updater, writer, reader }) =>
      (writer[0].at === 'write' || writer[0].at === 'up') &&
      (updater[0].at === 'up' || reader[0].at === 'up'),
  );
  const shared = somewhere(
    ({ updater, reader }) => updater[0].at === 'up' && reader[0].at === 'up',
  );
  const both = { exclusion: 'holds', shared: 'holds', deadlock: 'holds' };
  expect(verdictsOf(downgraded('downgrade'), { overwritten, exclusion, shared })).toMatchObject({
    ...both,
    overwritten: 'holds',
  });
  expect(verdictsOf(downgraded('release'), { overwritten, exclusion, shared })).toMatchObject({
    ...both,
    overwritten: 'violated',
  });
});
