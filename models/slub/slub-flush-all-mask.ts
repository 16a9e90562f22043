// slub-flush-all-mask: flush_all() interrupts only the cpus that seem to have something to flush.
//
// a8364d5555b2 (Ben-Yossef, 2012, 3.4-rc) asks whether a cpu has a cpu slab, and forgets its partial list:
// "[PATCH] slub: missing test for partial pages flush work in flush_all" (Ma, May 2012), 02e1a9cd1ebb. On the
// way there: 'return !!(c->page && c->partial)' - '&&? Should this not be || ?' (Lameter). At stake:
// kmem_cache_destroy() of a cache without objects that 'still has objects', as mdadm has seen.

import { defineModel, system } from 'mmcheck';
import { flushCpuSlab } from './slub-flush-all-mask/flush-cpu-slab.ts';
import { kmemCacheDestroy } from './slub-flush-all-mask/kmem-cache-destroy.ts';
import { users } from './slub-flush-all-mask/users.ts';
import { cellsOf, parameters, variantOf } from './slub-flush-all-mask/variant.ts';

export default defineModel('slub-flush-all-mask', {
  about:
    'flush_all() asks without a lock which cpus have slabs, and interrupts those: what if it misses ' +
    'one? a8364d5555b2, 02e1a9cd1ebb (2012).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      kmem_cache_destroy: kmemCacheDestroy(builder, variant),
      flush_cpu_slab: flushCpuSlab(builder, variant),
      user: users(builder, variant),
    }));
  },
});
