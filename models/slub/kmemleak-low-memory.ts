// kmemleak-low-memory: a tracked allocation needs memory for its own record, in any context, and there may be none.
//
// "[PATCH v4] kmemleaak: survive in a low-memory situation" (Cai, March 2019): kmemleak switches itself off when a record
// cannot be allocated, so try again, and reclaim. Lameter: where it must succeed, the check for NULL is dead code;
// Hocko and Marinas doubt in_atomic(). What was merged is a pool, 0647398a8c7b (2019). At stake: a task that sleeps with a
// spinlock held, or waits for a filesystem's lock that it holds itself; and beside it, what happens while kmemleak is
// switched off: a scan goes on, and whoever frees memory has read its flag already.

import { defineModel, kind, system } from 'mmcheck';
import { allocating } from './kmemleak-low-memory/allocating.ts';
import { cleanup, scan } from './kmemleak-low-memory/cleanup.ts';
import { createObject } from './kmemleak-low-memory/create-object.ts';
import { cellsOf, parameters, variantOf } from './kmemleak-low-memory/variant.ts';

export default defineModel('kmemleak-low-memory', {
  about:
    'kmemleak cannot allocate the record of an allocation: it switches itself off, tries again and ' +
    'reclaims, or has a pool. 0647398a8c7b (2019).',
  parameters,
  system: (values) => {
    const variant = variantOf(values, kind('cpu', 1), kind('object', 2));
    return system(cellsOf(variant), (builder) => {
      const create = createObject(builder, variant);
      const { task, irq } = allocating(builder, variant, create);
      return {
        task,
        irq,
        cleanup_work: cleanup(builder, variant),
        scan_thread: scan(builder, variant),
      };
    });
  },
});
