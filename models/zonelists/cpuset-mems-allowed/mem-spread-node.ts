// Another request of the task of cpuset-mems-allowed, which picks a node out of the mask itself.

import { bool, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function memSpreadNode({ process }: Make, { words, all, isIn, waits }: Variant) {
  return process({
    locals: { word: upTo(words), found: bool },
    start: waits ? 'get_mems_allowed' : 'next_node',
    steps: {
      get_mems_allowed: ({ change_disable }) => {
        change_disable.value++;
        return 'next_node';
      },
      next_node: {
        at: 'kernel/cpuset.c cpuset_mem_spread_node()',
        thread: 'T (b): an empty mask',
        does: ({ mems_allowed, me }) => {
          me.found = all.some((node) => isIn(me.word, node) && mems_allowed[node]);
          me.word++;
          if (me.word < words && !me.found) return 'next_node';
          return 'alloc_pages_node';
        },
      },
      alloc_pages_node: {
        at: 'mm/filemap.c __page_cache_alloc()',
        does: () => (waits ? 'put_mems_allowed' : 'done'),
      },
      put_mems_allowed: ({ change_disable }) => {
        change_disable.value--;
        return 'done';
      },
    },
  });
}
