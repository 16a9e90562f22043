// What can be chosen in kmem-cache-create-vs-node-online, and the cells.

import {
  type Builder,
  bool,
  cell,
  kind,
  oneOf,
  parameter,
  range,
  table,
  type ValuesOf,
} from 'mmcheck';
import { mutex, percpuRwsem } from 'mmcheck/kernel';

export const parameters = {
  variant: parameter(
    'What kmem_cache_create() goes by, and who completes caches.',
    oneOf(
      /** N_NORMAL_MEMORY, no lock: before 03afc0e25f7f. */
      'no-lock',
      /** The same under get_online_mems(): 03afc0e25f7f. */
      'get-online-mems',
      /** slab_nodes under slab_mutex: 7e1fa93deff4. */
      'slab-nodes',
      /** N_NORMAL_MEMORY; all caches are completed again at MEM_ONLINE. */
      'at-online',
      /** The same, before the zonelists have the node. */
      'before-zonelists',
    ),
  ),
  cancel: parameter(
    'A later callback may refuse; the rollback then clears slab_nodes, or forgets to.',
    oneOf('never', 'undoes', 'forgets'),
  ),
  creates: parameter('Caches that are created, beside one that exists.', range(1, 2)),
  again: parameter('The node goes offline and comes online again.', bool),
};

export type Values = ValuesOf<typeof parameters>;

/** Cache 0 exists; the others are created. */
export const cacheOf = ({ creates }: Values) => kind('cache', creates + 1);

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf(values: Values) {
  const cache = cacheOf(values);
  return {
    mem_hotplug_lock: percpuRwsem('mem_hotplug_lock', { readers: 1 }),
    slab_mutex: mutex('slab_mutex'),
    /** In slab_caches; and whether s->node[nid] is there. */
    caches: table(cache, { listed: bool, node: bool }, (id: number) => ({ listed: id === 0 })),
    /** Whether N_NORMAL_MEMORY, slab_nodes and the zonelists have the node. */
    n_normal_memory: cell(bool),
    slab_nodes: cell(bool),
    zonelists: cell(bool),
    /** A page of the node is in use. */
    in_use: cell(bool),
  };
}
