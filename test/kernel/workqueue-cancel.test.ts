// cancel_work(): takes an item off its queue, and no flush waits for that instance any more; one that runs goes on, so
// what it works on can be freed only when a flush is over, too, or after cancel_work_sync().

import { bool, cell, none, system, upTo } from 'mmcheck';
import { work } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, somewhere, verdictsOf } from './verdicts.ts';

/** Who owns the item cancels it and frees what it works on; somebody else flushes it, also the second of two. */
function cancelled(how: 'cancel' | 'cancel-and-flush') {
  return system({ item: work(), ran: cell(bool), freed: cell(bool) }, ({ process }) => ({
    owner: process({
      start: 'queue',
      steps: {
        queue: ({ item }) => {
          item.queue();
          return 'next';
        },
        again: ({ item }) => {
          item.queue();
          return 'next';
        },
        cancel: ({ item }) => {
          item.cancel();
          return how === 'cancel' ? 'free' : 'flush';
        },
        flush: ({ item, me }) => {
          item.flush(me);
          return 'next';
        },
        wait: ({ item, me }) => (item.isFlushed(me) ? 'next' : 'blocked'),
        free: ({ freed }) => {
          freed.value = true;
          return 'done';
        },
      },
    }),
    flusher: process({
      start: 'flush',
      steps: {
        flush: ({ item, me }) => {
          item.flush(me);
          return 'next';
        },
        wait: ({ item, me }) => (item.isFlushed(me) ? 'done' : 'blocked'),
      },
    }),
    worker: process({
      start: 'idle',
      end: ['idle'],
      steps: {
        idle: ({ item, me }) => (item.take(me) ? 'run' : 'blocked'),
        run: ({ ran, freed, assert }) => {
          assert(!freed.value, 'the item runs on what is freed');
          ran.value = true;
          return 'next';
        },
        finish: ({ item, me }) => {
          item.finish(me);
          return 'idle';
        },
      },
    }),
  }));
}

test('cancel_work() leaves a running instance, cancel_work_sync() does not', () => {
  const unrun = somewhere(({ owner, ran }) => owner[0].at === 'done' && !ran.value);
  expect(verdictsOf(cancelled('cancel'))).toMatchObject({ assertions: 'violated' });
  expect(verdictsOf(cancelled('cancel-and-flush'), { unrun })).toMatchObject({
    assertions: 'holds',
    deadlock: 'holds',
    unrun: 'holds',
  });
});

/** What a flush waits for is known by the instances that the worker has finished since. */
const flushAndCancel = (cancels: boolean) =>
  system({ item: work(), finished: cell(upTo(3)) }, ({ process }) => ({
    flusher: process({
      locals: { running: bool, before: upTo(3) },
      start: 'queue',
      steps: {
        queue: ({ item }) => {
          item.queue();
          return 'next';
        },
        again: ({ item }) => {
          item.queue();
          return 'next';
        },
        flush: ({ item, finished, me }) => {
          me.running = item.running !== none;
          me.before = finished.value;
          item.flush(me);
          return 'next';
        },
        wait: ({ item, me }) => (item.isFlushed(me) ? 'next' : 'blocked'),
        flushed: () => 'done',
      },
    }),
    canceller: process({
      start: 'queue',
      steps: {
        queue: ({ item }) => {
          item.queue();
          return 'next';
        },
        cancel: ({ item }) => {
          if (cancels) item.cancel();
          return 'done';
        },
      },
    }),
    worker: process({
      start: 'idle',
      end: ['idle'],
      steps: {
        idle: ({ item, me }) => (item.take(me) ? 'finish' : 'blocked'),
        finish: ({ item, finished, me }) => {
          item.finish(me);
          finished.value++;
          return 'idle';
        },
      },
    }),
  }));

// insert_wq_barrier(): behind the pending instance, which may be taken away from before it.
test('a flush waits for the instance that is pending, or else for the one that runs', () => {
  const early = never(
    ({ flusher, finished }) =>
      flusher[0].at === 'flushed' && flusher[0].running && finished.value === flusher[0].before,
  );
  expect(verdictsOf(flushAndCancel(false), { early })).toMatchObject({
    early: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(flushAndCancel(true), { early })).toMatchObject({
    early: 'violated',
    deadlock: 'holds',
  });
});
