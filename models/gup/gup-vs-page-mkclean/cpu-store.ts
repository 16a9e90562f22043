// A cpu that writes to the mapping, in gup-vs-page-mkclean, and the write fault, which get_user_pages() takes, too: it
// tells the filesystem, and waits for writeback, before the pte is writable.

import { upTo } from 'mmcheck';
import { lockPage } from '../../shared/page-lock.ts';
import type { Make, Variant } from './variant.ts';

export type HandleMmFault = ReturnType<typeof handleMmFault>;

export function handleMmFault({ procedure }: Make, { page, stable_writes }: Variant) {
  return procedure('handle_mm_fault', {
    params: { page },
    returns: ['handled'],
    start: 'lock_page',
    steps: {
      lock_page: {
        at: 'fs/buffer.c block_page_mkwrite() lock_page()',
        thread: 'fault: LOCK page',
        does: lockPage,
      },
      block_write_begin: {
        at: 'fs/buffer.c block_page_mkwrite() __block_write_begin()',
        thread: 'fault: page_mkwrite',
        does: ({ pages, me }) => {
          pages[me.page].buffers = true;
          return 'set_page_dirty';
        },
      },
      set_page_dirty: {
        at: 'fs/buffer.c block_page_mkwrite() set_page_dirty()',
        thread: 'fault: set dirty',
        does: ({ pages, me }) => {
          pages[me.page].dirty = true;
          return 'wait_for_stable_page';
        },
      },
      wait_for_stable_page: {
        at: 'fs/buffer.c block_page_mkwrite() wait_for_stable_page()',
        thread: 'fault: wait_writeback',
        does: ({ pages, me }) =>
          stable_writes && pages[me.page].writeback ? 'blocked' : 'finish_mkwrite_fault',
      },
      finish_mkwrite_fault: {
        at: 'mm/memory.c finish_mkwrite_fault()',
        thread: 'fault: W pte=RW',
        atomic: 'under ptl',
        does: ({ ptes, me }) => {
          ptes[me.page].map = 'writable';
          ptes[me.page].dirty = true;
          return 'fault_dirty_shared_page';
        },
      },
      fault_dirty_shared_page: {
        at: 'mm/memory.c fault_dirty_shared_page() set_page_dirty()',
        thread: 'fault: set dirty',
        does: ({ pages, me }) => {
          pages[me.page].dirty = true;
          return 'unlock_page';
        },
      },
      unlock_page: {
        at: 'mm/memory.c fault_dirty_shared_page() unlock_page()',
        thread: 'fault: UNLOCK',
        does: ({ page_lock, me }) => {
          page_lock[me.page].release(me);
          return 'handled';
        },
      },
    },
  });
}

export function cpuStore({ process, call }: Make, values: Variant, fault: HandleMmFault) {
  const { stores, page } = values;
  return process({
    environment: true,
    locals: { page, stores: upTo(stores) },
    begin: () => ({ stores }),
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        if (me.stores === 0) return 'done';
        me.page = choose(page.ids);
        return 'store';
      },
      store: {
        thread: 'CPU writer',
        atomic: 'one instruction, which sets the dirty bit; the record of what came last',
        does: ({ ptes, pages, writes, me }) => {
          if (ptes[me.page].map !== 'writable') return 'fault';
          ptes[me.page].dirty = true;
          writes.value++;
          pages[me.page].content = writes.value;
          pages[me.page].latest = writes.value;
          me.stores--;
          return 'begin';
        },
      },
      fault: {
        at: 'mm/memory.c wp_page_shared() do_page_mkwrite()',
        thread: 'CPU writer: faults',
        does: call(fault, ({ me }) => ({ page: me.page }), { handled: 'store' }),
      },
    },
  });
}
