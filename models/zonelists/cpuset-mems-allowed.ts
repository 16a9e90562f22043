// cpuset-mems-allowed: a task's nodemask is rewritten while the task allocates by it.
//
// linux-mm, July 2017: "Given the experience with cpusets and mempolicies", a sequence count "like
// we have with cpusets now". While mems_allowed moves from {1} to {0}, an allocation may reject node
// 0 by the old mask and node 1 by the new one, and call the OOM killer with both nodes full of free
// memory: c0ff7453bb5c (2010), cc9a6c877661 (2012), and three regressions mended in 2017.

import { defineModel, system } from 'mmcheck';
import { allocPages } from './cpuset-mems-allowed/alloc-pages.ts';
import { changeNodemask } from './cpuset-mems-allowed/change-nodemask.ts';
import { memSpreadNode } from './cpuset-mems-allowed/mem-spread-node.ts';
import { cellsOf, parameters, variantOf } from './cpuset-mems-allowed/variant.ts';

export default defineModel('cpuset-mems-allowed', {
  about:
    'A cpuset writer changes the nodemask that a task allocates by: may it see no node at all, and ' +
    'call the OOM killer? c0ff7453bb5c (2010), cc9a6c877661 (2012), e47483bca2cc (2017).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(
      cellsOf(variant),
      (builder) => ({
        alloc_pages: allocPages(builder, variant),
        mem_spread_node: memSpreadNode(builder, variant),
        cpuset_change_task_nodemask: changeNodemask(builder, variant),
      }),
      ({ free, choose }) => {
        for (const node of variant.all) free[node] = choose([0, 1, 2]);
      },
    );
  },
});
