// madvise-pageout-thp: madvise(MADV_PAGEOUT) of a part of a huge page splits it first, and looks at its page table again.
//
// "[PATCH v1 4/4] mm: introduce MADV_PAGEOUT" (Kim, June 2019; 1a4e58cce84e). Lameter asks of the code around the split:
// 'I have seen this before multiple times. Is there a way to avoid replicating the whole shebang?' Between
// the page-table lock and the page lock others unmap, split and free the page. At stake: a page that is gone, and pages of
// others that are paged out, which 12e967fd8e4e (2020) ends. The locks of the tables are one here.

import { defineModel, system } from 'mmcheck';
import { madvise } from './madvise-pageout-thp/madvise.ts';
import { shrinker, sibling, zap } from './madvise-pageout-thp/others.ts';
import { splitHugePage } from './madvise-pageout-thp/split-huge-page.ts';
import { cellsOf, helpers, parameters } from './madvise-pageout-thp/variant.ts';

export default defineModel('madvise-pageout-thp', {
  about:
    'madvise() drops the lock of the page table to split a huge page, of which it then pages out a part, ' +
    'while others unmap, split and map it. 1a4e58cce84e (2019), 12e967fd8e4e (2020).',
  parameters,
  system: (values) =>
    system(cellsOf(values), helpers, (builder) => {
      const split = splitHugePage(builder);
      return {
        madvise: madvise(builder, values, split),
        zap: zap(builder, values),
        shrinker: shrinker(builder, values, split),
        sibling: sibling(builder, values),
      };
    }),
});
