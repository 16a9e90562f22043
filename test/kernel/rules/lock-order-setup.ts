// What the tests of lock order share.

import { bool, cell, kind, system } from 'mmcheck';
import { completion, spinlock, waitQueue } from 'mmcheck/kernel';
import type { SystemDefinition } from '../../../src/language/system.ts';

export const cpu = kind('cpu', ['CPU0', 'CPU1']);

/** A task that waits for another one, and holds a spinlock or not. */
export const waits = (held: boolean, by: 'completion' | 'wait queue'): SystemDefinition =>
  system(
    { lock: spinlock('lock'), done: completion(), wq: waitQueue(), ready: cell(bool) },
    ({ process }) => ({
      waiter: process({
        start: 'lock',
        steps: {
          lock: ({ lock, me }) => (!held || lock.acquire(me) ? 'prepare' : 'blocked'),
          prepare: ({ wq, me }) => {
            if (by === 'completion') return 'wait';
            wq.prepare(me);
            return 'test';
          },
          test: ({ ready }) => (ready.value ? 'finish' : 'schedule'),
          schedule: ({ wq, me }) => {
            wq.schedule(me);
            return 'sleep';
          },
          sleep: ({ wq, me }) => (wq.isAwake(me) ? 'prepare' : 'blocked'),
          finish: ({ wq, me }) => {
            wq.finish(me);
            return 'unlock';
          },
          wait: ({ done }) => (done.wait() ? 'unlock' : 'blocked'),
          unlock: ({ lock, me }) => {
            if (held) lock.release(me);
            return 'done';
          },
        },
      }),
      waker: process({
        start: 'ready',
        steps: {
          ready: ({ ready }) => {
            ready.value = true;
            return 'next';
          },
          wake: ({ done, wq }) => {
            if (by === 'completion') done.complete();
            else wq.wake();
            return 'done';
          },
        },
        coarse: { wake: 'one of the two' },
      }),
    }),
  );
