// What the steps of offline-pcp-drain are in a trace of Linux 6.1.
//
// Its caller drains the list of each cpu itself, where the model queues a work on each and waits: a list that is empty
// afterwards in either. Frees are too many to trace; they may happen at any time.

import { defineTraceMap } from 'mmcheck';
import model from './offline-pcp-drain.ts';

export default defineTraceMap(model, {
  processes: {
    offline_pages: {
      each: 'offline_pages',
      // Offlining that fails, as it does when a signal comes, undoes the isolation; the model has no such end.
      until: [
        'zone_pcp_enable',
        'undo_isolate_page_range <-offline_pages',
        'chain chain=memory_chain val=32',
      ],
      rules: [
        // pageset_update(), inlined, for each cpu.
        { event: 'zone_pcp_disable', labels: 'zone_pcp_disable', fold: true },
        { event: '__drain_all_pages', labels: 'read_count', fold: true },
        {
          event: ['drain_cpu:', 'drain_pages_zone'],
          labels: ['queue_work_on', 'flush_work', 'wait_for_work'],
          fold: true,
        },
        { event: 'start_isolate_page_range', labels: 'set_migratetype_isolate' },
        { event: 'test_pages_isolated', labels: 'test_pages_isolated', ifTraced: true },
        { event: '__offline_isolated_pages' },
        { event: 'zone_pcp_enable', labels: 'zone_pcp_enable', fold: true },
      ],
      beside: {
        'mtry lock=pcpu_drain_mutex': 'one task drains in the model',
        'mlock lock=slab_mutex': 'MEM_GOING_OFFLINE shrinks caches: pages are freed, at any time',
        lru_cache_disable: 'the pages of the model are on no list of the lru',
      },
    },
  },
});
