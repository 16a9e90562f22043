// Reclaim, in gup-vs-swapout-dirty, pass after pass: the first writes the page out, a later one finds it clean and frees
// it. It looks at references before either, once the page is unmapped: then there can be fewer of them, and no more.

import { lockPage } from '../../shared/page-lock.ts';
import type { Make, Variant } from './variant.ts';

export function shrinkPage({ process }: Make, { writes, frees, pinned, page }: Variant) {
  return process({
    environment: true,
    locals: { page },
    start: 'begin',
    steps: {
      begin: {
        at: 'mm/vmscan.c shrink_inactive_list() isolate_lru_folios()',
        atomic: 'a look at each page of the list',
        does: ({ pages, me, choose }) => {
          const onList = page.ids.filter((p) => pages[p].isAllocated);
          if (onList.length === 0) return 'blocked';
          me.page = choose(onList);
          return 'lock_page';
        },
      },
      lock_page: {
        at: 'mm/vmscan.c shrink_folio_list() folio_trylock()',
        thread: 'reclaim: lock',
        does: lockPage,
      },
      test_writeback: {
        at: 'mm/vmscan.c shrink_folio_list() folio_test_writeback()',
        does: ({ pages, me }) => (pages[me.page].writeback ? 'unlock_page' : 'maybe_dma_pinned'),
      },
      maybe_dma_pinned: {
        at: 'mm/vmscan.c shrink_folio_list() folio_maybe_dma_pinned()',
        thread: 'check pins before write-out (skip pinned)',
        does: ({ pages, me }) => {
          const { inSwapCache, pins } = pages[me.page];
          return pinned !== 'same' && !inSwapCache && pins > 0 ? 'unlock_page' : 'add_to_swap';
        },
      },
      add_to_swap: {
        at: 'mm/vmscan.c shrink_folio_list() add_to_swap()',
        thread: 'reclaim: add_to_swap',
        atomic: 'under the page lock',
        does: ({ pages, me }) => {
          if (!pages[me.page].inSwapCache) {
            pages[me.page].inSwapCache = true;
            pages[me.page].dirty = true;
          }
          return 'try_to_unmap';
        },
      },
      try_to_unmap: {
        at: 'mm/rmap.c try_to_unmap_one() folio_mark_dirty()',
        thread: 'reclaim: unmap (dirty from pte)',
        atomic: 'under ptl',
        does: ({ ptes, pages, me }) => {
          if (ptes[me.page].dirty) pages[me.page].dirty = true;
          ptes[me.page].isPresent = false;
          ptes[me.page].dirty = false;
          return pinned === 'skips-twice' ? 'still_pinned' : 'test_dirty';
        },
      },
      still_pinned: {
        at: 'mm/vmscan.c shrink_folio_list() folio_maybe_dma_pinned()',
        does: ({ pages, me }) => (pages[me.page].pins > 0 ? 'unlock_page' : 'test_dirty'),
      },
      test_dirty: {
        at: 'mm/vmscan.c shrink_folio_list() folio_test_dirty()',
        thread: 'reclaim: if dirty',
        does: ({ pages, me }) => {
          if (!pages[me.page].dirty) return 'remove_mapping';
          return writes === 'any' ? 'clear_dirty' : 'is_page_cache_freeable';
        },
      },
      is_page_cache_freeable: {
        at: 'mm/vmscan.c pageout() is_page_cache_freeable()',
        thread: 'swapout cannot occur if the page is pinned',
        does: ({ pages, me }) =>
          pages[me.page].pins + pages[me.page].refs > 0 ? 'unlock_page' : 'clear_dirty',
      },
      clear_dirty: {
        at: 'mm/vmscan.c pageout() folio_clear_dirty_for_io()',
        thread: 'reclaim: clear dirty',
        does: ({ pages, me }) => {
          pages[me.page].dirty = false;
          return 'start_writeback';
        },
      },
      start_writeback: {
        at: 'mm/page_io.c swap_writepage() folio_start_writeback()',
        does: ({ pages, me }) => {
          pages[me.page].writeback = true;
          return 'unlock_for_io';
        },
      },
      unlock_for_io: {
        at: 'mm/page_io.c swap_writepage() folio_unlock()',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'swap_writepage';
        },
      },
      swap_writepage: {
        at: 'mm/page_io.c swap_writepage() __swap_writepage()',
        thread: ['reclaim: write to swap', 'write-out reads content'],
        does: ({ pages, me }) => {
          pages[me.page].slot = pages[me.page].content;
          return 'end_writeback';
        },
      },
      end_writeback: {
        at: 'mm/page_io.c end_swap_bio_write() end_page_writeback()',
        does: ({ pages, me }) => {
          pages[me.page].writeback = false;
          return 'begin';
        },
      },
      remove_mapping: {
        at: 'mm/vmscan.c __remove_mapping() folio_ref_freeze()',
        thread: 'reclaim: freeze refs == expected ? free : keep',
        atomic: 'once the references are frozen nobody makes the page dirty',
        does: ({ pages, me }) => {
          const { pins, refs, dirty } = pages[me.page];
          if (frees !== 'ignores-refs' && pins + refs > 0) return 'unlock_page';
          if (frees !== 'dirty-first' && dirty) return 'unlock_page';
          pages[me.page].inSwapCache = false;
          pages[me.page].isAllocated = false;
          pages[me.page].dirty = false;
          return 'unlock_page';
        },
      },
      unlock_page: {
        at: 'mm/vmscan.c shrink_folio_list() folio_unlock()',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'begin';
        },
      },
    },
  });
}
