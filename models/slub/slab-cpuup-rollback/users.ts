// Who uses the arrays meanwhile, in slab-cpuup-rollback: allocations on the cpu, a cpu of another node that gives back what
// is of this one, and the work that reaps.

import { none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

/** kmalloc() and kfree() on the cpu, with irqs off, so that it does not go in between. */
export function cacheAlloc({ process }: Make, { cache, users }: Variant) {
  return process({
    count: users ? 1 : 0,
    environment: true,
    locals: { c: cache },
    start: 'begin',
    steps: {
      begin: {
        at: 'mm/slab.c ____cache_alloc()',
        thread: 'allocator on the cpu',
        atomic: 'irqs are off, and nobody else uses the array of the cpu',
        does: ({ online, objects, me, choose }) => {
          if (!online.value) return 'blocked';
          me.c = choose(cache.ids);
          if (objects[me.c].user > 0) {
            objects[me.c].user--;
            objects[me.c].cpu++;
            return 'begin';
          }
          if (objects[me.c].cpu === 0) return 'refill';
          objects[me.c].cpu--;
          objects[me.c].user++;
          return 'begin';
        },
      },
      refill: {
        at: 'mm/slab.c cache_alloc_refill() transfer_objects()',
        thread: 'allocator: shared array',
        atomic: 'under list_lock, with irqs off',
        does: ({ online, list_lock, nodes, heap, objects, me }) => {
          if (!online.value) return 'begin';
          if (list_lock[me.c].isHeld()) return 'blocked';
          const { shared } = nodes[me.c];
          if (shared !== none) heap.deref(shared);
          if (objects[me.c].shared > 0) objects[me.c].shared--;
          else if (objects[me.c].slab > 0) objects[me.c].slab--;
          else return 'begin';
          objects[me.c].cpu++;
          return 'begin';
        },
      },
    },
  });
}

export function drainAlienCache({ process }: Make, { cache, arrays, drain, users }: Variant) {
  const isEarly = drain === 'before-lock';
  return process({
    count: users ? 1 : 0,
    environment: true,
    locals: { c: cache, shared: orNone(arrays) },
    start: 'begin',
    steps: {
      begin: {
        at: 'mm/slab.c __drain_alien_cache()',
        thread: 'remote node list user',
        does: ({ objects, me, choose }) => {
          me.c = choose(cache.ids);
          if (objects[me.c].remote === 0) return 'done';
          return isEarly ? 'read_shared' : 'spin_lock';
        },
      },
      read_shared: {
        at: 'mm/slab.c __drain_alien_cache()',
        thread: 'drain: a pointer read before node lock',
        does: ({ nodes, me }) => {
          me.shared = nodes[me.c].shared;
          return isEarly ? 'spin_lock' : 'transfer_objects';
        },
      },
      spin_lock: {
        at: 'mm/slab.c __drain_alien_cache() spin_lock()',
        thread: 'drain: LOCK node',
        does: ({ list_lock, me }) => {
          if (!list_lock[me.c].acquire(me)) return 'blocked';
          return isEarly ? 'transfer_objects' : 'read_shared';
        },
      },
      transfer_objects: {
        at: 'mm/slab.c __drain_alien_cache() transfer_objects()',
        atomic: 'under list_lock',
        does: ({ heap, objects, me }) => {
          objects[me.c].remote--;
          if (me.shared === none) objects[me.c].slab++;
          else {
            heap.deref(me.shared);
            objects[me.c].shared++;
          }
          me.shared = none;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slab.c __drain_alien_cache() spin_unlock()',
        thread: 'drain: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock[me.c].release(me);
          return 'done';
        },
      },
    },
  });
}

/** The delayed work of the cpu. A worker that has lost its cpu runs it elsewhere. */
export function cacheReap({ process }: Make, { cache, arrays, reap_lock, users }: Variant) {
  return process({
    count: users ? 1 : 0,
    locals: { c: cache, shared: orNone(arrays) },
    start: 'timer',
    end: ['timer'],
    environment: true,
    steps: {
      timer: {
        at: 'mm/slab.c start_cpu_timer() schedule_delayed_work_on()',
        atomic: 'the work is taken',
        does: ({ armed, reaping, me, choose }) => {
          if (!armed.value) return 'blocked';
          reaping.value = true;
          me.c = choose(cache.ids);
          return reap_lock ? 'mutex_trylock' : 'read_shared';
        },
      },
      mutex_trylock: {
        at: 'mm/slab.c cache_reap() mutex_trylock()',
        thread: 'cache_reap: TRYLOCK slab_mutex',
        does: ({ slab_mutex, me }) => (slab_mutex.tryAcquire(me) ? 'read_shared' : 'finish'),
      },
      read_shared: {
        at: 'mm/slab.c cache_reap() drain_array()',
        thread: 'cache_reap: R n->shared',
        does: ({ nodes, me }) => {
          me.shared = nodes[me.c].shared;
          return me.shared === none ? 'mutex_unlock' : 'read_avail';
        },
      },
      read_avail: {
        at: 'mm/slab.c drain_array()',
        thread: 'cache_reap: R ac->avail',
        does: ({ heap, me }) => {
          heap.deref(me.shared);
          return 'drain_array_locked';
        },
      },
      drain_array_locked: {
        at: 'mm/slab.c drain_array() drain_array_locked()',
        thread: 'cache_reap: drains under list_lock',
        atomic: 'under list_lock',
        does: ({ list_lock, heap, objects, me }) => {
          if (list_lock[me.c].isHeld()) return 'blocked';
          heap.deref(me.shared);
          objects[me.c].slab += objects[me.c].shared;
          objects[me.c].shared = 0;
          return 'mutex_unlock';
        },
      },
      mutex_unlock: {
        at: 'mm/slab.c cache_reap() mutex_unlock()',
        does: ({ slab_mutex, me }) => {
          me.shared = none;
          if (reap_lock) slab_mutex.release(me);
          return 'finish';
        },
      },
      finish: {
        at: 'mm/slab.c cache_reap() schedule_delayed_work_on()',
        does: ({ reaping }) => {
          reaping.value = false;
          return 'timer';
        },
      },
    },
  });
}
