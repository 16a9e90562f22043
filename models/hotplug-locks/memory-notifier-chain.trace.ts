// What the steps of memory-notifier-chain are in a trace of Linux 6.1.
//
// SLUB's callback is the last that a function trace shows: page_ext's, behind it, is not traced. Whether the chain has come to its
// end is told by what it returns: 1 is NOTIFY_OK, and whoever stops it adds 0x8000.

import { defineTraceMap } from 'mmcheck';
import model from './memory-notifier-chain.ts';

export default defineTraceMap(model, {
  processes: {
    online_pages: {
      each: 'online_pages',
      until: 'mem_hotplug_done',
      rules: [
        { event: 'chain chain=memory_chain val=8', ifTraced: true, labels: 'going_online' },
        { event: 'chain chain=memory_chain val=1', ifTraced: true, labels: 'online' },
        { event: 'chain chain=memory_chain val=16', ifTraced: true, labels: 'cancel_online' },
        { event: 'slab_memory_callback', labels: ['prepare', 'finish', 'undo'], fold: true },
        // The last callback of each.
        { event: 'chained chain=memory_chain val=8 ret=1', labels: 'prepare', to: 'online' },
        {
          event: [
            'chained chain=memory_chain val=1 ret=1',
            'chained chain=memory_chain val=16 ret=1',
          ],
          labels: ['finish', 'undo'],
          to: 'done',
        },
      ],
      beside: { 'mlock lock=slab_mutex': 'a callback is one step of the model' },
    },
  },
});
