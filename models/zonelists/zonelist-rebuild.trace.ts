// What the steps of zonelist-rebuild are in a trace of Linux 6.1: those of hotplug. Allocations are too many to trace.
//
// write_seqlock() and zoneref_set_zone() are inlined.

import { defineTraceMap } from 'mmcheck';
import model from './zonelist-rebuild.ts';

export default defineTraceMap(model, ({ event }) => ({
  processes: {
    hotplug: {
      each: event === 'grow' ? 'online_pages' : 'offline_pages',
      ...(event === 'grow' && { until: 'kswapd_run' }),
      ...(event === 'shrink' && { until: ['writeback_set_ratelimit', 'mem_hotplug_done'] }),
      // Offlining may fail, and the zonelists stay where the zone has other memory.
      with: event === 'grow' ? 'build_all_zonelists' : 'build_all_zonelists <-offline_pages',
      rules: [
        { event: '__offline_isolated_pages', labels: 'offline_pages', ifTraced: true },
        { event: 'offline_mem_sections' },
        { event: 'online_mem_sections <-online_pages', labels: 'online_pages', ifTraced: true },
        { event: 'build_all_zonelists', labels: 'build' },
        { event: ['stop_machine', 'stop_machine_cpuslocked'], labels: 'stop_machine' },
        // For each node; its entries one after the other.
        { event: 'build_zonelists <-__build_all_zonelists', labels: 'store', fold: true },
        { event: 'undo_isolate_page_range <-online_pages', labels: 'undo_isolate' },
        { event: ['kswapd_run', 'writeback_set_ratelimit'] },
      ],
      beside: {
        'mlock lock=slab_mutex': 'callbacks of the memory chain: before and after what is modelled',
        'mlock lock=device_hotplug_lock': 'one task of the model does hotplug',
        'mtry lock=device_hotplug_lock': 'one task of the model does hotplug',
        'wlock lock=mem_hotplug_lock': 'one task of the model does hotplug',
      },
    },
  },
}));
