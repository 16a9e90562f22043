// Who gives the last reference back in slab-movable-objects frees the object: __slab_free().

import type { Make, Variant } from './variant.ts';

export type PutObject = ReturnType<typeof putObject>;

export function putObject({ procedure }: Make, { free, object, slabObjects }: Variant) {
  return procedure('put_object', {
    params: { o: object },
    returns: ['put'],
    start: 'dec_and_test',
    steps: {
      dec_and_test: {
        thread: 'put: ref--',
        does: ({ refs, me }) => {
          // An underflow frees nothing, and says so.
          if (refs[me.o] === 0) return 'put';
          refs[me.o]--;
          if (refs[me.o] > 0) return 'put';
          return free === 'slab-lock' ? 'slab_lock' : 'kmem_cache_free';
        },
      },
      slab_lock: {
        at: 'mm/slub.c slab_lock()',
        thread: 'frees under slab_lock',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? 'kmem_cache_free' : 'blocked'),
      },
      kmem_cache_free: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'cmpxchg frees',
        atomic: 'one instruction, or under slab_lock; heap is only a record of it',
        does: ({ heap, free: freelist, me }) => {
          heap.free(me.o);
          if (slabObjects.includes(me.o)) freelist.add(me.o);
          return free === 'slab-lock' ? 'slab_unlock' : 'put';
        },
      },
      slab_unlock: {
        at: 'mm/slub.c slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return 'put';
        },
      },
    },
  });
}
