// page-reporting-vs-isolation: free pages are reported to the hypervisor while memory is offlined.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck). Duyck pulls free pages from
// the buddy lists while the host drops their contents, merged as 36e66c554b5c (2020); Hildenbrand
// would leave them there and isolate their pageblock, as memory offlining does. At stake: a page
// that is handed out while it is reported, and an offlining that fails, warns or starves. Names are
// those of v5.7, where 36e66c554b5c came in; the WARN_ON_ONCE() is of v5.4.

import { defineModel, system } from 'mmcheck';
import { allocPages } from './page-reporting-vs-isolation/alloc-pages.ts';
import { allocContigRange, offlinePages } from './page-reporting-vs-isolation/isolation.ts';
import { pageReporting } from './page-reporting-vs-isolation/page-reporting.ts';
import { parameters, variantOf } from './page-reporting-vs-isolation/variant.ts';

export default defineModel('page-reporting-vs-isolation', {
  about:
    'Free pages are reported to the hypervisor, pulled from the buddy lists or in an isolated ' +
    'pageblock, while that is offlined: who gets in whose way? 36e66c554b5c (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(variant.cells, variant.helpers, (builder) => ({
      page_reporting_process: pageReporting(builder, variant),
      alloc_pages: allocPages(builder, variant),
      offline_pages: offlinePages(builder, variant),
      alloc_contig_range: allocContigRange(builder, variant),
    }));
  },
});
