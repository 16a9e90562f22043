// What can be chosen in gup-vs-swapout-dirty, and the cells. Each page of the mapping has a slot of its own in swap. A page
// that is freed is in its slot alone, and a fault reads it into a new one. What is in a page is the number of the write
// that it was last changed by. Under ptl only one pte is read and changed, so that each such section is one step.

import {
  array,
  type Builder,
  bool,
  cell,
  kind,
  oneOf,
  orNone,
  parameter,
  range,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { mutex } from 'mmcheck/kernel';

export const parameters = {
  marks: parameter(
    'How who has pinned the page says that it is dirty: set_page_dirty_lock() before he puts it; set_page_dirty(), without the page lock; set_page_dirty_lock() when he has put it; not at all.',
    oneOf('locked', 'unlocked', 'after-put', 'never'),
  ),
  writes: parameter(
    'Which dirty pages reclaim writes out: those that nobody but reclaim and the swap cache has a reference to (pageout()); or any, as both sides of the thread have it.',
    oneOf('unreferenced', 'any'),
  ),
  frees: parameter(
    'When reclaim frees a page: it freezes the references, then looks whether the page is dirty; the other way round; or without a look at references.',
    oneOf('freezes', 'dirty-first', 'ignores-refs'),
  ),
  pinned: parameter(
    'What reclaim does with a page that it sees to be pinned: the same as with any other (2019); it does not put it into the swap cache (feb889fb40fa); and asks again when it has unmapped it (d824ec2a1546).',
    oneOf('same', 'skips', 'skips-twice'),
  ),
  pinners: parameter('Who pins a page.', range(1, 2)),
  stores: parameter('How often a cpu writes to the mapping.', range(0, 1)),
  pages: parameter('Pages of the mapping.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { pinners, stores, pages } = values;
  return { ...values, page: kind('page', pages), content: upTo(pinners + stores) };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ page, content, pinners }: Variant) {
  return {
    page_lock: array(page, mutex('PG_locked')),
    ptes: table(page, { isPresent: bool, dirty: bool }, { isPresent: true, dirty: true }),
    pages: table(
      page,
      {
        isAllocated: bool,
        inSwapCache: bool,
        dirty: bool,
        writeback: bool,
        pins: upTo(pinners),
        /** References of faults. */
        refs: upTo(pinners + 1),
        content,
        /** What is in swap. */
        slot: orNone(content),
        /** The write that came last. */
        latest: content,
      },
      { isAllocated: true },
    ),
    /** How many writes there were: none of them is like another. */
    writes: cell(content),
  };
}
