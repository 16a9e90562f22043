// Who frees the second object of the first page in slub-fastpath-flush: on this cpu by the fast path, to the
// cpu slab; on another, which never touches that, to the page's freelist.

import { orNone } from 'mmcheck';
import { object, page } from './cpu-slab.ts';
import type { Make, Variant } from './variant.ts';

export function slabFree({ process }: Make, { free, tids }: Variant) {
  const [local] = page.ids;
  const [, a1] = object.ids;
  return process({
    environment: true,
    count: free === 'nowhere' ? 0 : 1,
    locals: { tid: tids, prior: orNone(object) },
    start: free === 'this-cpu' ? 'tid' : 'prior',
    steps: {
      tid: {
        at: 'mm/slub.c do_slab_free()',
        thread: 'T frees',
        does: ({ tid, me }) => {
          me.tid = tid.value;
          return 'page';
        },
      },
      page: {
        at: 'mm/slub.c do_slab_free() page == c->page',
        thread: 'T frees',
        does: ({ page }) => (page.value === local ? 'freelist' : 'prior'),
      },
      freelist: {
        at: 'mm/slub.c do_slab_free() c->freelist',
        thread: 'T frees',
        does: ({ freelist, me }) => {
          me.prior = freelist.value;
          return 'set_freepointer';
        },
      },
      set_freepointer: {
        at: 'mm/slub.c set_freepointer()',
        thread: 'T frees',
        does: ({ next, me }) => {
          next[a1] = me.prior;
          return 'cmpxchg_double';
        },
      },
      cmpxchg_double: {
        at: 'mm/slub.c do_slab_free() this_cpu_cmpxchg_double()',
        thread: 'T frees',
        atomic: 'one instruction',
        does: ({ freelist, tid, me }) => {
          if (freelist.value !== me.prior || tid.value !== me.tid) return 'tid';
          freelist.value = a1;
          tid.value++;
          return 'done';
        },
      },
      prior: {
        at: 'mm/slub.c __slab_free()',
        thread: 'R: page freelist only',
        does: ({ slabs, me }) => {
          me.prior = slabs[local];
          return 'set_freepointer_prior';
        },
      },
      set_freepointer_prior: {
        at: 'mm/slub.c set_freepointer()',
        thread: 'R: page freelist only',
        does: ({ next, me }) => {
          next[a1] = me.prior;
          return 'cmpxchg_double_slab';
        },
      },
      // page->counters is left out: a push is right whatever became of the list, if its head is the same.
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free()',
        thread: 'R: page freelist only',
        does: ({ slabs, me }) => {
          if (slabs[local] !== me.prior) return 'prior';
          slabs[local] = a1;
          return 'done';
        },
      },
    },
  });
}
