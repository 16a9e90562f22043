// A cpu that writes to the mapping, in gup-vs-swapout-dirty, and the write fault of a page that is not mapped any more,
// which get_user_pages() takes, too. What is in the swap cache is mapped again, and else read into a new page.

import { none } from 'mmcheck';
import { lockPage } from '../../shared/page-lock.ts';
import type { Make, Variant } from './variant.ts';

export type DoSwapPage = ReturnType<typeof doSwapPage>;

export function doSwapPage({ procedure }: Make, { page }: Variant) {
  return procedure('do_swap_page', {
    params: { page },
    returns: ['handled'],
    start: 'lookup_swap_cache',
    steps: {
      lookup_swap_cache: {
        at: 'mm/memory.c do_swap_page() swap_cache_get_folio()',
        thread: 'fault: finds the page in the swap cache, or reads it',
        atomic: 'nobody else has seen a page that is new; a reference is taken with the look',
        does: ({ pages, ptes, me }) => {
          const now = pages[me.page];
          if (ptes[me.page].isPresent) return 'handled';
          if (!now.isAllocated) {
            if (now.slot !== none) now.content = now.slot;
            now.isAllocated = true;
            now.inSwapCache = true;
          }
          now.refs++;
          return 'lock_page';
        },
      },
      lock_page: {
        at: 'mm/memory.c do_swap_page() folio_lock_or_retry()',
        thread: 'fault: LOCK page',
        does: lockPage,
      },
      set_pte: {
        at: 'mm/memory.c do_swap_page() set_pte_at()',
        thread: 'fault: W pte',
        atomic: 'under ptl and the page lock',
        does: ({ pages, ptes, me }) => {
          const now = pages[me.page];
          if (ptes[me.page].isPresent || !now.inSwapCache) return 'unlock_page';
          ptes[me.page].isPresent = true;
          ptes[me.page].dirty = true;
          if (now.writeback) return 'unlock_page';
          now.inSwapCache = false;
          now.dirty = true;
          return 'unlock_page';
        },
      },
      unlock_page: {
        at: 'mm/memory.c do_swap_page() folio_unlock()',
        thread: 'fault: UNLOCK',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'put_page';
        },
      },
      put_page: {
        at: 'mm/memory.c do_swap_page() folio_put()',
        does: ({ pages, me }) => {
          pages[me.page].refs--;
          return 'handled';
        },
      },
    },
  });
}

export function cpuStore({ process, call }: Make, values: Variant, fault: DoSwapPage) {
  const { stores, page } = values;
  return process({
    count: stores,
    environment: true,
    locals: { page },
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.page = choose(page.ids);
        return 'store';
      },
      store: {
        thread: 'faulting CPU',
        atomic: 'one instruction, which sets the dirty bit; the record of what came last',
        does: ({ ptes, pages, writes, me }) => {
          if (!ptes[me.page].isPresent) return 'fault';
          ptes[me.page].dirty = true;
          writes.value++;
          pages[me.page].content = writes.value;
          pages[me.page].latest = writes.value;
          return 'done';
        },
      },
      fault: {
        at: 'mm/memory.c handle_pte_fault() do_swap_page()',
        does: call(fault, ({ me }) => ({ page: me.page }), { handled: 'store' }),
      },
    },
  });
}
