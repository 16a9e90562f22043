// offline-pcp-drain: a page reaches a pcp list after memory offlining has drained them.
//
// linux-mm, November 2019, on free page reporting by way of page isolation: "Doesn't this have the
// side effect of draining all the percpu caches". Offlining isolates, drains, and waits until all
// pages are free; c52e75935f8d left one drain only, 968318261221 (2020) drains again after each
// failed test, and ec6e8c7e0314 (2020) disables the lists. At stake: offlining that never ends.

import { defineModel, system } from 'mmcheck';
import { drainLocalPages } from './offline-pcp-drain/drain-local-pages.ts';
import { freeUnrefPage } from './offline-pcp-drain/free-unref-page.ts';
import { offlinePages } from './offline-pcp-drain/offline-pages.ts';
import { cellsOf, parameters, variantOf } from './offline-pcp-drain/variant.ts';

export default defineModel('offline-pcp-drain', {
  about:
    'Memory offlining drains the pcp lists, and a free that has read the old migratetype adds to ' +
    'one after that: does offlining end? 968318261221 (2020), ec6e8c7e0314 (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      offline_pages: offlinePages(builder, variant),
      free_unref_page: freeUnrefPage(builder, variant),
      drain_local_pages: drainLocalPages(builder, variant),
    }));
  },
});
