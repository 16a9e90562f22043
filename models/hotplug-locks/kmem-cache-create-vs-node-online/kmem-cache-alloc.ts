// A of kmem-cache-create-vs-node-online: a cache that is listed gets a page of the node, and looks for its
// structure of that node.

import { bool } from 'mmcheck';
import { cacheOf, type Make, type Values } from './variant.ts';

export function kmemCacheAlloc({ process }: Make, values: Values) {
  const cache = cacheOf(values);
  return process({
    environment: true,
    locals: { cache, missing: bool },
    start: 'pick_cache',
    steps: {
      pick_cache: ({ caches, me, choose }) => {
        me.cache = choose(cache.ids.filter((c) => caches[c].listed));
        return 'next';
      },
      // From the zonelists on; since 5.10 a little later, undo_isolate_page_range().
      get_page: {
        at: 'mm/slub.c allocate_slab()',
        thread: 'A: gets a page of nid',
        atomic: 'under zone->lock',
        does: ({ zonelists, in_use }) => {
          if (!zonelists.value) return 'blocked';
          in_use.value = true;
          return 'next';
        },
      },
      get_node: {
        at: 'mm/slub.c deactivate_slab() get_node()',
        thread: 'A: R node[s][nid], deref',
        does: ({ caches, me }) => {
          me.missing = !caches[me.cache].node;
          return 'next';
        },
      },
      free_page: ({ in_use, me }) => {
        in_use.value = false;
        me.missing = false;
        return 'done';
      },
    },
  });
}
