// memcg-kmem-cache-lifecycle: a memory cgroup's own slab cache, which is given up with the cgroup or with its root cache.
//
// "[PATCH v4 0/7] mm: reparent slab memory on cgroup removal" (Gushchin, May 2019; f0a3a24b532d). Each page and each
// allocation has a reference to the cache; Lameter: 'Increase refcounts during each allocation? Looks to be quite heavy
// processing'. Each fix made the next violation: 92ee383f6daa (2018), a264df74df38 (2019), d38a2b7a9c93 (2020). At stake: a
// cache that is freed while RCU still has its callback, or never.

import { defineModel, system } from 'mmcheck';
import { kmemCacheCreate, memcgOffline } from './memcg-kmem-cache-lifecycle/cgroup.ts';
import { kmemCacheAlloc } from './memcg-kmem-cache-lifecycle/kmem-cache-alloc.ts';
import { kmemCacheDestroy } from './memcg-kmem-cache-lifecycle/kmem-cache-destroy.ts';
import { kworker, rcuCallbacks } from './memcg-kmem-cache-lifecycle/kworker.ts';
import { cellsOf, helpers, parameters } from './memcg-kmem-cache-lifecycle/variant.ts';

export default defineModel('memcg-kmem-cache-lifecycle', {
  about:
    'A cgroup goes, and so does its slab cache, by way of RCU and a work, while the root cache is destroyed ' +
    'or merged. f0a3a24b532d (2019), a264df74df38 (2019), d38a2b7a9c93 (2020).',
  parameters,
  system: (values) =>
    system(cellsOf(values), helpers, (builder) => ({
      kmem_cache_alloc: kmemCacheAlloc(builder, values),
      memcg_offline: memcgOffline(builder, values),
      rcu_callbacks: rcuCallbacks(builder, values),
      kworker: kworker(builder, values),
      kmem_cache_destroy: kmemCacheDestroy(builder, values),
      kmem_cache_create: kmemCacheCreate(builder, values),
    })),
});
