// What the steps of numa-mem-vs-cpu-online are in a trace of Linux 6.1 on x86: the locks and the rebuild.
//
// numa_mem is set there only with CONFIG_HAVE_MEMORYLESS_NODES, which x86 has not: no event shows those steps.

import { defineTraceMap } from 'mmcheck';
import model from './numa-mem-vs-cpu-online.ts';

export default defineTraceMap(model, {
  processes: {
    memory_hotplug: {
      each: 'state_store',
      until: 'unlock_device_hotplug',
      rules: [
        {
          event: 'mtry lock=device_hotplug_lock',
          labels: 'lock_device_hotplug',
          fold: true,
          ifTraced: true,
        },
        { event: ['device_online', 'device_offline'] },
        { event: 'cpus_read_locked:', labels: 'cpus_read_lock' },
        { event: 'wlock lock=mem_hotplug_lock', labels: 'mem_hotplug_begin' },
        { event: 'wlocked lock=mem_hotplug_lock', labels: 'mem_hotplug_wait' },
        // For each node.
        {
          event: 'build_zonelists <-__build_all_zonelists',
          labels: 'build_zonelists',
          fold: true,
        },
        { event: ['undo_isolate_page_range', 'writeback_set_ratelimit'] },
        { event: 'wunlock lock=mem_hotplug_lock', labels: 'mem_hotplug_done' },
        { event: 'cpus_read_unlock', labels: 'cpus_read_unlock' },
        { event: 'unlock_device_hotplug', labels: 'unlock_device_hotplug' },
      ],
      beside: {
        'mlock lock=slab_mutex': 'slab_memory_callback() has it within the locks of the model',
      },
    },
    cpu_up: {
      each: 'cpu_subsys_online',
      until: 'wunlock lock=cpu_hotplug_lock',
      // The cpu itself, and its thread.
      helpers: ['<idle>', 'cpuhp/*'],
      rules: [
        { event: 'cpu_subsys_online', labels: 'lock_device_hotplug', when: 'before' },
        { event: 'wlock lock=cpu_hotplug_lock', labels: 'cpus_write_lock' },
        { event: 'wlocked lock=cpu_hotplug_lock', labels: 'cpus_write_wait' },
        { event: 'set_cpu_online <-start_secondary', labels: 'set_cpu_online' },
        { event: 'cpuhp_invoke_callback <-cpuhp_thread_fun' },
        { event: 'wunlock lock=cpu_hotplug_lock', labels: 'cpus_write_unlock' },
      ],
      beside: {
        'wlock lock=mem_hotplug_lock':
          'try_online_node() drops it before the cpu computes anything',
        'cpus_read_lock <-try_online_node': 'the same',
        'rslow lock=cpu_hotplug_lock': 'the same',
        'mlock lock=cpu_add_remove_lock': 'only one cpu of the model comes up',
      },
    },
  },
});
