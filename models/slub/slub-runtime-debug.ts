// slub-runtime-debug: what a cache debugs, and how its slabs are laid out, was changed by a file while it was in use.
//
// "[PATCH 0/9] slub_debug fixes and improvements" (Babka, June 2020) makes the files read-only, since 'there are races':
// 32a6f409b693, ad38b5b1131e, 060807f841ac; "mm, slub: introduce static key for slub_debug()" (ca0cab65ea2b) is for speed. At
// stake: an object that is taken for one of another layout, where a free pointer is looked for in its data, and reports
// of redzones that nobody has ever drawn.

import { defineModel, system } from 'mmcheck';
import { slabUser } from './slub-runtime-debug/slab-user.ts';
import { cellsOf, parameters, variantOf } from './slub-runtime-debug/variant.ts';
import { storeAttribute } from './slub-runtime-debug/writer.ts';

export default defineModel('slub-runtime-debug', {
  about:
    'A writer in sysfs changes the debug flags, the layout or the order of a cache, or switches debugging ' +
    'on, while others allocate and free. 32a6f409b693, ad38b5b1131e, ca0cab65ea2b (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      slab_attr_store: storeAttribute(builder, variant),
      task: slabUser(builder, variant),
    }));
  },
});
