// Writeback of one page, in gup-vs-page-mkclean, by the flusher thread and by fsync(). The disk reads the memory after the
// checksum was made of it.

import { bool, none, set } from 'mmcheck';
import { lockPage } from '../../shared/page-lock.ts';
import type { Make, Variant } from './variant.ts';

export type WritePage = ReturnType<typeof writePage>;

export function writePage({ procedure }: Make, { page, pins }: Variant) {
  const asks = pins === 'skipped' || pins === 'copied';
  return procedure('write_page', {
    params: { page },
    locals: { copies: bool },
    returns: ['written'],
    start: 'lock_page',
    steps: {
      lock_page: {
        at: 'mm/page-writeback.c write_cache_pages() lock_page()',
        thread: 'F: lock_page',
        does: lockPage,
      },
      wait_on_page_writeback: {
        at: 'mm/page-writeback.c write_cache_pages() wait_on_page_writeback()',
        does: ({ pages, me }) => (pages[me.page].writeback ? 'blocked' : 'page_has_buffers'),
      },
      page_has_buffers: {
        at: 'fs/ext4/inode.c mpage_prepare_extent_to_map() ClearPageDirty()',
        thread: 'fs BUG',
        atomic: 'under the page lock',
        does: ({ pages, me }) => {
          if (!pages[me.page].dirty) return 'unlock_clean';
          if (pages[me.page].buffers) return 'page_mkclean';
          // Since cc5095747edf a warning, and what was written is lost; before it a BUG_ON().
          pages[me.page].dirty = false;
          return 'unlock_clean';
        },
      },
      page_mkclean: {
        at: 'mm/page-writeback.c folio_clear_dirty_for_io() folio_mkclean()',
        thread: 'F: clear_page_dirty_for_io (page_mkclean: pte RO)',
        atomic: 'under ptl',
        does: ({ ptes, pages, me }) => {
          if (ptes[me.page].dirty) pages[me.page].dirty = true;
          if (ptes[me.page].map === 'writable') ptes[me.page].map = 'read-only';
          ptes[me.page].dirty = false;
          return 'test_clear_dirty';
        },
      },
      test_clear_dirty: {
        at: 'mm/page-writeback.c folio_clear_dirty_for_io() folio_test_clear_dirty()',
        thread: 'F: clear_page_dirty_for_io (dirty:=0)',
        does: ({ pages, me }) => {
          pages[me.page].dirty = false;
          return asks ? 'maybe_dma_pinned' : 'set_page_writeback';
        },
      },
      maybe_dma_pinned: {
        at: 'include/linux/mm.h page_maybe_dma_pinned()',
        thread: 'F: R pins',
        does: ({ pages, me }) => {
          if (pages[me.page].pins === 0) return 'set_page_writeback';
          if (pins === 'skipped') return 'redirty_page';
          me.copies = true;
          return 'set_page_writeback';
        },
      },
      redirty_page: {
        at: 'mm/page-writeback.c folio_redirty_for_writepage()',
        thread: 'F: skips',
        does: ({ pages, me }) => {
          pages[me.page].dirty = true;
          return 'unlock_clean';
        },
      },
      unlock_clean: {
        at: 'mm/page-writeback.c write_cache_pages() unlock_page()',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'written';
        },
      },
      set_page_writeback: {
        at: 'mm/page-writeback.c __folio_start_writeback()',
        thread: 'F: writeback',
        does: ({ pages, me }) => {
          pages[me.page].writeback = true;
          return 'unlock_page';
        },
      },
      unlock_page: {
        at: 'mm/page-writeback.c write_cache_pages() unlock_page()',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return me.copies ? 'bounce' : 'checksum';
        },
      },
      bounce: {
        thread: 'F: bounces',
        does: ({ pages, me }) => {
          pages[me.page].bounce = pages[me.page].content;
          return 'checksum';
        },
      },
      checksum: {
        thread: 'F: checksum := content',
        does: ({ pages, me }) => {
          const { bounce, content } = pages[me.page];
          pages[me.page].checksum = bounce === none ? content : bounce;
          return 'submit_bio';
        },
      },
      submit_bio: {
        thread: 'F: the disk reads the page',
        does: ({ pages, me }) => {
          const { bounce, content } = pages[me.page];
          pages[me.page].disk = bounce === none ? content : bounce;
          return 'end_page_writeback';
        },
      },
      end_page_writeback: {
        at: 'mm/filemap.c folio_end_writeback()',
        thread: 'F: end_writeback',
        does: ({ pages, me }) => {
          pages[me.page].checksum = none;
          pages[me.page].bounce = none;
          pages[me.page].writeback = false;
          return 'written';
        },
      },
    },
  });
}

/** The thread that writes back what is dirty, for ever. */
export function flusher({ process, call }: Make, { page }: Variant, write: WritePage) {
  return process({
    locals: { page },
    start: 'wait',
    end: ['wait'],
    steps: {
      wait: {
        at: 'fs/fs-writeback.c wb_workfn()',
        atomic: 'it looks from page to page, and wakes for each',
        does: ({ pages, me, choose }) => {
          const dirty = page.ids.filter((p) => pages[p].dirty);
          if (dirty.length === 0) return 'blocked';
          me.page = choose(dirty);
          return 'write';
        },
      },
      write: call(write, ({ me }) => ({ page: me.page }), { written: 'wait' }),
    },
  });
}

/** fsync(): each page is written, if it is dirty, and waited for. */
export function fsync({ process, call }: Make, values: Variant, write: WritePage) {
  const { page } = values;
  return process({
    count: values.fsync ? 1 : 0,
    environment: true,
    locals: { page, left: set(page, page.ids) },
    start: 'begin',
    steps: {
      begin: () => 'next',
      next_page: ({ me, choose }) => {
        if (me.left.isEmpty) return 'return';
        me.page = choose(me.left.values());
        me.left.delete(me.page);
        return 'write';
      },
      write: call(write, ({ me }) => ({ page: me.page }), { written: 'filemap_fdatawait' }),
      filemap_fdatawait: {
        at: 'mm/filemap.c __filemap_fdatawait_range() wait_on_page_writeback()',
        thread: 'fsync: wait_writeback',
        does: ({ pages, me }) => (pages[me.page].writeback ? 'blocked' : 'next_page'),
      },
      return: { thread: 'fsync returns', does: () => 'done' },
    },
  });
}
