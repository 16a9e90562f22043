// What the steps of kmem-cache-create-vs-node-online are in a trace of Linux 6.1, of the first memory of a node.
//
// node_states_set_node(), list_add() and init_kmem_cache_nodes() are inlined there.

import { defineTraceMap } from 'mmcheck';
import model from './kmem-cache-create-vs-node-online.ts';

export default defineTraceMap(model, ({ variant }) => ({
  processes: {
    online_pages: {
      each: 'memory_subsys_online',
      until: 'mem_hotplug_done',
      // Where the node has such memory already, SLUB has nothing to complete.
      with: 'mlock lock=slab_mutex',
      rules: [
        { event: 'wlock lock=mem_hotplug_lock', labels: 'mem_hotplug_begin' },
        { event: 'wlocked:', labels: 'mem_hotplug_wait' },
        // Each time that SLUB completes the caches: once, at MEM_GOING_ONLINE.
        {
          event: 'mlock lock=slab_mutex',
          labels: [
            'going_online/lock_slab_mutex',
            'complete_early/lock_slab_mutex',
            'online/lock_slab_mutex',
          ],
        },
        {
          event: 'munlock lock=slab_mutex',
          labels: [
            'going_online/unlock_slab_mutex',
            'complete_early/unlock_slab_mutex',
            'online/unlock_slab_mutex',
          ],
        },
        { event: 'build_all_zonelists <-online_pages', labels: 'build_all_zonelists' },
        { event: 'undo_isolate_page_range <-online_pages' },
        { event: 'mem_hotplug_done', labels: ['mem_hotplug_done', 'cancelled'] },
      ],
      beside: {
        mem_hotplug_begin: 'it is `wlock`, after cpus_read_lock()',
        'cpus_read_lock <-mem_hotplug_begin': 'no process of the model is a cpu that comes or goes',
      },
    },
    kmem_cache_create: {
      each: 'kmem_cache_create',
      until: variant === 'get-online-mems' ? 'put_online_mems' : 'munlock lock=slab_mutex',
      rules: [
        { event: 'get_online_mems', labels: 'get_online_mems' },
        { event: 'mlock lock=slab_mutex', labels: 'lock_slab_mutex' },
        { event: '__kmem_cache_create', labels: 'for_each_node' },
        { event: 'sysfs_slab_add' },
        { event: 'munlock lock=slab_mutex', labels: 'unlock_slab_mutex' },
        { event: 'put_online_mems', labels: 'put_online_mems' },
      ],
    },
  },
}));
