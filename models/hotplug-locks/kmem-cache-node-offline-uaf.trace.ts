// What the steps of kmem-cache-node-offline-uaf are in a trace of Linux 6.1, of the last memory of a node that goes offline.
//
// MEM_GOING_OFFLINE (2) takes slab_mutex, too, to shrink all caches; the callback of the model is that of MEM_OFFLINE (4).

import { defineTraceMap } from 'mmcheck';
import model from './kmem-cache-node-offline-uaf.ts';

export default defineTraceMap(model, {
  processes: {
    total_objects_show: {
      each: ['total_objects_show', 'objects_show'],
      until: 'kernfs_put_active',
      rules: [
        { event: 'show_slab_objects' },
        { event: 'get_online_mems', labels: 'get_online_mems' },
        { event: 'put_online_mems', labels: 'put_online_mems' },
        {
          event: 'kernfs_seq_stop',
          labels: 'unlock',
          to: ['done', 'put_online_mems', 'rcu_read_unlock'],
          when: 'before',
        },
      ],
    },
    memory_hotplug: {
      each: 'memory_subsys_offline',
      until: 'mem_hotplug_done',
      // Without, it has failed.
      with: ['__offline_isolated_pages', 'chain chain=memory_chain val=4'],
      rules: [
        { event: 'wlock lock=mem_hotplug_lock', labels: 'mem_hotplug_begin' },
        { event: 'wlocked lock=mem_hotplug_lock', labels: 'mem_hotplug_wait' },
        { event: '__offline_isolated_pages', labels: 'offline_pages', ifTraced: true },
        { event: 'zone_pcp_enable' },
        { event: 'chain chain=memory_chain val=4', labels: 'offline_callback', ifTraced: true },
        {
          event: 'chained chain=memory_chain val=4',
          labels: 'offline_callback_end',
          ifTraced: true,
        },
        { event: 'mem_hotplug_done', labels: 'mem_hotplug_done' },
      ],
      beside: {
        'cpus_read_lock <-mem_hotplug_begin': 'no cpu of the model comes or goes',
        'mlock lock=slab_mutex':
          'it is the callback; and that of MEM_GOING_OFFLINE, which ends before',
      },
    },
  },
});
