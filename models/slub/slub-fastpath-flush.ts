// slub-fastpath-flush: SLUB's fast path reads the cpu slab without a lock, and an IPI flushes it.
//
// linux-mm, October 2020: "[PATCH] mm/slub: fix panic in slab_alloc_node()" (Dufour, Babka,
// Lameter), merged as 22e4663e9169. 6159d0f5c03e (2019) had dropped node_match()'s test for NULL.
// At stake: a panic as memory goes offline, and the tid that makes a stale commit fail
// (8a5ec0ba42c4, 2011), without which a freelist is corrupted: eeaa345e1285 (2022).
// Names and order are those of v5.10, mm/slub.c.

import { defineModel, system } from 'mmcheck';
import { cpuSlabHelpers } from './slub-fastpath-flush/cpu-slab.ts';
import { flushCpuSlab, irqAlloc, irqFree } from './slub-fastpath-flush/interrupts.ts';
import { slabAllocNode } from './slub-fastpath-flush/slab-alloc-node.ts';
import { slabFree } from './slub-fastpath-flush/slab-free.ts';
import { cellsOf, parameters, variantOf } from './slub-fastpath-flush/variant.ts';

export default defineModel('slub-fastpath-flush', {
  about:
    'SLUB reads tid, freelist and page of the cpu slab without a lock, and commits with ' +
    'cmpxchg_double: what if an IPI flushes it between? 6159d0f5c03e (2019), 22e4663e9169 (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), cpuSlabHelpers, (builder) => ({
      slab_alloc_node: slabAllocNode(builder, variant),
      flush_cpu_slab: flushCpuSlab(builder, variant),
      irq_alloc: irqAlloc(builder, variant),
      irq_free: irqFree(builder, variant),
      slab_free: slabFree(builder, variant),
    }));
  },
});
