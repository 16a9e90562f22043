// slub-tid-migration: a task changes its cpu between looking at a cpu slab and committing to it.
//
// "FIX [2/2] slub: tid must be retrieved from the percpu area of the current processor" (Lameter,
// January 2013, 7cccd80b4397); "slub: Fastpath optimization (especially for RT) V1" (Lameter,
// December 2014) and what was merged instead, 9aabf810a67c (Kim, 2015); 9b4bc85a69f5 (Babka, 2021).
// At stake: an object that is freed to the freelist of another slab. All that keeps it from there
// is the tid, which is unique to its cpu and to each change of its cpu slab.

import { defineModel, system } from 'mmcheck';
import { migrator } from 'mmcheck/kernel';
import { fetchCpuSlab } from './slub-tid-migration/fetch.ts';
import { irqAlloc } from './slub-tid-migration/irq-alloc.ts';
import { slabAlloc } from './slub-tid-migration/slab-alloc.ts';
import { slabFree } from './slub-tid-migration/slab-free.ts';
import { cellsOf, parameters, variantOf } from './slub-tid-migration/variant.ts';

export default defineModel('slub-tid-migration', {
  about:
    'A task that frees to a cpu slab may lose its cpu between any two of its steps, and the tid is ' +
    'all that tells. 7cccd80b4397 (2013), 9aabf810a67c (2015), 9b4bc85a69f5 (2021).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const fetch = fetchCpuSlab(builder, variant);
      return {
        slab_free: slabFree(builder, variant, fetch),
        slab_alloc: slabAlloc(builder, variant, fetch),
        irq_alloc: irqAlloc(builder, variant),
        scheduler: builder.process({
          ...migrator(variant.cpu, 1 + variant.allocs),
          count: variant.preemption === 'none' ? 0 : 1,
          atomic: { migrate: 'under the run queue locks' },
        }),
      };
    });
  },
});
