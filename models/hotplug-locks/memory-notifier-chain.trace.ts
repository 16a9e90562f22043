// What the steps of memory-notifier-chain are in a trace of Linux 6.1.
//
// SLUB's callback is the last that function traces show: page_ext's, behind it, is a step of the same event. So a chain that
// ends at SLUB's looks like one that does not.

import { defineTraceMap } from 'mmcheck';
import model from './memory-notifier-chain.ts';

export default defineTraceMap(model, {
  processes: {
    online_pages: {
      each: 'online_pages',
      until: 'mem_hotplug_done',
      rules: [
        { event: 'chain chain=memory_chain val=8', labels: 'going_online' },
        { event: 'chain chain=memory_chain val=1', labels: 'online' },
        { event: 'chain chain=memory_chain val=16', labels: 'cancel_online' },
        { event: 'slab_memory_callback', labels: ['prepare', 'finish', 'undo'], fold: true },
        { event: 'chained chain=memory_chain' },
      ],
      beside: { 'mlock lock=slab_mutex': 'a callback is one step of the model' },
    },
  },
});
