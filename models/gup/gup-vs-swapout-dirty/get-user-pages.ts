// Who pins a page for a device that writes to it once, in gup-vs-swapout-dirty.

import type { DoSwapPage } from './cpu-store.ts';
import type { Make, Variant } from './variant.ts';

export function getUserPages({ process, call }: Make, values: Variant, fault: DoSwapPage) {
  const { marks, pinners, page } = values;
  const marksFirst = marks === 'locked' || marks === 'unlocked';
  return process({
    count: pinners,
    environment: true,
    locals: { page },
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.page = choose(page.ids);
        return 'follow_page_pte';
      },
      follow_page_pte: {
        at: 'mm/gup.c follow_page_pte() try_grab_page()',
        thread: 'G pins (ref)',
        atomic: 'under ptl',
        does: ({ ptes, pages, me }) => {
          if (!ptes[me.page].isPresent) return 'fault';
          pages[me.page].pins++;
          return 'dma';
        },
      },
      fault: {
        at: 'mm/gup.c faultin_page() handle_mm_fault()',
        does: call(fault, ({ me }) => ({ page: me.page }), { handled: 'follow_page_pte' }),
      },
      dma: {
        thread: 'DMA W',
        atomic: 'the device writes; the record of what came last',
        does: ({ pages, writes, me }) => {
          writes.value++;
          pages[me.page].content = writes.value;
          pages[me.page].latest = writes.value;
          return marksFirst ? 'set_page_dirty' : 'put_page';
        },
      },
      set_page_dirty: {
        at: 'mm/page-writeback.c set_page_dirty_lock()',
        thread: 'G: set_page_dirty',
        atomic: 'under the page lock, or one bit',
        does: ({ page_lock, pages, me }) => {
          if (marks !== 'unlocked' && page_lock[me.page].isHeld()) return 'blocked';
          pages[me.page].dirty = true;
          return marksFirst ? 'put_page' : 'done';
        },
      },
      put_page: {
        at: 'mm/gup.c unpin_user_page()',
        thread: 'G puts',
        does: ({ pages, me }) => {
          pages[me.page].pins--;
          return marks === 'after-put' ? 'set_page_dirty' : 'done';
        },
      },
    },
  });
}
