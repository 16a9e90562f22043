// The reader of slub-list-objects, under list_lock: process_slab() and list_slab_objects(), which mark what is free and
// take the others for allocated, or validate_slab(), which also counts, compares and mends.

import { none, orNone, pick, set, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function reader({ process }: Make, values: Variant) {
  const { read, slab_lock: isLocked, isDebug, slab, object, objectsOf, slabs, objects } = values;
  const isValidated = read === 'validate';
  const first = isValidated ? 'on_freelist' : 'fill_map';
  return process({
    locals: {
      // How many slabs it has looked at, and the one that it looks at.
      position: upTo(slabs),
      s: slab,
      p: orNone(object),
      nr: upTo(objects + 1),
      free: set(object),
      looked: upTo(objects),
    },
    start: 'spin_lock',
    // What comes then is nobody's guess: it has an oops, or walks on.
    end: ['wild_pointer', 'seen_before'],
    steps: {
      spin_lock: {
        at: 'mm/slub.c validate_slab_node() spin_lock_irqsave()',
        thread: 'lister: LOCK n',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'slab' : 'blocked'),
      },
      slab: {
        at: 'mm/slub.c validate_slab_node()',
        thread: 'lister: R slab',
        atomic: 'the list is under list_lock',
        does: ({ partial, me }) => {
          if (me.position === partial.length) return 'spin_unlock';
          me.s = partial.at(me.position);
          me.position++;
          me.nr = 0;
          me.looked = 0;
          me.free.clear();
          return isLocked ? 'slab_lock' : first;
        },
      },
      slab_lock: {
        at: 'mm/slub.c validate_slab_slab() slab_lock()',
        thread: 'lister: lock slub page',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? first : 'blocked'),
      },
      on_freelist: {
        at: 'mm/slub.c on_freelist()',
        thread: 'lister: R slab.freelist',
        does: ({ slabs, me }) => {
          me.p = slabs[me.s].freelist;
          return me.p === none ? 'inuse' : 'on_freelist_next';
        },
      },
      on_freelist_next: {
        at: 'mm/slub.c on_freelist() get_freepointer()',
        thread: 'lister: R *p',
        atomic: 'one word: written only says what it is',
        does: ({ next, written, me }) => {
          if (me.p === none) return 'inuse';
          if (written.has(me.p)) return 'wild_pointer';
          me.p = next[me.p];
          me.nr++;
          return me.p === none || me.nr > objects ? 'inuse' : 'on_freelist_next';
        },
      },
      inuse: {
        at: 'mm/slub.c on_freelist()',
        thread: 'lister: R slab.inuse (validate only)',
        does: ({ slabs, me }) =>
          slabs[me.s].inuse === objects - me.nr ? 'fill_map' : 'object_count_adjusted',
      },
      object_count_adjusted: {
        at: 'mm/slub.c on_freelist() slab_fix()',
        thread: 'lister: repairs inuse',
        does: ({ slabs, me }) => {
          slabs[me.s].inuse = Math.max(objects - me.nr, 0);
          return 'fill_map';
        },
      },
      fill_map: {
        at: 'mm/slub.c __fill_map()',
        thread: 'lister: R slab.freelist',
        does: ({ slabs, me }) => {
          me.p = slabs[me.s].freelist;
          return me.p === none ? 'objects' : 'fill_map_next';
        },
      },
      fill_map_next: {
        at: 'mm/slub.c __fill_map() get_freepointer()',
        thread: ['lister: mark p', 'lister: R *p'],
        atomic: 'one word: written only says what it is',
        does: ({ next, written, me }) => {
          if (me.p === none) return 'objects';
          if (written.has(me.p)) return 'wild_pointer';
          if (me.free.has(me.p)) return 'seen_before';
          me.free.add(me.p);
          me.p = next[me.p];
          return me.p === none ? 'objects' : 'fill_map_next';
        },
      },
      objects: {
        at: isValidated ? 'mm/slub.c validate_slab() check_object()' : 'mm/slub.c process_slab()',
        thread: 'lister: treat the rest as allocated; track data, red zone of each',
        does: pick(read, {
          list: ({ tracking, me }) => {
            if (me.looked === objects) return isLocked ? 'slab_unlock' : 'slab';
            const o = objectsOf[me.s][me.looked];
            me.looked++;
            return isDebug && tracking.has(o) && !me.free.has(o) ? 'torn_track' : 'objects';
          },
          validate: ({ inactive, me }) => {
            if (me.looked === objects) return isLocked ? 'slab_unlock' : 'slab';
            const o = objectsOf[me.s][me.looked];
            me.looked++;
            return isDebug && inactive.has(o) !== me.free.has(o) ? 'object_err' : 'objects';
          },
        }),
      },
      torn_track: {
        at: 'mm/slub.c process_slab() get_track()',
        thread: 'lister: torn record',
        does: () => 'objects',
      },
      object_err: { at: 'mm/slub.c check_object() object_err()', does: () => 'objects' },
      slab_unlock: {
        at: 'mm/slub.c validate_slab_slab() slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return 'slab';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c validate_slab_node() spin_unlock_irqrestore()',
        thread: 'lister: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'done';
        },
      },
      wild_pointer: { at: 'mm/slub.c get_freepointer()', does: () => 'blocked' },
      seen_before: { at: 'mm/slub.c __fill_map()', does: () => 'blocked' },
    },
  });
}
