// Switching kmemleak off, in kmemleak-low-memory, and the scan that has to end before: who frees memory waits for a scan of
// it, as long as he tells kmemleak at all.

import { set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function cleanup({ process }: Make, { object }: Variant) {
  return process({
    locals: { o: object },
    start: 'wait',
    end: ['wait'],
    steps: {
      wait: {
        at: 'mm/kmemleak.c kmemleak_do_cleanup()',
        does: ({ scheduled }) => (scheduled.value ? 'stop_scan_thread' : 'blocked'),
      },
      stop_scan_thread: {
        at: 'mm/kmemleak.c kmemleak_do_cleanup() stop_scan_thread()',
        thread: 'disable work: stop scan thread',
        does: ({ scanning }) => (scanning.value ? 'blocked' : 'free_enabled'),
      },
      free_enabled: {
        at: 'mm/kmemleak.c kmemleak_do_cleanup()',
        thread: 'disable work: no frees are told any more',
        does: ({ free_enabled }) => {
          free_enabled.value = false;
          return 'walk';
        },
      },
      walk: {
        at: 'mm/kmemleak.c __kmemleak_do_cleanup()',
        thread: 'disable work: free all metadata',
        does: ({ listed, me, choose }) => {
          if (listed.isEmpty) return 'done';
          me.o = choose(listed.values());
          return 'remove_object';
        },
      },
      remove_object: {
        at: 'mm/kmemleak.c __kmemleak_do_cleanup() __remove_object()',
        does: ({ listed, me }) => {
          listed.delete(me.o);
          return 'delete_object';
        },
      },
      delete_object: {
        at: 'mm/kmemleak.c __delete_object() put_object()',
        atomic: 'under object->lock',
        does: ({ tracked, put, me }) => {
          tracked.delete(me.o);
          put[me.o]++;
          return 'walk';
        },
      },
    },
  });
}

export function scan({ process }: Make, values: Variant) {
  const { object } = values;
  return process({
    count: values.scan ? 1 : 0,
    locals: { o: object, left: set(object) },
    start: 'begin',
    steps: {
      begin: {
        at: 'mm/kmemleak.c kmemleak_scan_thread() kmemleak_scan()',
        atomic: 'the list is walked under RCU; what is added meanwhile is not waited for',
        does: ({ enabled, scanning, listed, me }) => {
          if (!enabled.value) return 'done';
          scanning.value = true;
          for (const o of listed.values()) me.left.add(o);
          return 'next_object';
        },
      },
      next_object: ({ me, choose }) => {
        if (me.left.isEmpty) return 'end';
        me.o = choose(me.left.values());
        me.left.delete(me.o);
        return 'lock';
      },
      lock: {
        at: 'mm/kmemleak.c scan_object() raw_spin_lock_irqsave()',
        thread: 'scan: LOCK object',
        does: ({ object_lock, me }) => (object_lock[me.o].acquire(me) ? 'is_allocated' : 'blocked'),
      },
      is_allocated: {
        at: 'mm/kmemleak.c scan_object()',
        does: ({ tracked, me }) => (tracked.has(me.o) ? 'scan_block' : 'unlock'),
      },
      scan_block: {
        at: 'mm/kmemleak.c scan_object() scan_block()',
        thread: 'scan: reads the memory',
        does: ({ heap, me }) => {
          heap.deref(me.o);
          return 'unlock';
        },
      },
      unlock: {
        at: 'mm/kmemleak.c scan_object() raw_spin_unlock_irqrestore()',
        does: ({ object_lock, me }) => {
          object_lock[me.o].release(me);
          return 'next_object';
        },
      },
      end: {
        at: 'mm/kmemleak.c kmemleak_scan_thread() kthread_should_stop()',
        does: ({ scanning }) => {
          scanning.value = false;
          return 'begin';
        },
      },
    },
  });
}
