// __slab_free() of slub-list-objects. A slab that loses its last object stays on the list, as min_partial says; only a free
// by cmpxchg of that one takes list_lock. With debugging on, cmpxchg_double_slab() is two stores under slab_lock.

import { bool, none, orNone } from 'mmcheck';
import { takeListLock } from '../../shared/list-lock.ts';
import type { Make, Variant } from './variant.ts';

export function slabFree(
  { process }: Make,
  { free, freers, object, inuse, slab, slabOf }: Variant,
) {
  const isDebug = free !== 'cmpxchg';
  const listLocks = isDebug && free !== 'debug-slab-lock';
  const isAllLocked = free === 'debug-list-lock';
  return process({
    count: freers,
    environment: true,
    locals: {
      object: orNone(object),
      s: slab,
      prior: orNone(object),
      inuse,
      frozen: bool,
      locked: bool,
    },
    start: 'kfree',
    steps: {
      kfree: ({ allocated, me, choose }) => {
        if (allocated.isEmpty) return 'blocked';
        const o = choose(allocated.values());
        allocated.delete(o);
        me.object = o;
        me.s = slabOf[o];
        if (!isDebug) return 'prior';
        return listLocks ? 'debug_spin_lock' : 'debug_slab_lock';
      },
      debug_spin_lock: {
        at: 'mm/slub.c free_to_partial_list() spin_lock_irqsave()',
        thread: 'debug caches: list_lock',
        does: ({ list_lock, me }) => {
          if (!list_lock.acquire(me)) return 'blocked';
          return isAllLocked ? 'set_track' : 'debug_slab_lock';
        },
      },
      debug_slab_lock: {
        at: 'mm/slub.c free_debug_processing() slab_lock()',
        thread: 'debug caches: slab_lock',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? 'set_track' : 'blocked'),
      },
      set_track: {
        at: 'mm/slub.c free_debug_processing() set_track_update()',
        thread: 'track data of an object being freed',
        does: ({ tracking, me }) => {
          if (me.object !== none) tracking.add(me.object);
          return 'init_object';
        },
      },
      init_object: {
        at: 'mm/slub.c free_debug_processing() init_object()',
        thread: 'track data of an object being freed',
        atomic:
          'the track is whole now; a reader that comes in between sees no more than one before',
        does: ({ tracking, inactive, me }) => {
          if (me.object !== none) {
            tracking.delete(me.object);
            inactive.add(me.object);
          }
          return isAllLocked ? 'prior' : 'debug_slab_unlock';
        },
      },
      debug_slab_unlock: {
        at: 'mm/slub.c free_debug_processing() slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return free === 'debug-drops-lock' ? 'debug_spin_unlock' : 'prior';
        },
      },
      debug_spin_unlock: {
        at: 'mm/slub.c free_debug_processing() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'prior';
        },
      },
      prior: {
        at: 'mm/slub.c __slab_free() set_freepointer()',
        thread: ['freer: R freelist', 'freer: W *x=f'],
        atomic: 'nobody else knows the object',
        does: ({ slabs, next, written, me }) => {
          me.prior = slabs[me.s].freelist;
          if (me.object !== none) {
            next[me.object] = me.prior;
            written.delete(me.object);
          }
          return isAllLocked ? 'store_freelist' : 'counters';
        },
      },
      counters: {
        at: 'mm/slub.c __slab_free()',
        thread: 'freer: R counters',
        does: ({ slabs, me }) => {
          me.inuse = slabs[me.s].inuse;
          me.frozen = slabs[me.s].frozen;
          if (isDebug) return 'cmpxchg_slab_lock';
          return me.inuse === 1 && !me.frozen ? 'spin_lock' : 'cmpxchg_double_slab';
        },
      },
      spin_lock: {
        at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
        thread: 'freer: list_lock speculatively',
        does: takeListLock,
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'freer: CMPXCHG_DOUBLE',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          const isSame = now.inuse === me.inuse && now.frozen === me.frozen;
          if (now.freelist !== me.prior || !isSame) {
            return me.locked ? 'spin_unlock_redo' : 'prior';
          }
          now.freelist = me.object;
          now.inuse--;
          me.object = none;
          return me.locked ? 'spin_unlock' : 'kfree';
        },
      },
      cmpxchg_slab_lock: {
        at: 'mm/slub.c cmpxchg_double_slab() slab_lock()',
        thread: 'freer: CMPXCHG_DOUBLE under slab_lock',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? 'store_freelist' : 'blocked'),
      },
      store_freelist: {
        at: 'mm/slub.c cmpxchg_double_slab()',
        thread: 'freer: CMPXCHG_DOUBLE under slab_lock',
        atomic: 'of what is compared nothing changes but under the same lock',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          const isSame = now.freelist === me.prior && now.inuse === me.inuse;
          if (!isAllLocked && !isSame) return 'cmpxchg_failed';
          now.freelist = me.object;
          me.object = none;
          return 'store_counters';
        },
      },
      store_counters: {
        at: 'mm/slub.c cmpxchg_double_slab()',
        thread: 'freer: CMPXCHG_DOUBLE under slab_lock',
        atomic: 'the end of a section',
        does: ({ slabs, slab_lock, me }) => {
          slabs[me.s].inuse--;
          if (isAllLocked) return 'spin_unlock';
          slab_lock.release(me);
          return free === 'debug-keeps-lock' ? 'spin_unlock' : 'kfree';
        },
      },
      cmpxchg_failed: {
        at: 'mm/slub.c cmpxchg_double_slab() slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return 'prior';
        },
      },
      spin_unlock_redo: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'prior';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'kfree';
        },
      },
    },
  });
}
