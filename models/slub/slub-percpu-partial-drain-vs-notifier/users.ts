// The users of slub-percpu-partial-drain-vs-notifier, one task on each cpu: they allocate, and free what any of them has
// allocated. The slow path has irqs off to its end: page allocation that may sleep opens a wider window, of the same kind.

import { type Id, type None, none, orNone } from 'mmcheck';
import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export function users({ process }: Make, { cpu, page, users }: Variant) {
  return process({
    ...task((id) => id),
    count: cpu,
    // What is being freed or read, and the slab that has to be put somewhere.
    locals: { cpu, slab: orNone(page), hand: orNone(page) },
    start: 'user',
    end: ['user'],
    steps: {
      user: {
        at: 'mm/slub.c slab_alloc_node(), do_slab_free()',
        thread: ['allocators keep running', 'allocators eventually quiet'],
        atomic:
          'the fast path is one instruction; the slow one looks again with irqs off, as if for the first time',
        does: ({ cpus, cpu_slabs, allocated, inuse, left, active, me, choose }) => {
          const choices: (Id<'page'> | None)[] = [...allocated.values()];
          if (left.value > 0) choices.unshift(none);
          if (choices.length === 0) return 'blocked';
          const s = choose(choices);
          const c = cpu_slabs[me.cpu];
          if (s !== none) {
            allocated.delete(s);
            if (s === c.page) {
              inuse.delete(s);
              return 'user';
            }
            active.add(me.cpu);
            me.slab = s;
            return 'cmpxchg_double_slab';
          }
          if (users !== 'busy') left.value--;
          if (c.page === none || inuse.has(c.page)) {
            active.add(me.cpu);
            cpus[me.cpu].irqSave(me);
            me.slab = c.page;
            return c.page === none ? 'new_slab' : 'get_freelist';
          }
          inuse.add(c.page);
          allocated.add(c.page);
          return 'user';
        },
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'allocators keep running: free',
        atomic: 'one instruction',
        does: ({ inuse, frozen, active, me }) => {
          const s = me.slab;
          me.slab = none;
          if (s !== none) inuse.delete(s);
          if (s === none || frozen.has(s)) {
            active.delete(me.cpu);
            return 'user';
          }
          frozen.add(s);
          me.hand = s;
          return 'put_cpu_partial';
        },
      },
      put_cpu_partial: {
        at: 'mm/slub.c put_cpu_partial()',
        thread: 'allocators keep running: free',
        atomic: 'of its own cpu; the other is what users tell each other',
        does: ({ cpu_slabs, active, me }) => {
          if (me.hand !== none) cpu_slabs[me.cpu].partial.unshift(me.hand);
          me.hand = none;
          active.delete(me.cpu);
          return 'user';
        },
      },
      get_freelist: {
        at: 'mm/slub.c get_freelist() __cmpxchg_double_slab()',
        thread: 'allocators keep running: alloc',
        atomic:
          "one instruction; c->page is this cpu's, and who still sees it flushes once too often",
        does: ({ cpu_slabs, inuse, frozen, allocated, me }) => {
          const s = me.slab;
          me.slab = none;
          if (s === none) return 'new_slab';
          if (inuse.has(s)) {
            frozen.delete(s);
            cpu_slabs[me.cpu].page = none;
            return 'new_slab';
          }
          inuse.add(s);
          allocated.add(s);
          return 'local_irq_restore';
        },
      },
      new_slab: {
        at: 'mm/slub.c ___slab_alloc() slub_set_percpu_partial()',
        thread: 'allocators keep running: alloc',
        atomic: 'of its own cpu; between the two stores has_cpu_slab() sees the slab twice',
        does: ({ cpu_slabs, me }) => {
          const c = cpu_slabs[me.cpu];
          if (c.partial.isEmpty) return 'get_partial';
          c.page = c.partial.first;
          me.slab = c.page;
          c.partial.shift();
          return 'get_freelist';
        },
      },
      get_partial: {
        at: 'mm/slub.c ___slab_alloc() get_partial()',
        thread: 'allocators keep running: alloc',
        atomic: 'under list_lock',
        does: ({ partial, frozen, me, choose }) => {
          if (partial.isEmpty) return 'rmqueue';
          const s = choose(partial.values());
          partial.delete(s);
          frozen.add(s);
          me.hand = s;
          return 'load_slab';
        },
      },
      rmqueue: {
        at: 'mm/page_alloc.c rmqueue()',
        thread: 'may take new pages from the range until it is isolated',
        atomic: 'under zone->lock; frozen is set while no other cpu knows the slab',
        does: ({ mt, buddy, frozen, me, choose }) => {
          if (mt.value === 'ISOLATE' || buddy.isEmpty) return 'local_irq_restore';
          const s = choose(buddy.values());
          buddy.delete(s);
          frozen.add(s);
          me.hand = s;
          return 'load_slab';
        },
      },
      load_slab: {
        at: 'mm/slub.c ___slab_alloc() c->slab = slab',
        thread: 'allocators keep running: alloc',
        atomic: 'a new slab has its reference before, when only isolation looks; records of it',
        does: ({ cpu_slabs, slabs, inuse, allocated, me }) => {
          const s = me.hand;
          if (s === none) return 'local_irq_restore';
          me.hand = none;
          cpu_slabs[me.cpu].page = s;
          slabs.add(s);
          inuse.add(s);
          allocated.add(s);
          return 'local_irq_restore';
        },
      },
      local_irq_restore: {
        atomic: 'of its own cpu; the other is what users tell each other',
        does: ({ cpus, active, me }) => {
          cpus[me.cpu].irqRestore(me);
          active.delete(me.cpu);
          return 'user';
        },
      },
    },
  });
}
