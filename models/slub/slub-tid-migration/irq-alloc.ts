// The irqs of slub-tid-migration: each flushes the cpu slab, as an IPI does, and may then allocate, which brings another
// slab. What they store one after the other only a task on another cpu can tell apart.

import { none, orNone } from 'mmcheck';
import { irq } from 'mmcheck/kernel';
import { type Make, object, page, type Variant } from './variant.ts';

export function irqAlloc({ process }: Make, { flush, cpus, irqs, step, cpu }: Variant) {
  const isTidFirst = flush === 'tid-first';
  return process({
    ...irq((id) => id % cpus),
    count: irqs,
    environment: true,
    locals: { cpu, page: orNone(page), object: orNone(object) },
    start: 'irq_enter',
    steps: {
      irq_enter: {
        thread: 'IRQ replaces the cpu slab',
        atomic: 'nothing else runs on the cpu from now on',
        does: ({ cpus, slabs, me }) => {
          cpus[me.cpu].irqEnter(me);
          if (slabs[me.cpu].page === none) return 'get_partial';
          return isTidFirst ? 'flush_tid' : 'flush_page';
        },
      },
      flush_tid: {
        at: 'mm/slub.c flush_slab() next_tid()',
        thread: 'IRQ replaces the cpu slab',
        does: ({ slabs, me }) => {
          slabs[me.cpu].tid += step;
          return isTidFirst ? 'flush_page' : 'get_partial';
        },
      },
      flush_page: {
        at: 'mm/slub.c flush_slab() c->page = NULL',
        thread: 'IRQ replaces the cpu slab',
        does: ({ slabs, me }) => {
          me.page = slabs[me.cpu].page;
          slabs[me.cpu].page = none;
          return 'flush_freelist';
        },
      },
      flush_freelist: {
        at: 'mm/slub.c flush_slab() deactivate_slab()',
        thread: 'IRQ replaces the cpu slab',
        atomic: "the objects go to their page's own freelist, each by a cmpxchg",
        does: ({ slabs, free, next, frozen, me }) => {
          const c = slabs[me.cpu];
          for (let k = 0; k < 4; k++) {
            const o = c.freelist;
            if (o === none || me.page === none) continue;
            c.freelist = next[o];
            next[o] = free[me.page];
            free[me.page] = o;
          }
          if (me.page !== none) frozen.delete(me.page);
          me.page = none;
          return isTidFirst ? 'get_partial' : 'flush_tid';
        },
      },
      get_partial: {
        at: 'mm/slub.c get_partial()',
        thread: 'IRQ replaces the cpu slab',
        atomic: 'under list_lock, and by one cmpxchg of the page',
        does: ({ free, frozen, me, choose }) => {
          const partial = page.ids.filter((p) => free[p] !== none && !frozen.has(p));
          me.page = choose([none, ...partial]);
          if (me.page === none) return 'irq_exit';
          frozen.add(me.page);
          me.object = free[me.page];
          free[me.page] = none;
          return 'load_page';
        },
      },
      load_page: {
        at: 'mm/slub.c ___slab_alloc() c->page = page',
        thread: 'IRQ replaces the cpu slab',
        does: ({ slabs, me }) => {
          slabs[me.cpu].page = me.page;
          me.page = none;
          return 'load_freelist';
        },
      },
      load_freelist: {
        at: 'mm/slub.c ___slab_alloc() get_freepointer()',
        thread: 'IRQ replaces the cpu slab',
        atomic: 'allocated is only a record of it',
        does: ({ slabs, next, allocated, me }) => {
          if (me.object !== none) {
            slabs[me.cpu].freelist = next[me.object];
            allocated.add(me.object);
          }
          me.object = none;
          return 'load_tid';
        },
      },
      load_tid: {
        at: 'mm/slub.c ___slab_alloc() next_tid()',
        thread: 'IRQ replaces the cpu slab',
        does: ({ slabs, me }) => {
          slabs[me.cpu].tid += step;
          return 'irq_exit';
        },
      },
      irq_exit: ({ cpus, me }) => {
        cpus[me.cpu].irqExit(me);
        return 'done';
      },
    },
  });
}
