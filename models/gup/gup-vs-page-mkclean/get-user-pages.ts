// Who pins a page for a device, in gup-vs-page-mkclean: direct I/O and RDMA differ in how long the device writes.

import { bool, oneOf, pick, upTo } from 'mmcheck';
import type { HandleMmFault } from './cpu-store.ts';
import type { Make, Variant } from './variant.ts';

export function getUserPages({ process, call }: Make, values: Variant, fault: HandleMmFault) {
  const { pins, marks, fast, pinners, dmas, page } = values;
  const waits = pins === 'waits';
  const isRefused = pins === 'refused';
  const afterPin = isRefused ? 'put_page' : marks === 'before-dma' ? 'set_page_dirty_lock' : 'dma';
  const afterDma = marks === 'after-dma' ? 'set_page_dirty_lock' : 'put_page';
  return process({
    count: pinners,
    environment: true,
    locals: {
      page,
      dmas: upTo(dmas),
      pte: oneOf('read-only', 'writable', 'none'),
      isSlow: bool,
    },
    begin: () => ({ dmas }),
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.page = choose(page.ids);
        return fast === 'no' ? 'follow_page_pte' : 'gup_fast_pte';
      },
      gup_fast_pte: {
        at: 'mm/gup.c gup_pte_range() ptep_get_lockless()',
        thread: 'GUP fast: R pte',
        does: ({ ptes, me }) => {
          me.pte = ptes[me.page].map;
          return me.pte === 'writable' ? 'gup_fast_pin' : 'follow_page_pte';
        },
      },
      gup_fast_pin: {
        at: 'mm/gup.c gup_pte_range() try_grab_folio()',
        thread: 'GUP fast: ref++',
        does: ({ pages, me }) => {
          pages[me.page].pins++;
          return fast === 'rechecks' ? 'gup_fast_recheck' : afterPin;
        },
      },
      gup_fast_recheck: {
        at: 'mm/gup.c gup_pte_range()',
        thread: 'GUP fast: R pte again same?',
        atomic: 'irqs are off; the variant that waits looks at writeback here, too',
        does: ({ ptes, pages, me }) => {
          if (waits && pages[me.page].writeback) return 'gup_fast_unpin';
          return ptes[me.page].map === me.pte ? afterPin : 'gup_fast_unpin';
        },
      },
      gup_fast_unpin: {
        at: 'mm/gup.c gup_pte_range() gup_put_folio()',
        thread: 'GUP fast: ref--, slow',
        does: ({ pages, me }) => {
          pages[me.page].pins--;
          return 'follow_page_pte';
        },
      },
      follow_page_pte: {
        at: 'mm/gup.c follow_page_pte() try_grab_page()',
        thread: ['GUP slow: LOCK ptl; pte writable?', 'GUP slow: ref++/pin++'],
        atomic: 'under ptl; the variant that waits looks at writeback there, too',
        does: pick(isRefused ? 'refused' : 'allowed', {
          allowed: ({ ptes, pages, me }) => {
            if (ptes[me.page].map !== 'writable') return 'fault';
            if (waits && pages[me.page].writeback) return 'blocked';
            pages[me.page].pins++;
            return afterPin;
          },
          refused: () => 'done',
        }),
      },
      fault: {
        at: 'mm/gup.c faultin_page() handle_mm_fault()',
        thread: 'GUP slow: fault',
        does: call(fault, ({ me }) => ({ page: me.page }), { handled: 'follow_page_pte' }),
      },
      dma: {
        thread: 'G: DMA W',
        atomic: 'the device writes; the record of what came last',
        does: ({ pages, writes, me }) => {
          writes.value++;
          pages[me.page].content = writes.value;
          pages[me.page].latest = writes.value;
          me.dmas--;
          return me.dmas > 0 ? 'dma' : afterDma;
        },
      },
      set_page_dirty_lock: {
        at: 'mm/page-writeback.c set_page_dirty_lock()',
        thread: 'G: set_page_dirty',
        atomic: 'under the page lock',
        does: ({ page_lock, pages, me }) => {
          if (page_lock[me.page].isHeld()) return 'blocked';
          pages[me.page].dirty = true;
          return marks === 'before-dma' ? 'dma' : 'put_page';
        },
      },
      put_page: {
        at: 'mm/gup.c unpin_user_page()',
        thread: 'G: put',
        does: ({ pages, me }) => {
          pages[me.page].pins--;
          return isRefused ? 'follow_page_pte' : 'done';
        },
      },
    },
  });
}
