// What the steps of isolate-notifier-count are in a trace of Linux 6.1 on x86, where no driver is asked.
//
// A failed isolation ends offlining without MEM_CANCEL_OFFLINE there; the model speaks of no later callback.

import { defineTraceMap } from 'mmcheck';
import model from './isolate-notifier-count.ts';

export default defineTraceMap(model, {
  processes: {
    offline_pages: {
      each: 'offline_pages',
      // Offlining looks again until it succeeds; what undoes the isolation is a signal, and the model has none.
      until: ['zone_pcp_enable', 'undo_isolate_page_range <-offline_pages'],
      rules: [
        { event: 'start_isolate_page_range', labels: ['set_migratetype', 'not_isolated'] },
        { event: 'isolate_started:' },
        { event: 'cmm_count_pages', labels: ['lock_cmm', 'cmm_count_pages'] },
        { event: 'cmm_mem_going_offline', labels: 'going_offline' },
        // As often as there are movable pages, between two looks.
        { event: 'do_migrate_range' },
        { event: 'test_pages_isolated', labels: 'test_pages_isolated' },
        { event: 'undo_isolate_page_range <-offline_pages' },
        { event: ['__offline_isolated_pages', 'zone_pcp_enable'] },
      ],
      beside: {
        'mtry lock=pcpu_drain_mutex': 'draining is offline-pcp-drain',
        'mlock lock=slab_mutex': 'the callback of SLUB, which counts no pages',
      },
    },
  },
});
