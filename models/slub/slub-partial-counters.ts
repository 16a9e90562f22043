// slub-partial-counters: how many objects are free on the partial list, for /proc/slabinfo.
//
// "[PATCH 1/2] mm/slub: Introduce two counters for the partial objects" (Pang, July 2020; v3, March 2021; not
// merged): count_partial() walks the list with irqs off, for 100 ms. Lameter: 'There the possibility of not
// traversing the list ande simply estimating the value', as 046f4c69090c and b3d8a8e87014 (2024) do. At stake:
// a count that drifts for ever, since whoever frees to a slab on the list takes no lock.

import { defineModel, system } from 'mmcheck';
import { cpuSlab } from './slub-partial-counters/cpu-slab.ts';
import { slabFree } from './slub-partial-counters/slab-free.ts';
import { slabinfo } from './slub-partial-counters/slabinfo.ts';
import { updatePartialFree } from './slub-partial-counters/update-partial-free.ts';
import { cellsOf, parameters, variantOf } from './slub-partial-counters/variant.ts';

export default defineModel('slub-partial-counters', {
  about:
    'The free objects of a partial list are counted by a walk, by counters, or from a sample, while ' +
    'others free to it without a lock. 046f4c69090c, b3d8a8e87014 (2024).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const update = updatePartialFree(builder, variant);
      return {
        get_slabinfo: slabinfo(builder, variant),
        slab_free: slabFree(builder, variant, update),
        cpu_slab: cpuSlab(builder, variant, update),
      };
    });
  },
});
