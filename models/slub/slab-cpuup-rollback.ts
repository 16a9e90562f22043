// slab-cpuup-rollback: a cpu comes up for SLAB, something fails, and what was prepared is undone.
//
// "[PATCH] mm, slab: remove unneed check in cpuup_canceled" (RongQing Li, March 2019): the array of the cpu is per-cpu
// memory since bf0dea23a9c0 (2014) and never NULL, so nobody has to ask. Before that cpuup_prepare() allocated it, and
// cpuup_canceled() came to caches to which it had not got. At stake, around that one line: arrays that are freed twice, or
// never, or while another cpu or the reaper still looks into them.

import { defineModel, system } from 'mmcheck';
import { cpuUp } from './slab-cpuup-rollback/cpu-up.ts';
import { doTuneCpucache } from './slab-cpuup-rollback/tune.ts';
import { cacheAlloc, cacheReap, drainAlienCache } from './slab-cpuup-rollback/users.ts';
import { cellsOf, parameters, variantOf } from './slab-cpuup-rollback/variant.ts';

export default defineModel('slab-cpuup-rollback', {
  about:
    'cpuup_prepare() gives the node of a cpu its shared and alien arrays; where it fails, or a later state ' +
    'of cpu hotplug, cpuup_canceled() takes them away. bf0dea23a9c0 (2014).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => ({
      cpu_up: cpuUp(builder, variant),
      cache_alloc: cacheAlloc(builder, variant),
      drain_alien_cache: drainAlienCache(builder, variant),
      cache_reap: cacheReap(builder, variant),
      do_tune_cpucache: doTuneCpucache(builder, variant),
    }));
  },
});
