// The claims about madvise-pageout-thp, and what becomes of each.
//
// Lameter did not say that the code is wrong, and it is not: a reference outlasts the lock, and what is paged out is
// what the page table has once its lock is held again. Each half alone is not enough.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/thp/madvise-pageout-thp.ts';

const M = (label: string) => ['madvise', label] as const;
const Z = (label: string) => ['zap', label] as const;
const S = (label: string) => ['shrinker', label] as const;
const B = (label: string) => ['sibling', label] as const;

const holds = {
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-leak': 'holds',
  'split-is-huge': 'holds',
  'only-own-pages': 'holds',
  'madvise-ends': 'holds',
  'no-deadlock': 'holds',
} as const;

export default defineSpec(model, {
  seed: '[PATCH v1 4/4] mm: introduce MADV_PAGEOUT (Kim, Jun 2019), 1a4e58cce84e; 12e967fd8e4e (2020)',
  answer:
    'Kim: a reference outlasts the lock, and the table is read again under it. Lameter asked only ' +
    'whether the code must be repeated. Whose pages they are was asked of huge ones only, until 2020.',
  properties: ({ asserted, atTheEnd, deadlock, terminates, unreachable }, { beside }) => {
    const { 'no-use-after-free': used, 'no-double-free': doubly } = heapProperties(unreachable);
    return {
      'no-use-after-free': used,
      'no-double-free': doubly,
      'no-leak': atTheEnd(
        'what is not mapped is freed',
        ({ heap, pmd, ptes, others }) =>
          beside === 'pin' ||
          [0, 1].every(
            (p) =>
              heap.objects[p] === 'freed' ||
              pmd.value === 'huge' ||
              ptes[p] === 'present' ||
              others.value === 'present',
          ),
      ),
      'split-is-huge': unreachable('a page that is split is a huge one', ({ madvise, shrinker }) =>
        [...madvise, ...shrinker].some(({ at }) => at === 'split_huge_page/vm_bug_on'),
      ),
      'only-own-pages': asserted('no page that another process maps is paged out'),
      'madvise-ends': terminates('madvise() ends', 'madvise'),
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { beside: 'shrinker' }, expect: holds },
    {
      set: { holds: 'nothing' },
      expect: {
        ...holds,
        'no-use-after-free': violated([M('unlock_to_split'), Z('put_head'), M('lock_page')]),
      },
    },
    {
      set: { holds: 'nothing', beside: 'shrinker' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          S('get_page_unless_zero'),
          M('split_huge_page/folio_ref_freeze'),
        ]),
        'no-double-free': violated([
          S('get_page_unless_zero'),
          M('split_huge_page/folio_ref_freeze'),
        ]),
        'split-is-huge': violated([
          S('get_page_unless_zero'),
          M('split_huge_page/folio_ref_freeze'),
          S('split_huge_page/folio_test_large'),
        ]),
      },
      note:
        'The reference of the shrinker is taken for its own by madvise(), whose split succeeds, and the ' +
        'shrinker goes on with a page that is huge no more.',
    },
    {
      set: { pages_out: 'old-page' },
      expect: {
        ...holds,
        'no-use-after-free': violated([Z('clear'), M('put_page'), M('isolate_lru_page')]),
        'no-double-free': violated([Z('clear'), M('put_page'), M('put_isolated')]),
      },
    },
    {
      set: { pages_out: 'stale-pte' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          M('read_pte'),
          Z('clear'),
          M('pte_offset_map_lock'),
          Z('put_head'),
          M('isolate_lru_page'),
        ]),
        'no-double-free': violated([M('read_pte'), Z('clear'), Z('put_head'), M('put_isolated')]),
      },
    },
    {
      set: { beside: 'sibling' },
      expect: {
        ...holds,
        'only-own-pages': violated([M('page_mapcount'), B('do_swap_page'), M('try_to_unmap')]),
      },
      note: 'The page was its own when it was asked. It is paged out for both: slow, and not wrong.',
    },
    {
      set: { beside: 'sibling', tests: 'all' },
      expect: {
        ...holds,
        'only-own-pages': violated([
          M('page_mapcount_of_small'),
          B('do_swap_page'),
          M('try_to_unmap'),
        ]),
      },
    },
    { set: { beside: 'sharer' }, expect: holds },
    {
      set: { beside: 'sharer', starts: 'small' },
      expect: {
        ...holds,
        'only-own-pages': violated([M('isolate_lru_page'), M('try_to_unmap')]),
      },
    },
    { set: { beside: 'sharer', starts: 'small', tests: 'all' }, expect: holds },
    { set: { starts: 'ptes' }, expect: holds },
    { set: { starts: 'ptes', beside: 'shrinker' }, expect: holds },
    {
      set: { starts: 'ptes', beside: 'shrinker', locks: 'waits' },
      expect: {
        ...holds,
        'madvise-ends': violated([
          M('pte_offset_map_lock'),
          S('trylock_page'),
          M('get_page_under_ptl'),
        ]),
        'no-deadlock': violated([
          M('pte_offset_map_lock'),
          S('trylock_page'),
          M('get_page_under_ptl'),
        ]),
      },
      note: 'To split, the shrinker needs the lock of the page table, with the page lock held.',
    },
    { set: { beside: 'pin' }, expect: holds },
    {
      set: { beside: 'pin', eagain: 'retries' },
      expect: {
        ...holds,
        'madvise-ends': violated([M('split_huge_page/can_split_folio'), M('put_page_eagain')]),
      },
    },
    {
      set: { beside: 'all', tests: 'all' },
      expect: {
        ...holds,
        'only-own-pages': violated([M('page_mapcount_of_small'), M('try_to_unmap')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'no-leak': {
      replace: "put(TAIL);\n          return 'split';",
      by: "return 'split';",
      file: 'madvise-pageout-thp/split-huge-page.ts',
      at: {},
    },
  },
  history: [
    {
      commit: '12e967fd8e4e',
      subject: 'mm: do not allow MADV_PAGEOUT for CoW pages',
      year: 2020,
      property: 'only-own-pages',
      before: { beside: 'sharer', starts: 'small' },
      after: { beside: 'sharer', starts: 'small', tests: 'all' },
    },
  ],
});
