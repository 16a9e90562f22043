// slub-list-objects: who reads a freelist while others free to it, and what he may conclude from it.
//
// "[PATCH v2 4/4] mm: lock slub page when listing objects" (Zhao, September 2019). Lameter: 'It is therefore possible to
// safely traverse the objects on the freelist after the pointer has been retrieved NAK'. At stake: a reader that
// runs into a user's data, and one that reports, and mends, what was never broken: "[RFC] mm, slub: restrict
// sysfs validation to debug caches and make it safe" (Wang, Babka, July 2022; c7323a5ad078).

import { defineModel, system } from 'mmcheck';
import { reader } from './slub-list-objects/reader.ts';
import { slabAlloc } from './slub-list-objects/slab-alloc.ts';
import { slabFree } from './slub-list-objects/slab-free.ts';
import { cellsOf, parameters, variantOf } from './slub-list-objects/variant.ts';

export default defineModel('slub-list-objects', {
  about:
    'The objects of the slabs on a partial list are listed, or validated, under list_lock, while others ' +
    'free to them. 19c7ff9ecd89, 837d678dc264 (2012), c7323a5ad078 (2022).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      reader: reader(builder, variant),
      slab_free: slabFree(builder, variant),
      slab_alloc: slabAlloc(builder, variant),
    }));
  },
});
