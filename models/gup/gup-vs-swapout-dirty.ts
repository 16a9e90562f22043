// gup-vs-swapout-dirty: an anonymous page is swapped out while a device writes to it.
//
// "[PATCH v3 1/1] mm: introduce put_user_page*(), placeholder versions" (Hubbard, March 2019). Glisse fears stale data in
// swap where an anonymous page was mapped read-only for swapout and is not reported dirty; Lameter holds that a pinned page
// is not swapped out. If it were written out, what comes after that would be in the page alone. Reclaim looks at references
// in pageout(), before it writes, and in __remove_mapping(), before it frees. At stake: what a device has read is lost
// without a word.

import { defineModel, system } from 'mmcheck';
import { cpuStore, doSwapPage } from './gup-vs-swapout-dirty/cpu-store.ts';
import { getUserPages } from './gup-vs-swapout-dirty/get-user-pages.ts';
import { shrinkPage } from './gup-vs-swapout-dirty/shrink-page.ts';
import { cellsOf, parameters, variantOf } from './gup-vs-swapout-dirty/variant.ts';

export default defineModel('gup-vs-swapout-dirty', {
  about:
    'Reclaim writes an anonymous page to swap and frees it when nobody has a reference, while a device ' +
    'that has pinned the page writes to it. feb889fb40fa (2021), d824ec2a1546 (2023).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const fault = doSwapPage(builder, variant);
      return {
        gup: getUserPages(builder, variant, fault),
        shrink_page: shrinkPage(builder, variant),
        cpu_store: cpuStore(builder, variant, fault),
      };
    });
  },
});
