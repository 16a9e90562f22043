// pcp-lock-trylock: a spinlock on each pcp list, so that any cpu can drain it without an IPI.
//
// The end of what linux-mm argued about in January 2012 ("do not drain per-cpu lists via IPI from
// page allocator context"): 4b23a68f9536 and 443c2accd1b6 (2022) drain remotely, 574907741599 leaves
// irqs on, so that an irq may find the lock held by what it interrupts, and gives up by spin_trylock(). At
// stake: without SMP that always succeeds, and the list is corrupted; 038a102535eb (2026) mends it.

import { defineModel, system } from 'mmcheck';
import { drainPagesZone } from './pcp-lock-trylock/drain-pages-zone.ts';
import { freeUnrefPage } from './pcp-lock-trylock/free-unref-page.ts';
import { irqPage } from './pcp-lock-trylock/irq-page.ts';
import { cellsOf, parameters, variantOf } from './pcp-lock-trylock/variant.ts';

export default defineModel('pcp-lock-trylock', {
  about:
    'A pcp list has a spinlock, which frees and allocations take by trylock, tasks and irqs alike: does ' +
    'it keep them apart, also without SMP? 574907741599 (2022), 038a102535eb (2026).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      free_unref_page: freeUnrefPage(builder, variant),
      irq_page: irqPage(builder, variant),
      drain_pages_zone: drainPagesZone(builder, variant),
    }));
  },
});
