// free-hint-bitmap: a freed page is announced by a bit, which a hinting thread tests and clears.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck) and on the bitmaps of
// Nitesh's free page hinting, which 36e66c554b5c (2020) did without: "a race where you free a page
// and set the bit and the hinting thread tests and clears the bit but doesn't see the freed page".
// At stake: free memory that the host never hears of, and a bitmap that is used after it is freed.

import { defineModel, system } from 'mmcheck';
import { allocPages } from './free-hint-bitmap/alloc-pages.ts';
import { freePages } from './free-hint-bitmap/free-pages.ts';
import { hinting } from './free-hint-bitmap/hinting.ts';
import { removeMemory } from './free-hint-bitmap/remove-memory.ts';
import { cellsOf, parameters, variantOf } from './free-hint-bitmap/variant.ts';

export default defineModel('free-hint-bitmap', {
  about:
    'A freed page is announced by a bit that the hinting thread tests and clears: in which order, ' +
    'and who may free the bitmap? Free page reporting (2019).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      free_pages: freePages(builder, variant),
      hinting: hinting(builder, variant),
      ...(values.allocator && { alloc_pages: allocPages(builder, variant) }),
      ...(values.unplug && { remove_memory: removeMemory(builder, variant) }),
    }));
  },
});
