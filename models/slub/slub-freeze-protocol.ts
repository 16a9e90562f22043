// slub-freeze-protocol: who may put a slab on which list, told by one bit beside its freelist.
//
// "[PATCH] mm/slub: branch optimization in free slowpath" (Wu, Lameter, August 2020, c270cf3041a5): two
// conditions of __slab_free() that exclude each other. "[PATCH] slub: remove one code path and reduce lock
// contention in __slab_free()" (Kim, July 2012): 'So we can never encounter a empty slab that was frozen
// before? Really?' (Lameter). At stake: a slab with two owners, one that is discarded with objects in use,
// and one that is on no list, so that its free objects are lost. The protocol is of 2cfb7455d223 (2011).

import { defineModel, system } from 'mmcheck';
import { cpuSlab } from './slub-freeze-protocol/cpu-slab.ts';
import { slabFree } from './slub-freeze-protocol/slab-free.ts';
import { unfreezePartials } from './slub-freeze-protocol/unfreeze-partials.ts';
import { cellsOf, parameters, variantOf } from './slub-freeze-protocol/variant.ts';

export default defineModel('slub-freeze-protocol', {
  about:
    'A slab is frozen, on a partial list, full or discarded; remote frees, allocations and flushes ' +
    'change which by cmpxchg_double and list_lock. 2cfb7455d223 (2011), c270cf3041a5 (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const unfreeze = unfreezePartials(builder, variant);
      return {
        slab_free: slabFree(builder, variant, unfreeze),
        cpu_slab: cpuSlab(builder, variant, unfreeze),
      };
    });
  },
});
