// slob-freelist: SLOB's list of pages with room, which is turned after each allocation so that the next search starts there.
//
// "[PATCH v4 2/7] slob: Respect list_head abstraction layer" (Harding, March 2019). A page that is full leaves the list
// within slob_page_alloc(), and there is no turning around what is not on it: the test robot found list corruption
// in v4, and v5 has slob_page_alloc() say so. At stake: a head that hangs on itself, or on a page that has gone.
// All is under slob_lock, but for the time that a new page takes.

import { defineModel, system } from 'mmcheck';
import { slobAlloc } from './slob-freelist/slob-alloc.ts';
import { cellsOf, helpersOf, parameters, variantOf } from './slob-freelist/variant.ts';

export default defineModel('slob-freelist', {
  about:
    'slob_alloc() takes units of the first page with room, and turns the list of pages around it; a page ' +
    'that is full leaves the list. Turned around the page itself since 5.2 (2019).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), helpersOf(variant), (builder) => ({
      slob_alloc: slobAlloc(builder, variant),
    }));
  },
});
