// deferred-free-queue: objects that are taken off a list under a spinlock are put on a queue, and freed after the unlock.
//
// "[PATCH 0/4] mm: Implement kmem objects freeing queue" and "[PATCH 2/4] signal: Make flush_sigqueue() use free_q to release
// memory" (Long, March 2019, not merged): with debugging a kfree() takes locks of its own and takes long, and
// flush_sigqueue() makes many with irqs off. Wilcox: a list of one's own does it, too; Lameter: kfree_rcu() is there. At
// stake: a deadlock over the locks of the debugging, and who still looks at an object that is on the queue.

import {
  bool,
  defaultTo,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';
import { heap, rcu, spinlock } from 'mmcheck/kernel';

export default defineModel('deferred-free-queue', {
  about:
    'Objects of a list are freed under its lock, or collected and freed after it, while others look ' +
    'them up under the lock or under RCU.',
  parameters: {
    frees: parameter(
      'When an object is freed: under the lock; from a queue after the unlock; or from there by kfree_rcu().',
      oneOf('under-lock', 'queue', 'kfree-rcu'),
    ),
    lookup: parameter('How others find objects.', oneOf('locked', 'rcu')),
    link: parameter(
      'The link of the queue is in a field of its own, or in place of what others read.',
      oneOf('own-field', 'union'),
    ),
    adds: parameter('When it is put on the queue.', oneOf('after-unlink', 'before-unlink')),
    asks: parameter(
      'Who was given an object before he has the lock asks under it whether it is still on the list.',
      defaultTo(bool, true),
    ),
    debug: parameter('kfree() takes a lock that others hold around this one.', bool),
    releasers: parameter('Who releases.', range(1, 2)),
    objects: parameter('Objects.', defaultTo(range(1, 3), 2)),
  },
  system: ({ frees, lookup, link, adds, asks, debug, releasers, objects }) => {
    const object = kind('object', objects);
    const isLate = frees !== 'under-lock';
    const afterUnlink =
      isLate && adds === 'after-unlink' ? 'queue' : isLate ? 'next_object' : 'kfree';
    const after = isLate ? 'drain' : 'next_object';
    const afterKfree = debug ? 'debug_unlock' : after;
    const free = debug ? 'debug_lock' : 'free';
    return system(
      {
        siglock: spinlock('sighand->siglock'),
        debug_lock: spinlock('a lock of the debugging'),
        list: set(object, object.ids),
        heap: heap(object, { allocated: object.ids }),
        /** Where the link of the queue stands now, there was what others read. */
        overwritten: set(object),
        rcu: rcu({ graces: object }),
      },
      ({ process }) => ({
        flush_sigqueue: process({
          count: releasers,
          locals: { o: orNone(object), queue: set(object), held: upTo(objects) },
          start: 'find',
          steps: {
            find: {
              thread: 'releaser: is given an object',
              does: ({ list, me, choose }) => {
                if (list.isEmpty) return 'done';
                me.o = choose(list.values());
                return 'spin_lock';
              },
            },
            spin_lock: {
              at: 'kernel/signal.c flush_signals() spin_lock_irqsave()',
              thread: 'releaser: LOCK L',
              does: ({ siglock, me }) => (siglock.acquire(me) ? 'is_listed' : 'blocked'),
            },
            is_listed: {
              at: 'kernel/signal.c flush_sigqueue() list_empty()',
              does: ({ list, me }) => {
                if (asks && me.o !== none && !list.has(me.o)) return 'next_object';
                return isLate && adds === 'before-unlink' ? 'queue' : 'unlink';
              },
            },
            unlink: {
              at: 'kernel/signal.c flush_sigqueue() list_del_init()',
              thread: 'releaser: unlink o',
              does: ({ list, me }) => {
                if (me.o !== none) list.delete(me.o);
                return afterUnlink;
              },
            },
            queue: {
              thread: 'releaser: q.add(o) (W o.next)',
              does: ({ overwritten, me }) => {
                if (me.o !== none) {
                  me.queue.add(me.o);
                  if (link === 'union') overwritten.add(me.o);
                }
                return adds === 'before-unlink' ? 'unlink' : 'next_object';
              },
            },
            kfree: ({ me }) => {
              me.held++;
              return free;
            },
            next_object: {
              at: 'kernel/signal.c flush_sigqueue() list_empty()',
              does: ({ list, me, choose }) => {
                if (list.isEmpty) return 'spin_unlock';
                me.o = choose(list.values());
                return isLate && adds === 'before-unlink' ? 'queue' : 'unlink';
              },
            },
            spin_unlock: {
              at: 'kernel/signal.c flush_signals() spin_unlock_irqrestore()',
              thread: 'releaser: UNLOCK',
              does: ({ siglock, me }) => {
                siglock.release(me);
                return isLate ? 'drain' : 'done';
              },
            },
            drain: {
              thread: 'while q: o',
              does: ({ me, choose }) => {
                if (me.queue.isEmpty) return 'done';
                me.o = choose(me.queue.values());
                me.queue.delete(me.o);
                return frees === 'kfree-rcu' ? 'kfree_rcu' : free;
              },
            },
            kfree_rcu: {
              thread: 'kfree_rcu(o)',
              atomic: 'a call of it',
              does: ({ heap, rcu, me }) => {
                if (me.o === none) return 'drain';
                heap.freeRcu(me.o);
                rcu.kfree(me.o);
                return 'drain';
              },
            },
            debug_lock: {
              thread: 'the free path takes a lock that nests outside',
              does: ({ debug_lock, me }) => (debug_lock.acquire(me) ? 'free' : 'blocked'),
            },
            free: {
              at: 'kernel/signal.c __sigqueue_free() kmem_cache_free()',
              thread: 'kfree(o)',
              does: ({ heap, me }) => {
                if (me.o !== none) heap.free(me.o);
                return afterKfree;
              },
            },
            debug_unlock: ({ debug_lock, me }) => {
              debug_lock.release(me);
              return after;
            },
          },
        }),
        reader: process({
          environment: true,
          locals: { o: orNone(object) },
          start: 'lock',
          steps: {
            lock: {
              thread: lookup === 'rcu' ? 'RCU reader: rcu_lock' : 'lookup under L',
              does:
                lookup === 'rcu'
                  ? ({ rcu, me }) => {
                      rcu.readLock(me);
                      return 'find';
                    }
                  : ({ siglock, me }) => (siglock.acquire(me) ? 'find' : 'blocked'),
            },
            find: {
              at: 'kernel/signal.c collect_signal() list_for_each_entry()',
              thread: 'reader: R list→o',
              does: ({ list, me, choose }) => {
                if (list.isEmpty) return 'unlock';
                me.o = choose(list.values());
                return 'read';
              },
            },
            read: {
              at: 'kernel/signal.c collect_signal() copy_siginfo()',
              thread: 'reader: R o.fields',
              does: ({ heap, overwritten, me }) => {
                if (me.o === none) return 'unlock';
                heap.deref(me.o);
                return overwritten.has(me.o) ? 'wrong_field' : 'unlock';
              },
              atomic: 'what was written there is remembered apart',
            },
            wrong_field: () => 'unlock',
            unlock: {
              thread: lookup === 'rcu' ? 'reader: rcu_unlock' : 'reader: UNLOCK',
              does:
                lookup === 'rcu'
                  ? ({ rcu, me }) => {
                      rcu.readUnlock(me);
                      return 'done';
                    }
                  : ({ siglock, me }) => {
                      siglock.release(me);
                      return 'done';
                    },
            },
          },
        }),
        debugging: process({
          count: debug ? 1 : 0,
          environment: true,
          start: 'debug_lock',
          steps: {
            debug_lock: {
              thread: 'somebody else: the other order',
              does: ({ debug_lock, me }) => (debug_lock.acquire(me) ? 'siglock' : 'blocked'),
            },
            siglock: ({ siglock, me }) => (siglock.acquire(me) ? 'siglock_unlock' : 'blocked'),
            siglock_unlock: ({ siglock, me }) => {
              siglock.release(me);
              return 'debug_unlock';
            },
            debug_unlock: ({ debug_lock, me }) => {
              debug_lock.release(me);
              return 'done';
            },
          },
        }),
        rcu_callback: process({
          count: frees === 'kfree-rcu' ? 1 : 0,
          locals: { o: orNone(object) },
          start: 'wait',
          end: ['wait'],
          steps: {
            wait: {
              at: 'kernel/rcu/tree.c kfree_rcu_work()',
              atomic: 'one of those that are due',
              does: ({ rcu, me, choose }) => {
                const due = object.ids.filter((o) => rcu.isDue(o));
                if (due.length === 0) return 'blocked';
                me.o = choose(due);
                rcu.invoke(me.o);
                return 'kfree';
              },
            },
            kfree: {
              at: 'kernel/rcu/tree.c kfree_rcu_work()',
              atomic: 'nobody else knows it',
              does: ({ heap, rcu, me }) => {
                if (me.o === none) return 'wait';
                heap.reclaim(me.o);
                rcu.finish(me.o);
                return 'wait';
              },
            },
          },
        }),
      }),
    );
  },
});
