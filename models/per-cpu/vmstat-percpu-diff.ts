// vmstat-percpu-diff: counters of a zone or a node, of which each cpu has a small difference of its own, an s8.
//
// "mm: vmstat: use s32 for vm_node_stat_diff in struct per_cpu_nodestat" (Gushchin, January 2020; not merged): counters of bytes
// need larger differences, or overflow. Lameter minds the cache lines, so global counters stay in pages: ea426c2a7de8,
// d42f3245c7e2. At stake: updates that are truncated, or lost to an interrupt, and a watermark that is
// looked at in a value that is off by what the cpus have.

import { defineModel, system } from 'mmcheck';
import { fold } from './vmstat-percpu-diff/fold.ts';
import { modState } from './vmstat-percpu-diff/mod-state.ts';
import { reader } from './vmstat-percpu-diff/reader.ts';
import { updaters } from './vmstat-percpu-diff/updaters.ts';
import { cellsOf, parameters, variantOf } from './vmstat-percpu-diff/variant.ts';

export default defineModel('vmstat-percpu-diff', {
  about:
    'Tasks and interrupts update a counter by differences for each cpu, which others fold into it and ' +
    'read. ea426c2a7de8, d42f3245c7e2 (2020).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(
      cellsOf(variant),
      (builder) => ({
        ...updaters(builder, variant, modState(builder, variant)),
        ...fold(builder, variant),
        kswapd: reader(builder, variant),
      }),
      ({ vm_stat_diff, actual, choose }) => {
        for (const c of variant.cpu.ids) {
          vm_stat_diff[c] = choose(variant.begins);
          actual.value += vm_stat_diff[c];
        }
      },
    );
  },
});
