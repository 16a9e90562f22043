// Reclaim of one page, in gup-vs-page-mkclean: the buffers are gone before it asks whether anybody has a reference. A page
// that is dirty or under writeback stays. A page that is freed is read from the disk by the next fault.

import { lockPage } from '../../shared/page-lock.ts';
import type { Make, Variant } from './variant.ts';

export function shrinkPage({ process }: Make, { reclaim, page }: Variant) {
  return process({
    count: reclaim === 'no' ? 0 : 1,
    environment: true,
    locals: { page },
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.page = choose(page.ids);
        return 'lock_page';
      },
      lock_page: {
        at: 'mm/vmscan.c shrink_folio_list() folio_trylock()',
        thread: 'R: LOCK page',
        does: lockPage,
      },
      test_writeback: {
        at: 'mm/vmscan.c shrink_folio_list() folio_test_writeback()',
        does: ({ pages, me }) => (pages[me.page].writeback ? 'unlock_page' : 'try_to_unmap'),
      },
      try_to_unmap: {
        at: 'mm/rmap.c try_to_unmap_one() folio_mark_dirty()',
        thread: 'R: unmap',
        atomic: 'under ptl',
        does: ({ ptes, pages, me }) => {
          if (ptes[me.page].dirty) pages[me.page].dirty = true;
          ptes[me.page].map = 'none';
          ptes[me.page].dirty = false;
          return reclaim === 'keeps-pinned' ? 'maybe_dma_pinned' : 'test_dirty';
        },
      },
      maybe_dma_pinned: {
        at: 'mm/vmscan.c shrink_folio_list() folio_maybe_dma_pinned()',
        thread: 'R: not of a pinned page',
        does: ({ pages, me }) => (pages[me.page].pins > 0 ? 'unlock_page' : 'test_dirty'),
      },
      test_dirty: {
        at: 'mm/vmscan.c shrink_folio_list() folio_test_dirty()',
        does: ({ pages, me }) => (pages[me.page].dirty ? 'unlock_page' : 'release_buffers'),
      },
      release_buffers: {
        at: 'fs/buffer.c try_to_free_buffers()',
        thread: 'R drops buffers',
        does: ({ pages, me }) => {
          pages[me.page].buffers = false;
          return 'remove_mapping';
        },
      },
      remove_mapping: {
        at: 'mm/vmscan.c __remove_mapping() folio_ref_freeze()',
        thread: 'R: freeze refs',
        atomic: 'under the lock of the mapping',
        does: ({ pages, me }) => {
          if (pages[me.page].pins === 0) pages[me.page].content = pages[me.page].disk;
          return 'unlock_page';
        },
      },
      unlock_page: {
        at: 'mm/vmscan.c shrink_folio_list() folio_unlock()',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'done';
        },
      },
    },
  });
}
