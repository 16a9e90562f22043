// kmem-cache-node-offline-uaf: a node goes offline, and SLUB frees its structure of the node.
//
// linux-mm, Sep 2019: readers of slab files lost get_online_mems() (e4f8e513c3d3), which was held
// to be harmless: existing slabs of the node prevent its removal. They do, but s->node[nid]
// itself is allocated elsewhere, and a reader that has loaded the pointer has no slab. At stake:
// a use-after-free, cured by freeing no such structure (666716fd267d, 2021, 5.12).

import {
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  system,
  table,
} from 'mmcheck';
import { barriers, mutex, percpuRwsem, rcu, spinlock } from 'mmcheck/kernel';
import { getOnlineMems, memHotplugBegin, memHotplugWait } from '../shared/hotplug-locks.ts';

export default defineModel('kmem-cache-node-offline-uaf', {
  about:
    'SLUB frees s->node[nid] as the node goes offline, while a reader without a lock uses it. ' +
    'e4f8e513c3d3 (2019), 666716fd267d (2021, 5.12).',
  parameters: {
    variant: parameter(
      'Before 2019; after e4f8e513c3d3; after 666716fd267d; and as it could have been done.',
      oneOf('get-online-mems', 'no-lock', 'never-free', 'rcu-free'),
    ),
    online: parameter('The node comes online again.', bool),
    publish: parameter(
      'What stands between the initialisation of a structure and s->node[nid] = n.',
      oneOf('nothing', 'smp_wmb'),
    ),
    readers: parameter('Readers of total_objects in sysfs.', range(1, 2)),
  },

  system: ({ variant, online, publish, readers }) => {
    /** Structures kmem_cache_node, in memory of another node. */
    const object = kind('n', 2);
    return system(
      {
        mem_hotplug_lock: percpuRwsem('mem_hotplug_lock', { readers: 1 }),
        slab_mutex: mutex('slab_mutex'),
        rcu: rcu({ readers: 1, graces: 1 }),
        /** s->node[nid], and what it points to. */
        node: cell(orNone(object), object.ids[0]),
        objects: table(
          object,
          { list_lock: spinlock('n->list_lock'), allocated: bool, initialised: bool, slabs: bool },
          (id: number) => ({ allocated: id === 0, initialised: id === 0, slabs: id === 0 }),
        ),
        /** A page of the node is a slab of the cache. */
        slab_page: cell(bool, true),
        node_online: cell(bool, true),
        smp: barriers(),
      },
      ({ process }) => ({
        total_objects_show: process({
          count: readers,
          locals: { n: orNone(object), initialised: bool },
          start:
            variant === 'get-online-mems'
              ? 'get_online_mems'
              : variant === 'rcu-free'
                ? 'rcu_read_lock'
                : 'get_node',
          steps: {
            get_online_mems: { at: 'mm/slub.c show_slab_objects()', does: getOnlineMems },
            get_node: {
              at: 'mm/slub.c show_slab_objects() for_each_kmem_cache_node()',
              thread: 'R: n = node[nid], NULL: skip',
              does: ({ node, me }) => {
                me.n = node.value;
                return me.n === none ? 'unlock' : 'lock_list';
              },
            },
            lock_list: {
              at: 'mm/slub.c count_partial()',
              thread: 'R: LOCK n->list_lock',
              does: ({ objects, me }) => {
                if (me.n === none) return 'unlock';
                if (!objects[me.n].list_lock.acquire(me)) return 'blocked';
                me.initialised = objects[me.n].initialised;
                return 'next';
              },
            },
            unlock_list: {
              at: 'mm/slub.c count_partial()',
              thread: 'R: R; UNLOCK',
              does: ({ objects, me }) => {
                if (me.n !== none) objects[me.n].list_lock.release(me);
                me.initialised = false;
                return 'unlock';
              },
            },
            unlock: () =>
              variant === 'get-online-mems'
                ? 'put_online_mems'
                : variant === 'rcu-free'
                  ? 'rcu_read_unlock'
                  : 'done',
            put_online_mems: ({ mem_hotplug_lock, me }) => {
              mem_hotplug_lock.releaseRead(me);
              return 'done';
            },
            rcu_read_lock: ({ rcu, me }) => {
              rcu.readLock(me);
              return 'get_node';
            },
            rcu_read_unlock: ({ rcu, me }) => {
              rcu.readUnlock(me);
              return 'done';
            },
          },
        }),

        // The slab of the node becomes empty. The page goes last, and keeps the node until then.
        discard_slab: process({
          locals: { n: orNone(object) },
          start: 'get_node',
          steps: {
            get_node: {
              at: 'mm/slub.c discard_slab()',
              does: ({ node, me }) => {
                me.n = node.value;
                return 'next';
              },
            },
            dec_slabs_node: {
              at: 'mm/slub.c dec_slabs_node()',
              does: ({ objects, me }) => {
                if (me.n !== none) objects[me.n].slabs = false;
                return 'next';
              },
            },
            free_slab: {
              at: 'mm/slub.c free_slab()',
              atomic:
                'zone->lock, under which offline_pages() finds the page, orders what was stored before',
              does: ({ slab_page, smp }) => {
                smp.wmb();
                slab_page.value = false;
                return 'done';
              },
            },
          },
        }),

        memory_hotplug: process({
          locals: { n: orNone(object) },
          start: 'mem_hotplug_begin',
          steps: {
            mem_hotplug_begin: { at: 'mm/memory_hotplug.c offline_pages()', does: memHotplugBegin },
            mem_hotplug_wait: memHotplugWait,
            offline_pages: {
              atomic: 'nobody looks at the node between: its last page is free',
              does: ({ slab_page, node_online }) => {
                if (slab_page.value) return 'blocked';
                node_online.value = false;
                return 'next';
              },
            },
            offline_callback: {
              at: 'mm/slub.c slab_mem_offline_callback()',
              thread: 'O: LOCK slab_mutex',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            check_slabs: {
              at: 'mm/slub.c slab_mem_offline_callback()',
              thread: 'O: R n, BUG_ON(nr_slabs)',
              atomic: 'under slab_mutex; only a slab of the node could change what it reads',
              does: ({ node, objects, me, assert }) => {
                me.n = node.value;
                assert(
                  me.n === none || !objects[me.n].slabs,
                  'BUG_ON(slabs_node(s, offline_node))',
                );
                return variant === 'never-free' ? 'offline_callback_end' : 'clear_node';
              },
            },
            clear_node: {
              thread: 'O: node[nid] = NULL',
              does: ({ node }) => {
                node.value = none;
                return variant === 'rcu-free' ? 'synchronize_rcu' : 'free_node';
              },
            },
            synchronize_rcu: ({ rcu }) => {
              rcu.start(0);
              return 'next';
            },
            synchronize_rcu_wait: ({ rcu }) => (rcu.isOver(0) ? 'next' : 'blocked'),
            free_node: {
              at: 'mm/slub.c slab_mem_offline_callback() kmem_cache_free()',
              thread: 'O: free(n)',
              does: ({ objects, me }) => {
                if (me.n === none) return 'next';
                objects[me.n].allocated = false;
                objects[me.n].initialised = false;
                return 'next';
              },
            },
            offline_callback_end: {
              thread: 'O: UNLOCK',
              does: ({ slab_mutex, me }) => {
                slab_mutex.release(me);
                return 'next';
              },
            },
            mem_hotplug_done: ({ mem_hotplug_lock, me }) => {
              mem_hotplug_lock.releaseWrite(me);
              return online ? 'online_begin' : 'done';
            },

            online_begin: memHotplugBegin,
            online_wait: memHotplugWait,
            going_online_callback: {
              at: 'mm/slub.c slab_mem_going_online_callback()',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            alloc_node: {
              at: 'mm/slub.c slab_mem_going_online_callback() kmem_cache_alloc()',
              thread: 'G: allocate n',
              atomic: 'under slab_mutex, and what it allocates nobody else knows',
              does: ({ node, objects, me }) => {
                if (node.value !== none) return 'going_online_callback_end';
                me.n = object.ids[objects[0].allocated ? 1 : 0];
                objects[me.n].allocated = true;
                return 'init_kmem_cache_node';
              },
            },
            init_kmem_cache_node: {
              at: 'mm/slub.c slab_mem_going_online_callback() init_kmem_cache_node()',
              thread: 'G: initialise n',
              does: ({ objects, me }) => {
                if (me.n !== none) objects[me.n].initialised = true;
                return publish === 'smp_wmb' ? 'smp_wmb' : 'set_node';
              },
            },
            smp_wmb: {
              thread: 'G: smp_wmb',
              does: ({ smp }) => {
                smp.wmb();
                return 'set_node';
              },
            },
            set_node: {
              thread: 'G: W node[nid]',
              does: ({ node, me }) => {
                node.value = me.n;
                return 'next';
              },
            },
            going_online_callback_end: ({ slab_mutex, me }) => {
              slab_mutex.release(me);
              return 'next';
            },
            online_pages: ({ node_online }) => {
              node_online.value = true;
              return 'next';
            },
            online_done: ({ mem_hotplug_lock, me }) => {
              mem_hotplug_lock.releaseWrite(me);
              return 'done';
            },
          },
        }),
      }),
    );
  },
});
