// T of slub-tid-migration: frees an object of P0, to a cpu slab if that is its page's.

import { bool, orNone, upTo } from 'mmcheck';
import { migrates } from 'mmcheck/kernel';
import { type Fetch, found } from './fetch.ts';
import { freed, type Make, object, p0, page, type Variant } from './variant.ts';

export function slabFree({ process, call }: Make, { read, step, cpu, tid }: Variant, fetch: Fetch) {
  return process({
    ...migrates(0),
    locals: {
      place: upTo(1),
      c: cpu,
      tid,
      page: orNone(page),
      has_page: bool,
      freelist: orNone(object),
    },
    start: 'schedule',
    steps: {
      schedule: ({ places, me }) => {
        places[me.place].start(me);
        return 'fetch';
      },
      fetch: call(
        fetch,
        ({ me }) => ({ place: me.place }),
        { fetched: read === 'end-token' ? 'freelist_of_cpu' : 'page' },
        found,
      ),
      page: {
        at: 'mm/slub.c do_slab_free() page == c->page',
        thread: 'T: if (page == c->page)',
        does: ({ slabs, me }) => {
          if (!me.has_page) me.page = slabs[me.c].page;
          if (me.page !== p0) return '__slab_free';
          return read === 'tid-last' ? 'late_tid' : 'freelist';
        },
      },
      late_tid: {
        thread: 'T: tid after the page check',
        does: ({ slabs, me }) => {
          me.tid = slabs[me.c].tid;
          return 'freelist';
        },
      },
      freelist: {
        at: 'mm/slub.c do_slab_free() set_freepointer(c->freelist)',
        thread: 'T: *x = c->freelist',
        atomic: 'nobody else knows the object',
        does: ({ slabs, next, me }) => {
          me.freelist = slabs[me.c].freelist;
          next[freed] = me.freelist;
          return 'cmpxchg_double';
        },
      },
      freelist_of_cpu: {
        at: 'mm/slub.c slab_free() this_cpu_read(s->cpu_slab->freelist)',
        thread: 'T: freelist := this_cpu_read(freelist)',
        atomic: 'one word, which tells its page; nobody else knows the object',
        does: ({ places, slabs, next, me }) => {
          me.c = places[me.place].cpu;
          me.freelist = slabs[me.c].freelist;
          me.page = slabs[me.c].page;
          next[freed] = me.freelist;
          return me.page === p0 ? 'cmpxchg_double' : '__slab_free';
        },
      },
      cmpxchg_double: {
        at: 'mm/slub.c do_slab_free() this_cpu_cmpxchg_double()',
        thread: 'T: CMPXCHG_DOUBLE on this cpu',
        atomic: 'one instruction; allocated is only a record of it',
        does: ({ places, slabs, allocated, me }) => {
          const here = slabs[places[me.place].cpu];
          const samePage = read !== 'end-token' || here.page === me.page;
          if (here.freelist !== me.freelist || here.tid !== me.tid || !samePage) return 'fetch';
          here.freelist = freed;
          here.tid += step;
          allocated.delete(freed);
          return 'done';
        },
      },
      __slab_free: {
        at: 'mm/slub.c __slab_free()',
        atomic: "one cmpxchg of the page's own words",
        does: ({ free, next, allocated }) => {
          next[freed] = free[p0];
          free[p0] = freed;
          allocated.delete(freed);
          return 'done';
        },
      },
    },
  });
}
