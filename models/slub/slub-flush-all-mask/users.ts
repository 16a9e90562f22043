// The users of slub-flush-all-mask, one task on each cpu: they allocate, and free what any of them has allocated. What a
// slow path stores one after the other, has_cpu_slab() may see half of.

import { type Id, type None, none, orNone } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export function users({ process }: Make, { cpu, slab }: Variant) {
  return process({
    ...task((id) => id),
    count: cpu,
    environment: true,
    // What is being freed, and the slab that has to be put somewhere.
    locals: { cpu, object: orNone(slab), hand: orNone(slab) },
    start: 'user',
    steps: {
      user: {
        at: 'mm/slub.c slab_alloc_node(), do_slab_free()',
        thread: ['allocator', 'freer'],
        atomic: 'the fast path is one instruction; the others are what users tell each other',
        does: ({ cpu_slabs, allocated, inuse, allocating, freeing, closed, me, choose }) => {
          if (closed.value) return 'blocked';
          const { page } = cpu_slabs[me.cpu];
          const s = choose<Id<'slab'> | None>([none, ...allocated.values()]);
          if (s === none) {
            if (page === none || inuse.has(page)) {
              allocating.value++;
              return 'local_irq_save';
            }
            inuse.add(page);
            allocated.add(page);
            return 'user';
          }
          allocated.delete(s);
          if (s === page) {
            inuse.delete(s);
            return 'user';
          }
          freeing.value++;
          me.object = s;
          return 'cmpxchg_double_slab';
        },
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'freer',
        atomic: 'one instruction',
        does: ({ inuse, frozen, me }) => {
          const s = me.object;
          me.object = none;
          if (s === none) return 'return';
          inuse.delete(s);
          if (frozen.has(s)) return 'return';
          frozen.add(s);
          me.hand = s;
          return 'put_cpu_partial';
        },
      },
      put_cpu_partial: {
        at: 'mm/slub.c put_cpu_partial()',
        thread: 'freer',
        does: ({ cpu_slabs, me }) => {
          if (me.hand !== none) cpu_slabs[me.cpu].partial.unshift(me.hand);
          me.hand = none;
          return 'return';
        },
      },
      return: {
        thread: 'freer',
        does: ({ freeing }) => {
          freeing.value--;
          return 'user';
        },
      },
      local_irq_save: {
        at: 'mm/slub.c ___slab_alloc()',
        thread: 'allocator',
        atomic: 'of its own cpu',
        does: ({ cpus, cpu_slabs, me }) => {
          cpus[me.cpu].irqSave(me);
          return cpu_slabs[me.cpu].page === none ? 'new_slab' : 'get_freelist';
        },
      },
      get_freelist: {
        at: 'mm/slub.c get_freelist() __cmpxchg_double_slab()',
        thread: 'allocator',
        atomic: 'one instruction; allocated is only a record of it',
        does: ({ cpu_slabs, inuse, frozen, allocated, me }) => {
          const s = cpu_slabs[me.cpu].page;
          if (s === none) return 'new_slab';
          if (inuse.has(s)) {
            frozen.delete(s);
            return 'page_is_null';
          }
          inuse.add(s);
          allocated.add(s);
          return 'local_irq_restore';
        },
      },
      page_is_null: {
        at: 'mm/slub.c ___slab_alloc() c->page = NULL',
        thread: 'allocator',
        does: ({ cpu_slabs, me }) => {
          cpu_slabs[me.cpu].page = none;
          return 'new_slab';
        },
      },
      new_slab: {
        at: 'mm/slub.c ___slab_alloc() c->page = c->partial',
        thread: 'allocator',
        does: ({ cpu_slabs, me }) => {
          const c = cpu_slabs[me.cpu];
          if (c.partial.isEmpty) return 'get_partial';
          c.page = c.partial.first;
          return 'set_partial';
        },
      },
      set_partial: {
        at: 'mm/slub.c ___slab_alloc() slub_set_percpu_partial()',
        thread: 'allocator',
        does: ({ cpu_slabs, me }) => {
          cpu_slabs[me.cpu].partial.shift();
          return 'get_freelist';
        },
      },
      get_partial: {
        at: 'mm/slub.c ___slab_alloc() get_partial()',
        thread: 'allocator',
        atomic: 'under list_lock, or a new slab that nobody else knows',
        does: ({ partial, unused, frozen, me, choose }) => {
          const slabs = partial.isEmpty ? unused.values() : partial.values();
          if (slabs.length === 0) return 'local_irq_restore';
          const s = choose(slabs);
          partial.delete(s);
          unused.delete(s);
          frozen.add(s);
          me.hand = s;
          return 'load_slab';
        },
      },
      load_slab: {
        at: 'mm/slub.c ___slab_alloc() c->page = page',
        thread: 'allocator',
        atomic: 'the others are only records of it',
        does: ({ cpu_slabs, inuse, allocated, me }) => {
          const s = me.hand;
          cpu_slabs[me.cpu].page = s;
          me.hand = none;
          if (s !== none) {
            inuse.add(s);
            allocated.add(s);
          }
          return 'local_irq_restore';
        },
      },
      local_irq_restore: {
        thread: 'allocator',
        atomic: 'of its own cpu; the other is what users tell each other',
        does: ({ cpus, allocating, me }) => {
          cpus[me.cpu].irqRestore(me);
          allocating.value--;
          return 'user';
        },
      },
    },
  });
}
