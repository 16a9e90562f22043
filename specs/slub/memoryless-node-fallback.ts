// The claims about memoryless-node-fallback, and what becomes of each.
//
// Lameter is right about the patch: who names no node leaves it to the policy of the task, and no longer can. Since 2014
// a node without memory costs nothing. But whatever is asked whether it has any - node_present_pages(), N_NORMAL_MEMORY,
// slab_nodes - is set before a page of it can be allocated, and cleared long after: in between each allocation makes a
// slab, as before 2014. slab_nodes is set the earliest, by MEM_GOING_ONLINE, and cleared the latest. (That this is one
// slab at most, as one would think, is not so.)

import { defineSpec, none, violated } from 'mmcheck';
import model, { OBJECTS } from '../../models/slub/memoryless-node-fallback.ts';

const K = (label: string) => ['kmalloc_node', label] as const;
const H = (label: string) => ['online_pages', label] as const;

const holds = {
  'few-slabs': 'holds',
  'policy-decides': 'holds',
  'no-null-dereference': 'holds',
} as const;

/** The node is said to have memory, and no page of it can be allocated yet. */
const goingOnline = (said: string) =>
  violated([H(said), K('deactivate_slab'), K('alloc_slab_page')]);

export default defineSpec(model, {
  seed:
    '[PATCH] mm: Make allocator take care of memoryless numa node (Tian, Oct 2020); a561ce00b09e (2014), ' +
    '0715e6c516f1 (2020), 7e1fa93deff4 (2021)',
  answer:
    "Lameter, of the patch: it takes the node out of the hands of the task's policy. What SLUB does " +
    'by itself is right except while memory comes or goes.',
  properties: ({ invariant, unreachable }, { policy, hotplug }) => ({
    'few-slabs': invariant(
      'there is one slab that is not full, and one more for a node that has come or gone',
      ({ slabs }) => {
        const slack = { none: 1, online: 2, both: 3 }[hotplug];
        return slabs.filter(({ node, inuse }) => node !== none && inuse < OBJECTS).length <= slack;
      },
    ),
    'policy-decides': invariant(
      'who names no node gets the one that the policy of the task has',
      ({ picked }) => !policy || picked.value === none || picked.value === 2,
    ),
    'no-null-dereference': unreachable(
      'NODE_DATA() is not read of a node that was never online, or of none',
      ({ oops }) => oops.value,
    ),
  }),
  rows: [
    {
      set: {},
      expect: {
        ...holds,
        'few-slabs': violated([
          K('alloc_slab_page'),
          K('node_match'),
          K('deactivate_slab'),
          K('alloc_slab_page'),
        ]),
      },
    },
    { set: { fallback: 'mem-node' }, expect: holds },
    {
      set: { fallback: 'mem-node', node: 'offline' },
      expect: { ...holds, 'no-null-dereference': violated([K('get_partial')]) },
      note: 'Of a node that was never online there is no pgdat to ask whether it has memory.',
    },
    {
      set: { fallback: 'mem-node', hotplug: 'online' },
      expect: { ...holds, 'few-slabs': goingOnline('adjust_present_page_count') },
    },
    { set: { fallback: 'node-state' }, expect: holds },
    { set: { fallback: 'node-state', node: 'offline' }, expect: holds },
    {
      set: { fallback: 'node-state', hotplug: 'online' },
      expect: { ...holds, 'few-slabs': goingOnline('node_states_set_node') },
    },
    { set: { fallback: 'slab-nodes' }, expect: holds },
    { set: { fallback: 'slab-nodes', node: 'offline' }, expect: holds },
    {
      set: { fallback: 'slab-nodes', hotplug: 'online' },
      expect: { ...holds, 'few-slabs': goingOnline('slab_mem_going_online') },
      note: 'The callback is first, and the pages of the node are free long after it.',
    },
    { set: { fallback: 'slab-nodes', asks: 'no-node', policy: true }, expect: holds },
    { set: { fallback: 'callers' }, expect: holds },
    {
      set: { fallback: 'callers', asks: 'no-node' },
      expect: { ...holds, 'no-null-dereference': violated([K('local_memory_node')]) },
    },
    {
      set: { fallback: 'callers-guarded', asks: 'no-node', policy: true },
      expect: {
        ...holds,
        'policy-decides': violated([K('local_memory_node'), K('alloc_slab_page')]),
      },
    },
    {
      set: { fallback: 'slab-nodes', hotplug: 'both', allocs: 6 },
      expect: {
        ...holds,
        'few-slabs': violated([H('slab_mem_going_online'), K('alloc_slab_page')]),
      },
      stress: true,
    },
    {
      set: { fallback: 'mem-node', hotplug: 'both', allocs: 6 },
      expect: {
        ...holds,
        'few-slabs': violated([H('adjust_present_page_count'), K('alloc_slab_page')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'a561ce00b09e',
      subject: 'slub: fall back to node_to_mem_node() node if allocating on memoryless node',
      year: 2014,
      property: 'few-slabs',
      before: {},
      after: { fallback: 'mem-node' },
    },
    {
      commit: '0715e6c516f1',
      subject: 'mm, slub: prevent kmalloc_node crashes and memory leaks',
      year: 2020,
      property: 'no-null-dereference',
      before: { fallback: 'mem-node', node: 'offline' },
      after: { fallback: 'node-state', node: 'offline' },
    },
    {
      commit: 'not merged',
      subject: '[PATCH] mm: Make allocator take care of memoryless numa node',
      year: 2020,
      property: 'policy-decides',
      before: { fallback: 'slab-nodes', asks: 'no-node', policy: true },
      after: { fallback: 'callers-guarded', asks: 'no-node', policy: true },
    },
  ],
});
