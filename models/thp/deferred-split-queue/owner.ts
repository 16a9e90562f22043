// Who has the one reference to a huge page, in deferred-split-queue: munmap() gives it back, or reclaim has unmapped the
// page and written it to swap, and frees it as whole.

import type { Unqueue } from './unqueue.ts';
import type { Make, Variant } from './variant.ts';

export function owner({ process, call }: Make, values: Variant, unqueue: Unqueue) {
  const { goes, swapout, entry, queue, pageIds } = values;
  const pgdat = queue.ids[1];
  return process({
    count: pageIds.length,
    locals: { page: entry },
    begin: (id) => ({ page: pageIds[id] }),
    start: goes === 'freed' ? 'put_page' : 'ref_freeze',
    steps: {
      put_page: {
        at: 'include/linux/mm.h folio_put() folio_put_testzero()',
        thread: 'zap: ref--',
        does: ({ refs, me }) => {
          refs[me.page]--;
          return refs[me.page] === 0 ? 'unqueue' : 'done';
        },
      },
      ref_freeze: {
        at: 'mm/vmscan.c __remove_mapping() folio_ref_freeze()',
        thread: 'swapout: freezes the references',
        atomic: 'a page that has been split is freed page by page',
        does: ({ refs, split, me }) => {
          if (refs[me.page] > 1 || split.has(me.page)) return 'done';
          refs[me.page] = 0;
          return swapout === 'unqueues' ? 'unqueue_first' : 'mem_cgroup_swapout';
        },
      },
      unqueue_first: {
        at: 'mm/memcontrol.c mem_cgroup_swapout()',
        thread: 'unqueue before changing memcg',
        does: call(unqueue, ({ me }) => ({ page: me.page }), { unqueued: 'mem_cgroup_swapout' }),
      },
      mem_cgroup_swapout: {
        at: 'mm/memcontrol.c mem_cgroup_swapout()',
        thread: 'uncharge: W p.memcg=NULL',
        does: ({ queue_of, me }) => {
          queue_of[me.page] = pgdat;
          return 'unqueue';
        },
      },
      unqueue: {
        at: 'mm/swap.c __folio_put_large() destroy_large_folio()',
        does: call(unqueue, ({ me }) => ({ page: me.page }), { unqueued: 'free' }),
      },
      free: {
        at: 'mm/huge_memory.c free_transhuge_page() free_compound_page()',
        thread: 'free',
        does: ({ heap, me }) => {
          heap.free(me.page);
          return 'done';
        },
      },
    },
  });
}
