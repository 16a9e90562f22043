// madvise(MADV_PAGEOUT) of the first page of a huge page, in madvise-pageout-thp: madvise_cold_or_pageout_pte_range(), and
// reclaim_pages() of what it has isolated.

import { bool } from 'mmcheck';
import type { SplitHugePage } from './split-huge-page.ts';
import { HEAD, type Make, type Values } from './variant.ts';

export function madvise({ process, call }: Make, values: Values, split: SplitHugePage) {
  const { holds, pages_out, tests, eagain, locks } = values;
  const again = eagain === 'retries' ? 'pmd_trans_huge' : 'done';
  const afterSplit = pages_out === 'old-page' ? 'isolate_lru_page' : 'pmd_trans_unstable';
  return process({
    locals: { isPresent: bool },
    start: 'pmd_trans_huge',
    steps: {
      pmd_trans_huge: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pmd_trans_huge()',
        does: ({ pmd }) => (pmd.value === 'huge' ? 'pmd_trans_huge_lock' : 'pmd_trans_unstable'),
      },
      pmd_trans_huge_lock: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pmd_trans_huge_lock()',
        thread: 'task: LOCK ptl',
        does: ({ ptl, me }) => (ptl.acquire(me) ? 'next' : 'blocked'),
      },
      orig_pmd: {
        at: 'mm/huge_memory.c __pmd_trans_huge_lock()',
        thread: 'task: R pmd→thp',
        does: ({ pmd }) => (pmd.value === 'huge' ? 'page_mapcount' : 'unlock'),
      },
      page_mapcount: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() page_mapcount()',
        thread: 'task: R mapcount',
        atomic: 'one count',
        does: ({ mapcount }) => {
          if (mapcount() !== 1) return 'unlock';
          return holds === 'reference' ? 'get_page' : 'unlock_to_split';
        },
      },
      get_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() get_page()',
        thread: 'task: ref++',
        does: ({ refs }) => {
          refs[HEAD]++;
          return 'next';
        },
      },
      unlock_to_split: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() spin_unlock()',
        thread: 'task: UNLOCK ptl',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'next';
        },
      },
      lock_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() lock_page()',
        thread: 'task: LOCK page',
        atomic: 'heap only says whether it is there',
        does: ({ page_lock, heap, me }) => {
          if (!page_lock.acquire(me)) return 'blocked';
          heap.deref(HEAD);
          return 'next';
        },
      },
      split_huge_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() split_huge_page()',
        thread: 'task: split',
        does: call(split, () => ({}), { split: 'unlock_page', eagain: 'unlock_page_eagain' }),
      },
      unlock_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() unlock_page()',
        thread: 'task: UNLOCK page',
        does: ({ page_lock, me }) => {
          page_lock.release(me);
          return holds === 'reference' ? 'put_page' : afterSplit;
        },
      },
      put_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() put_page()',
        thread: 'task: ref--',
        atomic: 'who gives back the last reference frees',
        does: ({ put }) => {
          put(HEAD);
          return afterSplit;
        },
      },
      unlock_page_eagain: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() unlock_page()',
        does: ({ page_lock, me }) => {
          page_lock.release(me);
          return holds === 'reference' ? 'put_page_eagain' : again;
        },
      },
      put_page_eagain: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() put_page()',
        thread: 'EAGAIN path',
        atomic: 'who gives back the last reference frees',
        does: ({ put }) => {
          put(HEAD);
          return again;
        },
      },
      pmd_trans_unstable: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pmd_trans_unstable()',
        thread: 'task: R pmd',
        does: ({ pmd }) => {
          if (pmd.value !== 'table') return 'done';
          return pages_out === 'stale-pte' ? 'read_pte' : 'pte_offset_map_lock';
        },
      },
      read_pte: {
        thread: 'the old pte snapshot',
        does: ({ ptes, me }) => {
          me.isPresent = ptes[HEAD] === 'present';
          return 'pte_offset_map_lock';
        },
      },
      pte_offset_map_lock: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pte_offset_map_lock()',
        thread: 'task: LOCK ptl',
        does: ({ ptl, me }) => (ptl.acquire(me) ? 'next' : 'blocked'),
      },
      pte_present: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pte_present()',
        thread: 'task: R pte',
        does: ({ ptes, me }) => {
          if (pages_out !== 'stale-pte') me.isPresent = ptes[HEAD] === 'present';
          return me.isPresent ? 'next' : 'unlock';
        },
      },
      page_trans_compound: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() PageTransCompound()',
        does: ({ compound }) => {
          if (compound.value) return 'page_mapcount_of_ptes';
          return tests === 'all' ? 'page_mapcount_of_small' : 'isolate_lru_page';
        },
      },
      page_mapcount_of_ptes: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() page_mapcount()',
        atomic: 'one count',
        does: ({ mapcount }) => {
          if (mapcount() !== 1) return 'unlock';
          return holds === 'reference' ? 'next' : 'trylock_page';
        },
      },
      get_page_under_ptl: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() get_page()',
        does: ({ refs }) => {
          refs[HEAD]++;
          return 'next';
        },
      },
      trylock_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() trylock_page()',
        atomic: 'heap only says whether it is there',
        does: ({ page_lock, heap, me }) => {
          heap.deref(HEAD);
          if (page_lock.tryAcquire(me)) return 'unlock_ptes_to_split';
          if (locks === 'waits') return 'blocked';
          return holds === 'reference' ? 'put_page_under_ptl' : 'unlock';
        },
      },
      put_page_under_ptl: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() put_page()',
        atomic: 'who gives back the last reference frees',
        does: ({ put }) => {
          put(HEAD);
          return 'unlock';
        },
      },
      unlock_ptes_to_split: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pte_unmap_unlock()',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'split_huge_page';
        },
      },
      page_mapcount_of_small: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() page_mapcount()',
        thread: 'task: R mapcount',
        atomic: 'one count',
        does: ({ mapcount }) => (mapcount() === 1 ? 'isolate_lru_page' : 'unlock'),
      },
      isolate_lru_page: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() isolate_lru_page()',
        thread: 'task: isolate_lru',
        atomic: 'heap only says whether it is there',
        does: ({ heap, refs, ptl, me }) => {
          heap.deref(HEAD);
          refs[HEAD]++;
          return ptl.isHeldBy(me) ? 'unlock_isolated' : 'try_to_unmap';
        },
      },
      unlock_isolated: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() pte_unmap_unlock()',
        thread: 'task: UNLOCK',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'try_to_unmap';
        },
      },
      try_to_unmap: {
        at: 'mm/vmscan.c shrink_folio_list() try_to_unmap()',
        atomic: 'under the page lock and ptl, and the freed mappings are those of one page',
        does: ({ ptl, page_lock, ptes, others, refs, assert }) => {
          if (ptl.isHeld() || page_lock.isHeld()) return 'blocked';
          assert(others.value === 'none', 'another process maps it', 'only-own-pages');
          if (ptes[HEAD] === 'present') refs[HEAD]--;
          if (others.value === 'present') refs[HEAD]--;
          ptes[HEAD] = 'none';
          others.value = 'none';
          return 'next';
        },
      },
      put_isolated: {
        at: 'mm/vmscan.c shrink_folio_list() free_unref_page_list()',
        atomic: 'the last reference frees',
        does: ({ put }) => {
          put(HEAD);
          return 'done';
        },
      },
      unlock: {
        at: 'mm/madvise.c madvise_cold_or_pageout_pte_range() spin_unlock()',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'done';
        },
      },
    },
  });
}
