// The task of slub-tid-migration that allocates, by the fast path alone.

import { bool, none, orNone, upTo } from 'mmcheck';
import { migrates } from 'mmcheck/kernel';
import { type Fetch, found } from './fetch.ts';
import { type Make, object, page, type Variant } from './variant.ts';

export function slabAlloc({ process, call }: Make, variant: Variant, fetch: Fetch) {
  const { read, allocs, step, cpu, tid } = variant;
  return process({
    ...migrates(1),
    count: allocs,
    locals: {
      place: upTo(1),
      c: cpu,
      tid,
      page: orNone(page),
      has_page: bool,
      freelist: orNone(object),
      next: orNone(object),
    },
    start: 'schedule',
    steps: {
      schedule: ({ places, me }) => {
        places[me.place].start(me);
        return 'fetch';
      },
      fetch: call(fetch, ({ me }) => ({ place: me.place }), { fetched: 'freelist' }, found),
      freelist: {
        at: 'mm/slub.c slab_alloc_node() c->freelist',
        thread: 'alloc',
        atomic: 'one load',
        does: ({ places, slabs, me }) => {
          if (read === 'end-token') me.c = places[me.place].cpu;
          me.freelist = slabs[me.c].freelist;
          return read === 'tid-last' ? 'late_tid' : 'page';
        },
      },
      late_tid: {
        thread: 'alloc',
        does: ({ slabs, me }) => {
          me.tid = slabs[me.c].tid;
          return 'page';
        },
      },
      page: {
        at: 'mm/slub.c slab_alloc_node() node_match()',
        thread: 'alloc',
        does: ({ slabs, me }) => {
          if (!me.has_page) me.page = slabs[me.c].page;
          return me.freelist === none || me.page === none ? '__slab_alloc' : 'get_freepointer_safe';
        },
      },
      get_freepointer_safe: {
        at: 'mm/slub.c slab_alloc_node() get_freepointer_safe()',
        thread: 'alloc',
        does: ({ next, me }) => {
          if (me.freelist !== none) me.next = next[me.freelist];
          return 'cmpxchg_double';
        },
      },
      cmpxchg_double: {
        at: 'mm/slub.c slab_alloc_node() this_cpu_cmpxchg_double()',
        thread: 'alloc',
        atomic: 'one instruction; allocated is only a record of it',
        does: ({ places, slabs, allocated, me }) => {
          const here = slabs[places[me.place].cpu];
          if (here.freelist !== me.freelist || here.tid !== me.tid) return 'fetch';
          here.freelist = me.next;
          here.tid += step;
          if (me.freelist !== none) allocated.add(me.freelist);
          return 'done';
        },
      },
      __slab_alloc: { at: 'mm/slub.c __slab_alloc()', does: () => 'done' },
    },
  });
}
