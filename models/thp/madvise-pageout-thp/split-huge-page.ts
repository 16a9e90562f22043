// split_huge_page(), in madvise-pageout-thp, with the page lock and a reference held: all mappings become migration entries,
// and if no reference is left but the caller's, two pages are made of one. Otherwise it is mapped again, by page, as it was.

import { bool } from 'mmcheck';
import { HEAD, type Make, TAIL } from './variant.ts';

export type SplitHugePage = ReturnType<typeof splitHugePage>;

export function splitHugePage({ procedure }: Make) {
  return procedure('split_huge_page', {
    locals: { isSplit: bool },
    returns: ['split', 'eagain'],
    start: 'folio_test_large',
    steps: {
      folio_test_large: {
        at: 'mm/huge_memory.c split_huge_page_to_list() folio_test_large()',
        does: ({ compound }) => (compound.value ? 'can_split_folio' : 'vm_bug_on'),
      },
      vm_bug_on: { at: 'mm/huge_memory.c split_huge_page_to_list()', does: () => 'eagain' },
      can_split_folio: {
        at: 'mm/huge_memory.c can_split_folio()',
        thread: 'split: freeze refs (expected==1+mapcount+1 ?)',
        atomic: 'a racy look at two counts; folio_ref_freeze() looks again',
        does: ({ refs, mappings }) => (mappings() === refs[HEAD] - 1 ? 'lock_ptl' : 'eagain'),
      },
      lock_ptl: {
        at: 'mm/rmap.c try_to_migrate_one() page_vma_mapped_walk()',
        does: ({ ptl, me }) => (ptl.acquire(me) ? 'next' : 'blocked'),
      },
      unmap_folio: {
        at: 'mm/huge_memory.c unmap_folio() try_to_migrate()',
        thread: 'split: …',
        atomic: 'under ptl, and each mapping is gone before the references are looked at',
        does: ({ pmd, ptes, others, refs, mappings }) => {
          refs[HEAD] -= mappings();
          for (const p of [HEAD, TAIL]) {
            if (pmd.value === 'huge' || ptes[p] === 'present') ptes[p] = 'migration';
          }
          if (pmd.value === 'huge') pmd.value = 'table';
          if (others.value === 'present') others.value = 'migration';
          return 'next';
        },
      },
      unlock_ptl: {
        at: 'mm/rmap.c try_to_migrate_one() page_vma_mapped_walk_done()',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return 'next';
        },
      },
      folio_ref_freeze: {
        at: 'mm/huge_memory.c split_huge_page_to_list() folio_ref_freeze()',
        thread: 'split: freeze refs',
        atomic: 'with the references frozen; the tail gets one that is given back below',
        does: ({ refs, compound, me }) => {
          if (refs[HEAD] !== 1) return 'lock_ptl_again';
          compound.value = false;
          refs[TAIL] = 1;
          me.isSplit = true;
          return 'next';
        },
      },
      lock_ptl_again: {
        at: 'mm/migrate.c remove_migration_pte() page_vma_mapped_walk()',
        does: ({ ptl, me }) => (ptl.acquire(me) ? 'next' : 'blocked'),
      },
      remap_page: {
        at: 'mm/huge_memory.c remap_page() remove_migration_ptes()',
        atomic: 'under ptl',
        does: ({ ptes, others, compound, refs }) => {
          for (const p of [HEAD, TAIL]) {
            if (ptes[p] !== 'migration') continue;
            ptes[p] = 'present';
            refs[compound.value ? HEAD : p]++;
          }
          if (others.value === 'migration') {
            others.value = 'present';
            refs[HEAD]++;
          }
          return 'next';
        },
      },
      unlock_ptl_again: {
        at: 'mm/migrate.c remove_migration_pte() page_vma_mapped_walk()',
        does: ({ ptl, me }) => {
          ptl.release(me);
          return me.isSplit ? 'put_tail' : 'eagain';
        },
      },
      put_tail: {
        at: 'mm/huge_memory.c __split_huge_page() free_page_and_swap_cache()',
        atomic: 'who gives back the last reference frees',
        does: ({ put }) => {
          put(TAIL);
          return 'split';
        },
      },
    },
  });
}
