// What the steps of device-lock-vs-mem-hotplug are in a trace of Linux 6.1: of two writers of `state` and `online`.
//
// lock_device_hotplug_sysfs() tries, sleeps, and has the system call done again: no event tells who has got the lock, but whoever
// has goes on to device_online(). Blocks that are offline stand for those that add_memory() has just registered; a block that is
// online before the trace begins is none of the model.

import { defineTraceMap } from 'mmcheck';
import model from './device-lock-vs-mem-hotplug.ts';

const rules = (store: string) =>
  [
    { event: `device_online <-${store}`, labels: 'device_online' },
    { event: 'mutex_lock <-device_online', labels: 'device_online/device_lock', ifTraced: true },
    { event: 'memory_subsys_online', labels: 'device_online/memory_subsys_online' },
    { event: 'wlock lock=mem_hotplug_lock' },
  ] as const;
const inside = [
  { event: 'online_mem_sections', labels: 'device_online/online_page' },
  { event: 'adjust_present_page_count', labels: 'device_online/write_present_pages' },
  { event: 'build_all_zonelists', labels: 'device_online/build_all_zonelists' },
  { event: 'undo_isolate_page_range' },
] as const;
const end = [
  { event: 'mutex_unlock <-device_online', labels: 'device_online/device_unlock', ifTraced: true },
  { event: 'munlock lock=device_hotplug_lock', labels: 'unlock', ifTraced: true },
] as const;
const beside = {
  'cpus_read_lock <-mem_hotplug_begin': 'it keeps cpus out, and no block',
  'mem_hotplug_begin <-memory_subsys_online': 'it is `wlock`, after cpus_read_lock()',
  'mutex_lock <-kernfs_fop_write_iter': "of->mutex: each writer's own, from open to close",
  'mlock lock=slab_mutex': 'slab_memory_callback() has it within the locks of the model',
};

export default defineTraceMap(model, {
  // No block of the model goes offline.
  window: { before: 'memory_subsys_offline' },
  processes: {
    state_store: {
      each: 'device_online <-state_store',
      until: ['munlock lock=device_hotplug_lock', 'state_store'],
      rules: [
        ...rules('state_store'),
        {
          event: 'wlocked lock=mem_hotplug_lock',
          labels: ['mem_hotplug_begin', 'device_online/mem_hotplug_begin'],
        },
        ...inside,
        {
          event: 'wunlock lock=mem_hotplug_lock',
          labels: ['device_online/zonelists_built', 'mem_hotplug_done'],
        },
        ...end,
      ],
      beside,
    },
    // Of a memory block: cpus have such a file, too.
    online_store: {
      tasks: 'hp-online*',
      each: 'device_online <-online_store',
      until: ['munlock lock=device_hotplug_lock', 'online_store'],
      rules: [
        ...rules('online_store'),
        { event: 'wlocked lock=mem_hotplug_lock', labels: 'device_online/mem_hotplug_begin' },
        ...inside,
        { event: 'wunlock lock=mem_hotplug_lock', labels: 'device_online/zonelists_built' },
        ...end,
      ],
      beside,
    },
  },
});
