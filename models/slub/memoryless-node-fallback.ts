// memoryless-node-fallback: kmalloc_node() of a node without memory, whose slab is never of that node.
//
// "[PATCH] mm: Make allocator take care of memoryless numa node" (Tian, October 2020). Lameter: 'SLUB relies on the page
// allocator to pick a node', and the patch 'would destroy the support for memory policies'. The page comes from
// another node, so node_match() fails again, and each allocation makes a slab: a561ce00b09e (2014), 0715e6c516f1 (2020),
// 7e1fa93deff4 (2021), which go by three different words for that a node has memory.
// At stake: memory for one object a page; and a node that nobody has chosen. One cpu allocates; nothing is freed.

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
  set,
  system,
  table,
  upTo,
} from 'mmcheck';

export const OBJECTS = 2;

export default defineModel('memoryless-node-fallback', {
  about:
    'kmalloc_node() of a node without memory gets its slab from another node, which the next call does ' +
    'not take for a match. a561ce00b09e (2014), 0715e6c516f1 (2020).',
  parameters: {
    fallback: parameter(
      'What is done of a node without memory: nothing (until 2014); its nearest node with memory is searched for, if node_present_pages() is 0 (a561ce00b09e); the constraint is dropped, if it is not in N_NORMAL_MEMORY (0715e6c516f1), or not in slab_nodes (7e1fa93deff4); all callers name the nearest node with memory, as posted, or only if they name one at all.',
      oneOf('nothing', 'mem-node', 'node-state', 'slab-nodes', 'callers', 'callers-guarded'),
    ),
    asks: parameter('Who allocates names the node, or NUMA_NO_NODE.', oneOf('node', 'no-node')),
    node: parameter(
      'The node that is asked for is online and has no memory, or was never online.',
      oneOf('memoryless', 'offline'),
    ),
    hotplug: parameter(
      'Memory is added to the node, and perhaps taken away.',
      oneOf('none', 'online', 'both'),
    ),
    policy: parameter('The task has a memory policy, which binds it to the third node.', bool),
    allocs: parameter('Allocations.', range(3, 6)),
  },
  system: ({ fallback, asks, node: state, hotplug, policy, allocs }) => {
    const node = kind('node', ['local', 'near', 'far']);
    const [local, near, far] = node.ids;
    const slab = kind('slab', allocs);
    const fromCallers = fallback === 'callers' || fallback === 'callers-guarded';
    const goesByState = fallback === 'node-state';
    const drops = goesByState || fallback === 'slab-nodes';
    return system(
      {
        /** The nodes that the page allocator finds pages of: they are in zonelists, and not isolated. */
        has_memory: set(node, [near, far]),
        /** node_present_pages() is not 0. */
        present: set(node, [near, far]),
        /** N_NORMAL_MEMORY, or slab_nodes, the nodes that SLUB has structures for. */
        normal_memory: set(node, [near, far]),
        slab_nodes: set(node, [near, far]),
        slabs: table(slab, { node: orNone(node), inuse: upTo(OBJECTS), listed: bool }),
        /** c->slab. */
        cpu_slab: cell(orNone(slab)),
        oops: cell(bool),
        /** The node of the last page that was allocated without one being named. */
        picked: cell(orNone(node)),
      },
      ({ process }) => ({
        kmalloc_node: process({
          locals: {
            node: orNone(node),
            search: orNone(node),
            left: upTo(allocs),
          },
          begin: () => ({ left: allocs }),
          start: 'kmalloc',
          steps: {
            kmalloc: ({ me }) => {
              if (me.left === 0) return 'done';
              me.left--;
              me.node = asks === 'node' ? local : none;
              return fromCallers ? 'local_memory_node' : 'cpu_slab';
            },
            local_memory_node: {
              at: 'mm/page_alloc.c local_memory_node()',
              thread: 'replace node by local_memory_node in callers',
              atomic: 'a zonelist, read from its beginning',
              does: ({ has_memory, oops, me }) => {
                if (me.node === none && fallback === 'callers') oops.value = true;
                if (me.node === local && state === 'offline') oops.value = true;
                if (oops.value) return 'done';
                me.node = has_memory.has(local) ? local : near;
                return 'cpu_slab';
              },
            },
            cpu_slab: {
              at: 'mm/slub.c ___slab_alloc()',
              thread: 'R c.page',
              does: ({ cpu_slab }) => (cpu_slab.value === none ? 'new_slab_node' : 'node_match'),
            },
            node_match: {
              at: 'mm/slub.c ___slab_alloc() node_match()',
              thread: 'node_match?',
              atomic: 'only this cpu changes its slab',
              does: ({ cpu_slab, slabs, me }) => {
                const s = cpu_slab.value;
                if (s === none || me.node === none || slabs[s].node === me.node) return 'take';
                return 'mismatch';
              },
            },
            mismatch: {
              at: 'mm/slub.c ___slab_alloc() node_isset()',
              thread: 'check node_state/slab_nodes and drop the constraint',
              atomic: 'one look at the node; only this cpu changes its slab',
              does: ({ slab_nodes, normal_memory, present, slabs, cpu_slab, oops, me }) => {
                if (fallback === 'mem-node') {
                  if (state === 'offline' && !slab_nodes.has(local)) oops.value = true;
                  if (oops.value) return 'done';
                  const search = present.has(local) ? local : near;
                  const s = cpu_slab.value;
                  if (s !== none && slabs[s].node === search) return 'take';
                }
                const isThere = goesByState ? normal_memory.has(local) : slab_nodes.has(local);
                if (drops && !isThere) {
                  me.node = none;
                  return 'take';
                }
                return 'deactivate_slab';
              },
            },
            deactivate_slab: {
              at: 'mm/slub.c ___slab_alloc() deactivate_slab()',
              thread: 'deactivate(c.page)',
              atomic: 'only this cpu changes its slab',
              does: ({ cpu_slab, slabs }) => {
                const s = cpu_slab.value;
                if (s !== none) slabs[s].listed = slabs[s].inuse < OBJECTS;
                cpu_slab.value = none;
                return 'get_partial';
              },
            },
            new_slab_node: {
              at: 'mm/slub.c ___slab_alloc() node_isset()',
              thread: 'check node_state/slab_nodes and drop the constraint',
              atomic: 'one look at the node, in the one or the other',
              does: ({ slab_nodes, normal_memory, me }) => {
                const isThere = goesByState ? normal_memory.has(local) : slab_nodes.has(local);
                if (drops && me.node === local && !isThere) me.node = none;
                return 'get_partial';
              },
            },
            get_partial: {
              at: 'mm/slub.c get_partial() get_partial_node()',
              thread: 'get_partial(node): none',
              atomic: 'under list_lock',
              does: ({ slabs, cpu_slab, present, oops, me }) => {
                me.search = me.node;
                if (fallback === 'mem-node' && me.node === local && !present.has(local)) {
                  if (state === 'offline') oops.value = true;
                  if (oops.value) return 'done';
                  me.search = near;
                }
                const { search } = me;
                const found = slab.ids.find(
                  (s) => slabs[s].listed && (search === none || slabs[s].node === search),
                );
                if (found === undefined) return 'alloc_slab_page';
                slabs[found].listed = false;
                cpu_slab.value = found;
                return 'take';
              },
            },
            alloc_slab_page: {
              at: 'mm/slub.c alloc_slab_page() __alloc_pages_node()',
              thread: 'new page (from fallback node m≠node)',
              atomic: 'the page allocator takes it of a node that has memory',
              does: ({ slabs, cpu_slab, has_memory, picked, me }) => {
                const fresh = slab.ids.find((s) => slabs[s].node === none);
                if (fresh === undefined) return 'done';
                const nearest = has_memory.has(local) ? local : near;
                const preferred = me.node === none ? (policy ? far : nearest) : me.node;
                slabs[fresh].node = has_memory.has(preferred) ? preferred : near;
                picked.value = asks === 'no-node' ? slabs[fresh].node : none;
                cpu_slab.value = fresh;
                return 'take';
              },
            },
            take: {
              at: 'mm/slub.c ___slab_alloc() get_freepointer()',
              thread: 'c.page:=new; take object',
              atomic: 'only this cpu changes its slab',
              does: ({ slabs, cpu_slab }) => {
                const s = cpu_slab.value;
                if (s === none) return 'kmalloc';
                slabs[s].inuse++;
                if (slabs[s].inuse === OBJECTS) cpu_slab.value = none;
                return 'kmalloc';
              },
            },
          },
        }),
        online_pages: process({
          count: hotplug === 'none' ? 0 : 1,
          environment: true,
          start: 'slab_mem_going_online',
          steps: {
            slab_mem_going_online: {
              at: 'mm/slub.c slab_mem_going_online_callback() node_set()',
              thread: 'node goes online',
              does: ({ slab_nodes }) => {
                slab_nodes.add(local);
                return 'next';
              },
            },
            adjust_present_page_count: {
              at: 'mm/memory_hotplug.c online_pages() adjust_present_page_count()',
              thread: 'node goes online',
              does: ({ present }) => {
                present.add(local);
                return 'next';
              },
            },
            node_states_set_node: {
              at: 'mm/memory_hotplug.c online_pages() node_states_set_node()',
              thread: 'node goes online',
              does: ({ normal_memory }) => {
                normal_memory.add(local);
                return 'next';
              },
            },
            undo_isolate_page_range: {
              at: 'mm/memory_hotplug.c online_pages() undo_isolate_page_range()',
              thread: 'node goes online',
              atomic: 'zonelists are built just before',
              does: ({ has_memory }) => {
                has_memory.add(local);
                return hotplug === 'both' ? 'next' : 'done';
              },
            },
            start_isolate_page_range: {
              at: 'mm/memory_hotplug.c offline_pages() start_isolate_page_range()',
              thread: 'node goes offline',
              atomic: 'memory in which a slab lies does not go offline',
              does: ({ has_memory, slabs }) => {
                if (slab.ids.some((s) => slabs[s].node === local)) return 'done';
                has_memory.delete(local);
                return 'next';
              },
            },
            sub_present_page_count: {
              at: 'mm/memory_hotplug.c offline_pages() adjust_present_page_count()',
              thread: 'node goes offline',
              does: ({ present }) => {
                present.delete(local);
                return 'next';
              },
            },
            node_states_clear_node: {
              at: 'mm/memory_hotplug.c offline_pages() node_states_clear_node()',
              thread: 'node goes offline',
              does: ({ normal_memory }) => {
                normal_memory.delete(local);
                return 'next';
              },
            },
            slab_mem_offline: {
              at: 'mm/slub.c slab_mem_offline_callback() node_clear()',
              thread: 'node goes offline',
              does: ({ slab_nodes }) => {
                slab_nodes.delete(local);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
