// slab-shrink-memcg: writing to the `shrink` file of a slab cache shrinks the caches of all memory cgroups, too.
//
// "[PATCH v3] mm, slab: Extend slab/shrink to shrink all memcg caches" (Long, July 2019; 04f768a39d55), "[PATCH v2 0/4]
// mm, slab: Fix slab_mutex circular locking problem" (April 2020, not merged): who writes holds a reference to the
// file, and takes slab_mutex and the hotplug locks for the children; who destroys a cache holds these and waits for
// the references. At stake: `echo 1 > shrink` that hangs the machine. Memory cgroups have no caches since 5.9.

import { defineModel, system } from 'mmcheck';
import { memHotplug } from '../shared/hotplug-locks.ts';
import { kmemCacheDestroy } from './slab-shrink-memcg/kmem-cache-destroy.ts';
import { kmemCacheShrink } from './slab-shrink-memcg/kmem-cache-shrink.ts';
import { shrinkStore } from './slab-shrink-memcg/shrink-store.ts';
import { users } from './slab-shrink-memcg/users.ts';
import { cellsOf, parameters, variantOf } from './slab-shrink-memcg/variant.ts';

export default defineModel('slab-shrink-memcg', {
  about:
    'A write to the shrink file of a cache goes on to the caches of memory cgroups, while caches are ' +
    'destroyed. 107dab5c92d5 (2012), 04f768a39d55 (2019).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const shrink = kmemCacheShrink(builder, variant);
      return {
        shrink_store: shrinkStore(builder, variant, shrink),
        kmem_cache_destroy: kmemCacheDestroy(builder, variant),
        memory_hotplug: builder.process({ count: values.hotplug ? 1 : 0, ...memHotplug }),
        user: users(builder, variant),
      };
    });
  },
});
