// The tasks of slub-runtime-debug: new_slab(), an object of it, and its free. Nothing in the slab says how it was laid out:
// each reads that from the cache, word by word.

import { none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function slabUser({ process }: Make, values: Variant) {
  const { key, writes, isOrder, slab, cpu } = values;
  const isSplit = writes === 'oo-split';
  const hasKey = key !== 'none';
  return process({
    count: cpu,
    locals: { slab: orNone(slab) },
    start: 'spin_lock',
    steps: {
      spin_lock: {
        at: 'mm/slub.c ___slab_alloc() get_partial()',
        thread: 'allocator',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'get_partial' : 'blocked'),
      },
      get_partial: {
        at: 'mm/slub.c ___slab_alloc() new_slab()',
        thread: 'allocator: a slab that is there, or new_slab',
        atomic: 'under list_lock here; who makes a slab has it for himself',
        does: ({ made, list_lock, me, choose }) => {
          const fresh = slab.ids.filter((one) => !made.has(one));
          me.slab = choose([...made.values(), ...fresh]);
          if (!made.has(me.slab)) return isOrder ? 'allocate_order' : 'redzone';
          list_lock.release(me);
          return 'slab_alloc';
        },
      },
      allocate_order: {
        at: 'mm/slub.c allocate_slab() oo_order()',
        thread: 'new_slab: R s.oo',
        atomic: 'one word holds both, unless they are apart',
        does: ({ s, slabs, me }) => {
          if (me.slab === none) return 'done';
          slabs[me.slab].order = s.order;
          if (isSplit) return 'allocate_objects';
          slabs[me.slab].objects = s.objects;
          return 'made';
        },
      },
      allocate_objects: {
        at: 'mm/slub.c allocate_slab() oo_objects()',
        thread: 'new_slab: R s.oo',
        atomic: 'nobody else knows the slab',
        does: ({ s, slabs, me }) => {
          if (me.slab !== none) slabs[me.slab].objects = s.objects;
          return 'made';
        },
      },
      redzone: {
        at: 'mm/slub.c setup_object() setup_object_debug()',
        thread: 'new_slab: R s.flags',
        atomic: 'nobody else knows the slab; the key is text of its own cpu',
        does: ({ s, slabs, key: patched, me }) => {
          const isDebug = s.flags === 'debug' && (!hasKey || patched[me.id]);
          if (me.slab !== none) slabs[me.slab].redzone = isDebug ? 'debug' : 'plain';
          return 'freelist';
        },
      },
      freelist: {
        at: 'mm/slub.c allocate_slab() set_freepointer()',
        thread: 'new_slab: builds freelist with current offset',
        atomic: 'nobody else knows the slab',
        does: ({ s, slabs, me }) => {
          if (me.slab !== none) slabs[me.slab].offset = s.offset;
          return 'made';
        },
      },
      made: {
        at: 'mm/slub.c ___slab_alloc() inc_slabs_node()',
        thread: 'new_slab',
        atomic: 'under list_lock here',
        does: ({ made, list_lock, me }) => {
          if (me.slab !== none) made.add(me.slab);
          list_lock.release(me);
          return 'slab_alloc';
        },
      },
      slab_alloc: {
        at: 'mm/slub.c slab_alloc_node() get_freepointer_safe()',
        thread: 'alloc: R s.offset; access *(obj+offset)',
        atomic: 'how the slab was laid out does not change',
        does: ({ s, slabs, me }) => {
          if (me.slab === none) return 'done';
          return s.offset === slabs[me.slab].offset ? 'alloc_debug' : 'wrong_layout';
        },
      },
      alloc_debug: {
        at: 'mm/slub.c ___slab_alloc() kmem_cache_debug()',
        thread: 'alloc: R s.flags',
        atomic: 'the key is text of its own cpu; tracked is only of this object',
        does: ({ s, key: patched, tracked, me }) => {
          tracked[me.id] = s.flags === 'debug' && (!hasKey || patched[me.id]);
          return 'in_use';
        },
      },
      in_use: () => 'free_debug',
      free_debug: {
        at: 'mm/slub.c __slab_free() kmem_cache_debug()',
        thread: 'free: R s.flags',
        atomic: 'the key is text of its own cpu; tracked is only of this object',
        does: ({ s, slabs, key: patched, tracked, me }) => {
          if (me.slab === none) return 'done';
          const isDebug = s.flags === 'debug' && (!hasKey || patched[me.id]);
          if (!isDebug) return 'slab_free';
          // check_object() looks for the redzone, and on_freelist() for whoever allocated it.
          if (slabs[me.slab].redzone === 'plain' || !tracked[me.id]) return 'false_report';
          return 'slab_free';
        },
      },
      slab_free: {
        at: 'mm/slub.c do_slab_free() set_freepointer()',
        thread: 'free: R s.offset; access *(obj+offset)',
        atomic: 'how the slab was laid out does not change',
        does: ({ s, slabs, me }) => {
          if (me.slab === none) return 'done';
          return s.offset === slabs[me.slab].offset ? 'done' : 'wrong_layout';
        },
      },
      wrong_layout: () => 'done',
      false_report: () => 'done',
    },
  });
}
