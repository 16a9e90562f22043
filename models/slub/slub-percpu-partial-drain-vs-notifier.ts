// slub-percpu-partial-drain-vs-notifier: memory goes offline while SLUB has slabs of it, on cpus and on lists.
//
// b9049e234401 (2007) has SLUB shrink all caches on MEM_GOING_OFFLINE, so that slab pages of the range get free, while
// users go on. What that is worth depends on the flush of the cpus (02e1a9cd1ebb, 2012), on isolation, and on when
// users get quiet; each has a model of its own, this one has them at once. At stake: offlining that never ends.

import { defineModel, system } from 'mmcheck';
import { flushCpuSlab } from './slub-percpu-partial-drain-vs-notifier/flush-cpu-slab.ts';
import { offlinePages } from './slub-percpu-partial-drain-vs-notifier/offline-pages.ts';
import { users } from './slub-percpu-partial-drain-vs-notifier/users.ts';
import { cellsOf, parameters, variantOf } from './slub-percpu-partial-drain-vs-notifier/variant.ts';

export default defineModel('slub-percpu-partial-drain-vs-notifier', {
  about:
    'Memory offlining has SLUB flush its cpus and free empty slabs, while users allocate and free: ' +
    'does it end, and without a slab in the range? b9049e234401 (2007), 02e1a9cd1ebb (2012).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      offline_pages: offlinePages(builder, variant),
      flush_cpu_slab: flushCpuSlab(builder, variant),
      user: users(builder, variant),
      kill: builder.process({
        count: values.signal ? 1 : 0,
        start: 'send_signal',
        steps: {
          send_signal: {
            at: 'kernel/signal.c send_signal_locked()',
            does: ({ signal_pending }) => {
              signal_pending.value = true;
              return 'done';
            },
          },
        },
      }),
    }));
  },
});
