// Who pins a page for a device that writes and writes, in longterm-pin-vs-truncate, and unpins it when the user says so.

import { none, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

const SOME = 2;

export function rdma({ process }: Make, values: Variant) {
  const { unpins, isDax, isRefused, pinners, block, page, file } = values;
  const [pinned] = file.ids;
  return process({
    count: pinners,
    locals: { b: block, page, writes: upTo(SOME) },
    start: 'begin',
    steps: {
      begin: ({ me, choose }) => {
        me.b = choose(block.ids);
        return isRefused ? 'refused' : 'invalidate_lock_shared';
      },
      refused: { at: 'mm/gup.c check_vma_flags() vma_is_fsdax()', does: () => 'done' },
      invalidate_lock_shared: {
        at: 'mm/filemap.c filemap_fault() filemap_invalidate_lock_shared()',
        does: ({ invalidate_lock, me }) => (invalidate_lock.acquireRead(me) ? 'next' : 'blocked'),
      },
      find_page: {
        at: 'mm/filemap.c filemap_fault()',
        thread: 'P: faults',
        atomic: 'under the lock of the mapping',
        does: ({ truncated, cached, pins, me, choose }) => {
          if (truncated.value) return 'sigbus';
          if (cached[me.b] !== none) return 'set_pte';
          const free = page.ids.filter((p) => pins[p] === 0 && !cached.includes(p));
          cached[me.b] = choose(free);
          return 'set_pte';
        },
      },
      set_pte: {
        at: 'mm/memory.c finish_fault() do_set_pte()',
        thread: 'P: W pte',
        does: ({ mapped, me }) => {
          mapped[me.b] = true;
          return 'invalidate_unlock_shared';
        },
      },
      invalidate_unlock_shared: {
        at: 'mm/filemap.c filemap_fault() filemap_invalidate_unlock_shared()',
        does: ({ invalidate_lock, me }) => {
          invalidate_lock.releaseRead(me);
          return 'follow_page_pte';
        },
      },
      sigbus: {
        at: 'mm/filemap.c filemap_fault() filemap_invalidate_unlock_shared()',
        does: ({ invalidate_lock, me }) => {
          invalidate_lock.releaseRead(me);
          return 'done';
        },
      },
      follow_page_pte: {
        at: 'mm/gup.c follow_page_pte() try_grab_page()',
        thread: 'P: pin++ (via GUP)',
        atomic: 'under ptl',
        does: ({ mapped, cached, pins, me }) => {
          const found = cached[me.b];
          if (!mapped[me.b] || found === none) return 'invalidate_lock_shared';
          me.page = found;
          pins[found]++;
          return 'dma';
        },
      },
      dma: {
        thread: 'P: loop DMA W block(page)',
        does: ({ blocks, me }) => {
          if (isDax) blocks[me.b].data = pinned;
          return 'user';
        },
      },
      user: {
        thread: 'P: user request',
        atomic: 'one of the two, as the variant says',
        does: ({ revoked, returned, me, choose }) => {
          if (unpins === 'perhaps') return choose(['dma', 'unpin'] as const);
          if (unpins === 'on-revoke') return revoked.value ? 'unpin' : 'dma';
          if (unpins === 'after-truncate') return returned.value ? 'unpin' : 'dma';
          if (me.writes === SOME) return 'unpin';
          me.writes++;
          return 'dma';
        },
      },
      unpin: {
        at: 'mm/gup.c unpin_user_page()',
        thread: 'P: pin--',
        does: ({ pins, me }) => {
          pins[me.page]--;
          return 'done';
        },
      },
    },
  });
}
