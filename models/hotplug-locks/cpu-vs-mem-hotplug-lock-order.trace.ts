// What the steps of cpu-vs-mem-hotplug-lock-order are in a trace of Linux 6.1, but those of slab code: there
// kmem_cache_create() takes neither lock any more, and no callback of SLUB runs as a cpu comes up.

import { defineTraceMap } from 'mmcheck';
import model from './cpu-vs-mem-hotplug-lock-order.ts';

export default defineTraceMap(model, {
  processes: {
    memory_hotplug: {
      each: ['memory_subsys_online', 'memory_subsys_offline'],
      until: 'cpus_read_unlock',
      rules: [
        {
          event: 'cpus_read_locked:',
          labels: ['online_pages/cpus_read_lock', 'online_pages/get_online_cpus'],
        },
        { event: 'wlock lock=mem_hotplug_lock', labels: 'online_pages/mem_hotplug_begin' },
        { event: 'wlocked lock=mem_hotplug_lock', labels: 'online_pages/mem_hotplug_wait' },
        { event: 'build_all_zonelists', labels: 'online_pages/build_all_zonelists' },
        { event: ['undo_isolate_page_range', 'writeback_set_ratelimit'] },
        { event: 'wunlock lock=mem_hotplug_lock', labels: 'online_pages/mem_hotplug_done' },
        {
          event: 'cpus_read_unlock',
          labels: ['online_pages/cpus_read_unlock', 'online_pages/put_online_cpus'],
        },
      ],
      beside: {
        mem_hotplug_begin: 'it is `wlock`, after cpus_read_lock()',
        'mlock lock=slab_mutex': 'slab_memory_callback() has it within both locks',
      },
    },
    cpu_up: {
      each: 'cpu_up',
      until: 'wunlock lock=cpu_hotplug_lock',
      helpers: ['<idle>', 'cpuhp/*'],
      rules: [
        { event: 'cpus_read_locked:', labels: 'try_online_node/cpus_read_lock' },
        {
          event: 'wlock lock=mem_hotplug_lock',
          labels: ['try_online_node/mem_hotplug_begin', 'mem_hotplug_begin'],
        },
        {
          event: 'wlocked lock=mem_hotplug_lock',
          labels: ['try_online_node/mem_hotplug_wait', 'mem_hotplug_wait'],
        },
        {
          event: 'wunlock lock=mem_hotplug_lock',
          labels: ['try_online_node/mem_hotplug_done', 'mem_hotplug_done'],
        },
        { event: 'cpus_read_unlock', labels: 'try_online_node/cpus_read_unlock' },
        { event: 'wlock lock=cpu_hotplug_lock', labels: 'cpus_write_lock' },
        { event: 'wlocked lock=cpu_hotplug_lock', labels: 'cpus_write_wait' },
        { event: 'set_cpu_online', labels: 'set_cpu_online' },
        { event: 'cpuhp_invoke_callback <-cpuhp_thread_fun' },
        { event: 'wunlock lock=cpu_hotplug_lock', labels: 'cpus_write_unlock' },
      ],
      beside: {
        'mlock lock=cpu_add_remove_lock': 'only one cpu of the model comes up',
      },
    },
  },
});
