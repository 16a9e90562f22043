// Who else uses the page in madvise-pageout-thp: who unmaps it, under the mmap lock for reading as madvise() is; the shrinker
// that splits huge pages; another process, which finds the page in the swap cache.

import { set } from 'mmcheck';
import type { SplitHugePage } from './split-huge-page.ts';
import { HEAD, type Make, page, TAIL, type Values } from './variant.ts';

const isThere = (beside: Values['beside'], who: Values['beside']): number =>
  beside === who || beside === 'all' ? 1 : 0;

export function zap({ process }: Make, { beside }: Values) {
  return process({
    count: isThere(beside, 'zap'),
    locals: { unmapped: set(page) },
    start: 'lock_ptl',
    steps: {
      lock_ptl: {
        at: 'mm/huge_memory.c zap_huge_pmd() __pmd_trans_huge_lock()',
        thread: 'zap: LOCK ptl',
        does: ({ ptl, me }) => (ptl.acquire(me) ? 'next' : 'blocked'),
      },
      clear: {
        at: 'mm/huge_memory.c zap_huge_pmd() pmdp_huge_get_and_clear_full()',
        thread: ['zap: W pmd=none', 'zap: mapcount--'],
        atomic: 'under ptl',
        does: ({ pmd, ptes, me }) => {
          if (pmd.value === 'huge') {
            pmd.value = 'none';
            me.unmapped.add(HEAD);
          }
          for (const p of page.ids) {
            if (ptes[p] === 'present') me.unmapped.add(p);
            ptes[p] = 'none';
          }
          return 'next';
        },
      },
      unlock_ptl: {
        at: 'mm/huge_memory.c zap_huge_pmd() spin_unlock()',
        thread: ['zap: UNLOCK', 'zap: tlb flush'],
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'next';
        },
      },
      put_head: {
        at: 'mm/huge_memory.c zap_huge_pmd() tlb_remove_page_size()',
        thread: 'zap: ref--',
        atomic: 'who gives back the last reference frees',
        does: ({ put, me }) => {
          if (me.unmapped.has(HEAD)) put(HEAD);
          return 'next';
        },
      },
      put_tail: {
        at: 'mm/memory.c zap_pte_range() __tlb_remove_page()',
        thread: 'zap: ref--',
        atomic: 'who gives back the last reference frees',
        does: ({ put, me }) => {
          if (me.unmapped.has(TAIL)) put(TAIL);
          return 'done';
        },
      },
    },
  });
}

export function shrinker({ process, call }: Make, { beside }: Values, split: SplitHugePage) {
  return process({
    count: isThere(beside, 'shrinker'),
    start: 'get_page_unless_zero',
    steps: {
      get_page_unless_zero: {
        at: 'mm/huge_memory.c deferred_split_scan() get_page_unless_zero()',
        atomic: 'under split_queue_lock a page on the queue is a huge one',
        does: ({ refs, compound }) => {
          if (refs[HEAD] === 0 || !compound.value) return 'done';
          refs[HEAD]++;
          return 'next';
        },
      },
      trylock_page: {
        at: 'mm/huge_memory.c deferred_split_scan() trylock_page()',
        does: ({ page_lock, me }) => (page_lock.tryAcquire(me) ? 'next' : 'put_page'),
      },
      split_huge_page: {
        at: 'mm/huge_memory.c deferred_split_scan() split_huge_page()',
        thread: 'second splitter',
        does: call(split, () => ({}), { split: 'unlock_page', eagain: 'unlock_page' }),
      },
      unlock_page: {
        at: 'mm/huge_memory.c deferred_split_scan() unlock_page()',
        does: ({ page_lock, me }) => {
          page_lock.release(me);
          return 'next';
        },
      },
      put_page: {
        at: 'mm/huge_memory.c deferred_split_scan() put_page()',
        atomic: 'who gives back the last reference frees',
        does: ({ put }) => {
          put(HEAD);
          return 'done';
        },
      },
    },
  });
}

export function sibling({ process }: Make, { beside }: Values) {
  return process({
    count: isThere(beside, 'sibling'),
    environment: true,
    start: 'do_swap_page',
    steps: {
      do_swap_page: {
        at: 'mm/memory.c do_swap_page() folio_lock_or_retry()',
        thread: 'mapcount>1 test before unlock is stale afterwards',
        atomic: 'under the page lock, and the lock of its own page table',
        does: ({ page_lock, refs, others }) => {
          if (page_lock.isHeld()) return 'blocked';
          if (refs[HEAD] === 0) return 'done';
          refs[HEAD]++;
          others.value = 'present';
          return 'done';
        },
      },
    },
  });
}
