// What can be chosen in madvise-pageout-thp, and the cells: a huge page of two pages, of which the head is to be paged out, as
// this process maps it, and another that may map the head. How often a page is mapped is not stored but counted. While the
// page is compound its head has all references; afterwards each page has its own.

import {
  array,
  type Builder,
  bool,
  cell,
  type Id,
  kind,
  oneOf,
  parameter,
  type Scalar,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { type Heap, heap, mutex, spinlock } from 'mmcheck/kernel';

export const parameters = {
  holds: parameter(
    'What keeps the page while neither lock is held: a reference (get_page()), or nothing.',
    oneOf('reference', 'nothing'),
  ),
  pages_out: parameter(
    'What is paged out after the split: what the pte has under the lock; what it had before the lock was taken; or the page that was split.',
    oneOf('pte', 'stale-pte', 'old-page'),
  ),
  tests: parameter(
    'Of which pages it is asked whether another process maps them: of huge ones (1a4e58cce84e), or of all (12e967fd8e4e).',
    oneOf('huge', 'all'),
  ),
  eagain: parameter(
    'If the page cannot be split: madvise() passes over it, or tries again.',
    oneOf('gives-up', 'retries'),
  ),
  locks: parameter(
    'What madvise() does about the lock of a compound page that is mapped page by page, with the page table locked: trylock_page(), or lock_page(), which 6.1 does not.',
    oneOf('tries', 'waits'),
  ),
  starts: parameter(
    'How the page is mapped at first: as a huge one; as a small one; or page by page, and compound.',
    oneOf('huge', 'small', 'ptes'),
  ),
  beside: parameter(
    'Who else uses the page: munmap() or MADV_DONTNEED; the shrinker of huge pages; a process that comes to map it, or does at first; a pin; or the first three.',
    oneOf('zap', 'shrinker', 'sibling', 'sharer', 'pin', 'all'),
  ),
};

export type Values = ValuesOf<typeof parameters>;
export type Make = Builder<ReturnType<typeof cellsOf>, typeof helpers>;

export const page = kind('page', ['head', 'tail']);
export const [HEAD, TAIL] = page.ids;
const pte = oneOf('none', 'present', 'migration');

/** One for each mapping: the head has those of a compound page. */
const REFERENCES = { huge: [1, 0], small: [1, 1], ptes: [2, 0] };

export function cellsOf({ starts, beside }: Values) {
  const isHuge = starts === 'huge';
  const isShared = beside === 'sharer';
  const more = (isShared ? 1 : 0) + (beside === 'pin' ? 1 : 0);
  return {
    ptl: spinlock('ptl'),
    page_lock: mutex('PG_locked'),
    pmd: cell(oneOf('huge', 'table', 'none'), isHuge ? 'huge' : 'table'),
    ptes: array(page, pte, isHuge ? 'none' : 'present'),
    /** The pte of the other process, of the head. */
    others: cell(pte, isShared ? 'present' : 'none'),
    compound: cell(bool, starts !== 'small'),
    heap: heap(page, { allocated: page.ids }),
    refs: array(
      page,
      upTo(5),
      REFERENCES[starts].map((n, p) => n + (p === HEAD ? more : 0)),
    ),
  };
}

interface Mapped {
  readonly pmd: Scalar<'huge' | 'table' | 'none'>;
  readonly ptes: readonly ('none' | 'present' | 'migration')[];
  readonly others: Scalar<'none' | 'present' | 'migration'>;
}
interface Counted {
  readonly compound: Scalar<boolean>;
  readonly heap: Heap<'page'>;
  readonly refs: number[];
}

export const helpers = {
  /** page_mapcount() of the head. */
  mapcount: ({ pmd, ptes, others }: Mapped) =>
    Number(pmd.value === 'huge' || ptes[HEAD] === 'present') + Number(others.value === 'present'),
  /** The references of all mappings of the compound page. */
  mappings: ({ pmd, ptes, others }: Mapped) =>
    (pmd.value === 'huge' ? 1 : ptes.filter((one) => one === 'present').length) +
    Number(others.value === 'present'),
  /** put_page(): of a compound page, the head has the references of both. */
  put: ({ compound, heap, refs }: Counted, p: Id<'page'>) => {
    const head = compound.value ? HEAD : p;
    refs[head]--;
    if (refs[head] > 0) return;
    heap.free(head);
    if (compound.value) heap.free(TAIL);
  },
};
