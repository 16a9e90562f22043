// zonelist-rebuild: memory hotplug rewrites a node's zonelist while tasks walk it without a lock.
//
// linux-mm, July 2017: "[PATCH 7/9] mm, page_alloc: remove stop_machine from build_all_zonelists"
// (Hocko, Gorman, Babka), merged as 11cd8638c37f: a racing walk may miss a zone or try one twice,
// which was held to be harmless, since at least one zone is always visible. At stake: the OOM
// killer beside free memory, which 3d36424b3b58 (2022) mended with a sequence count, and kernel
// allocations out of ZONE_MOVABLE.

import { defineModel, system } from 'mmcheck';
import { allocPages } from './zonelist-rebuild/alloc-pages.ts';
import { countersOf } from './zonelist-rebuild/counters.ts';
import { freePages } from './zonelist-rebuild/free-pages.ts';
import { hotplug } from './zonelist-rebuild/hotplug.ts';
import { cellsOf, parameters, variantOf } from './zonelist-rebuild/variant.ts';

export default defineModel('zonelist-rebuild', {
  about:
    'Memory hotplug rewrites a zonelist while tasks walk it without a lock: may they miss a zone ' +
    'and call the OOM killer beside free memory? 11cd8638c37f (2017), 3d36424b3b58 (2022).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), countersOf(variant.traits), (builder) => ({
      alloc_pages: allocPages(builder, variant),
      free_pages: freePages(builder, variant),
      hotplug: hotplug(builder, variant),
    }));
  },
});
