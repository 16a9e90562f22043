// pcp-drain-ipi-vs-cpu-hotplug: drain_all_pages() sends IPIs to cpus that come and go.
//
// linux-mm, January 2012: "[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page
// allocator context" (Gorman, Miller). Direct reclaim drains without get_online_cpus() and depends on
// preemption being off. At stake: a machine that "halts with no messages", for an IPI to a cpu that
// has gone is never answered; and without the IPIs, an OOM beside pages on other cpus' lists. Of the
// same class: 5fbd036b552f (2012), 8d056c48e486 (2014), 45178ac0cea8 (2019).

import { defineModel, system } from 'mmcheck';
import { allocPages } from './pcp-drain-ipi-vs-cpu-hotplug/alloc-pages.ts';
import { callFunctionInterrupt } from './pcp-drain-ipi-vs-cpu-hotplug/call-function-interrupt.ts';
import {
  rescuerThread,
  startSecondary,
  stoppers,
} from './pcp-drain-ipi-vs-cpu-hotplug/coming-cpu.ts';
import { cpuHotplug } from './pcp-drain-ipi-vs-cpu-hotplug/cpu-hotplug.ts';
import { drainPages, releasePages } from './pcp-drain-ipi-vs-cpu-hotplug/pages.ts';
import { cellsOf, parameters, variantOf } from './pcp-drain-ipi-vs-cpu-hotplug/variant.ts';

export default defineModel('pcp-drain-ipi-vs-cpu-hotplug', {
  about:
    'drain_all_pages() sends IPIs to cpus that come and go: who hangs, and who is out of memory ' +
    'too early? 5fbd036b552f (2012), 8d056c48e486 (2014), 45178ac0cea8 (2019).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(
      cellsOf(variant),
      (builder) => {
        const drain = drainPages(builder, variant);
        return {
          alloc_pages: allocPages(builder, variant, drain),
          call_function_interrupt: callFunctionInterrupt(builder, variant, drain),
          release_pages: releasePages(builder, variant),
          cpu_hotplug: cpuHotplug(builder, variant, drain),
          stopper: stoppers(builder, variant),
          start_secondary: startSecondary(builder, variant),
          rescuer_thread: rescuerThread(builder, variant),
        };
      },
      // The page that is wanted is on some cpu's list.
      ({ pcp, choose }) => {
        const { cpu, last, isUp } = variant;
        pcp[choose(cpu.ids.filter((c) => isUp || c !== last))] = 1;
      },
    );
  },
});
