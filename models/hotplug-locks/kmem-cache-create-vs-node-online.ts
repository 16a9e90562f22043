// kmem-cache-create-vs-node-online: a slab cache is created while a node comes online.
//
// A new cache gets per-node structures for the nodes that are online; a node that comes online
// gets them for the caches that exist, from MEM_GOING_ONLINE, long before it counts as online. A
// cache that is created in between gets none, and its first slab of the node that goes to a list
// breaks it. 03afc0e25f7f (2014) kept memory hotplug away; 7e1fa93deff4 (2021, 5.12) has a mask of
// nodes under slab_mutex instead. Names and order are those of v6.1.

import { bool, defineModel, set, system } from 'mmcheck';
import { getOnlineMems, memHotplugBegin, memHotplugWait } from '../shared/hotplug-locks.ts';
import { kmemCacheAlloc } from './kmem-cache-create-vs-node-online/kmem-cache-alloc.ts';
import { cacheOf, cellsOf, parameters } from './kmem-cache-create-vs-node-online/variant.ts';

export default defineModel('kmem-cache-create-vs-node-online', {
  about:
    'A cache that is created while a node comes online may lack its structure of that node. ' +
    '03afc0e25f7f (2014, 3.16), 7e1fa93deff4 (2021, 5.12).',
  parameters,
  system: (values) => {
    const { variant, cancel, creates, again } = values;
    const cache = cacheOf(values);
    const locks = variant === 'get-online-mems';
    return system(cellsOf(values), (builder) => {
      const { process, procedure, call } = builder;
      const forEachCache = procedure('for_each_cache', {
        locals: { left: set(cache) },
        returns: ['finished'],
        start: 'lock_slab_mutex',
        steps: {
          lock_slab_mutex: {
            at: 'mm/slub.c slab_mem_going_online_callback()',
            thread: 'M: LOCK slab_mutex',
            atomic: 'under slab_mutex',
            does: ({ slab_mutex, caches, me }) => {
              if (!slab_mutex.acquire(me)) return 'blocked';
              for (const c of cache.ids) if (caches[c].listed) me.left.add(c);
              return 'next';
            },
          },
          alloc_node: {
            at: 'mm/slub.c slab_mem_going_online_callback()',
            thread: 'M: node[s][nid] = alloc',
            does: ({ caches, me }) => {
              const [first] = me.left.values();
              if (first === undefined) return 'unlock_slab_mutex';
              caches[first].node = true;
              me.left.delete(first);
              return 'alloc_node';
            },
          },
          unlock_slab_mutex: {
            at: 'mm/slub.c slab_mem_going_online_callback() node_set(slab_nodes)',
            thread: 'M: slab_nodes += nid, UNLOCK',
            atomic: 'under slab_mutex',
            does: ({ slab_mutex, slab_nodes, me }) => {
              if (variant === 'slab-nodes') slab_nodes.value = true;
              slab_mutex.release(me);
              return 'finished';
            },
          },
        },
      });

      return {
        online_pages: process({
          locals: { again: bool },
          begin: () => ({ again }),
          start: 'mem_hotplug_begin',
          steps: {
            mem_hotplug_begin: {
              at: 'mm/memory_hotplug.c online_pages()',
              thread: 'M: W-LOCK mem',
              does: memHotplugBegin,
            },
            mem_hotplug_wait: { thread: 'M: W-LOCK mem', does: memHotplugWait },
            going_online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_GOING_ONLINE)',
              thread: 'M: notify GOING_ONLINE',
              does: call(forEachCache, () => ({}), { finished: 'other_callbacks' }),
            },
            // The callbacks after SLUB's, of which one may refuse.
            other_callbacks: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_GOING_ONLINE)',
              thread: 'M: notify GOING_ONLINE',
              does: ({ choose }) =>
                cancel !== 'never' && choose([false, true]) ? 'cancel_online' : 'set_normal_memory',
            },
            set_normal_memory: {
              at: 'mm/memory_hotplug.c node_states_set_node()',
              thread: 'M: N += nid',
              does: ({ n_normal_memory }) => {
                n_normal_memory.value = true;
                return variant === 'before-zonelists' ? 'complete_early' : 'build_all_zonelists';
              },
            },
            complete_early: {
              thread: 'variant: caches completed before the zonelists',
              does: call(forEachCache, () => ({}), { finished: 'build_all_zonelists' }),
            },
            build_all_zonelists: {
              at: 'mm/memory_hotplug.c online_pages() build_all_zonelists()',
              thread: 'M: zonelists',
              does: ({ zonelists }) => {
                zonelists.value = true;
                return variant === 'at-online' ? 'online' : 'mem_hotplug_done';
              },
            },
            online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_ONLINE)',
              thread: 'M: notify ONLINE',
              does: call(forEachCache, () => ({}), { finished: 'mem_hotplug_done' }),
            },
            cancel_online: {
              at: 'mm/memory_hotplug.c online_pages() memory_notify(MEM_CANCEL_ONLINE)',
              thread: 'M: CANCEL_ONLINE',
              atomic: 'slab_mutex is taken and released here: nobody can tell',
              does: ({ slab_mutex, slab_nodes }) => {
                if (slab_mutex.isHeld()) return 'blocked';
                if (cancel === 'undoes') slab_nodes.value = false;
                return 'cancelled';
              },
            },
            cancelled: {
              at: 'mm/memory_hotplug.c mem_hotplug_done()',
              thread: 'M: UNLOCK mem',
              does: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                return 'done';
              },
            },
            mem_hotplug_done: {
              at: 'mm/memory_hotplug.c mem_hotplug_done()',
              thread: 'M: UNLOCK mem',
              does: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                return me.again ? 'offline_begin' : 'done';
              },
            },

            offline_begin: memHotplugBegin,
            offline_wait: memHotplugWait,
            offline_pages: {
              at: 'mm/memory_hotplug.c offline_pages()',
              thread: 'O: no page of nid; zonelists -= nid',
              atomic: 'under zone->lock: no page of the node is given out any more',
              does: ({ zonelists, in_use }) => {
                if (in_use.value) return 'blocked';
                zonelists.value = false;
                return 'next';
              },
            },
            clear_normal_memory: {
              at: 'mm/memory_hotplug.c node_states_clear_node()',
              thread: 'O: N -= nid',
              does: ({ n_normal_memory }) => {
                n_normal_memory.value = false;
                return 'next';
              },
            },
            offline_callback: {
              at: 'mm/slub.c slab_mem_offline_callback()',
              thread: 'O: slab_nodes -= nid',
              atomic: 'slab_mutex is taken and released here: nobody can tell',
              does: ({ slab_mutex, slab_nodes }) => {
                if (slab_mutex.isHeld()) return 'blocked';
                slab_nodes.value = false;
                return 'next';
              },
            },
            offline_done: {
              at: 'mm/memory_hotplug.c mem_hotplug_done()',
              thread: 'O: UNLOCK mem',
              does: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                me.again = false;
                return 'mem_hotplug_begin';
              },
            },
          },
        }),

        kmem_cache_create: process({
          count: creates,
          locals: { cache, sees: bool },
          begin: (id) => ({ cache: cache.ids[id + 1] }),
          start: locks ? 'get_online_mems' : 'lock_slab_mutex',
          steps: {
            get_online_mems: {
              at: 'mm/slab_common.c kmem_cache_create()',
              thread: 'S: R-LOCK mem',
              does: getOnlineMems,
            },
            lock_slab_mutex: {
              thread: 'S: LOCK slab_mutex',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            for_each_node: {
              at: 'mm/slub.c init_kmem_cache_nodes()',
              thread: 'S: for nid in N (or slab_nodes)',
              atomic: 'it reads one of the two masks',
              does: ({ n_normal_memory, slab_nodes, me }) => {
                me.sees = variant === 'slab-nodes' ? slab_nodes.value : n_normal_memory.value;
                return 'next';
              },
            },
            init_kmem_cache_nodes: {
              at: 'mm/slub.c init_kmem_cache_nodes()',
              thread: 'S: node[s][nid] = alloc',
              does: ({ caches, me }) => {
                caches[me.cache].node = me.sees;
                return 'next';
              },
            },
            list_add: {
              at: 'mm/slab_common.c create_cache() list_add(slab_caches)',
              thread: 'S: caches += s',
              does: ({ caches, me }) => {
                caches[me.cache].listed = true;
                return 'next';
              },
            },
            unlock_slab_mutex: ({ slab_mutex, me }) => {
              slab_mutex.release(me);
              return locks ? 'put_online_mems' : 'done';
            },
            put_online_mems: ({ mem_hotplug_lock, me }) => {
              mem_hotplug_lock.releaseRead(me);
              return 'done';
            },
          },
        }),

        kmem_cache_alloc: kmemCacheAlloc(builder, values),
      };
    });
  },
});
