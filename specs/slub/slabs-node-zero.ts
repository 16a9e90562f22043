// The claims about slabs-node-zero, and what becomes of each.
//
// The patch is right about kmem_cache_destroy(), and about the offline callback for the wrong reason: BUG_ON() cannot
// fire without the counter, but there is nothing for it to find, since memory in which a slab lies does not go offline.
// It would have to, for the callback to free what is in use.

import { bool, defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/slabs-node-zero.ts';

const D = (label: string) => ['kmem_cache_destroy', label] as const;
const O = (label: string) => ['offline_pages', label] as const;
const U = (label: string) => ['user', label] as const;

const holds = {
  'none-in-use': 'holds',
  'empty-is-destroyed': 'holds',
  'bug-on-is-not-hit': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-null-dereference': 'holds',
} as const;
const destroyed = [D('slabs_node'), D('free_kmem_cache_nodes')] as const;
const offlined = [O('isolate'), O('kmem_cache_free')] as const;

export default defineSpec(model, {
  seed: '[PATCH 0/3] mm/slub: Fix slabs_node return value (Song, Jun 2020); 666716fd267d (2021)',
  answer:
    'Song, about kmem_cache_destroy() of a cache in use; to Lameter that check is debugging, and ' +
    'costs memory. The offline callback is safe either way: memory in which a slab lies does not go ' +
    'offline.',
  properties: ({ invariant, observer, unreachable }) => ({
    'none-in-use': invariant(
      'the node structure of a cache is freed only when no object is in use',
      ({ heap, in_use }) => heap.objects[0] === 'allocated' || in_use.isEmpty,
    ),
    'empty-is-destroyed': observer('a cache is destroyed, if all was freed before', {
      state: { empty: bool },
      on: {
        kmem_cache_destroy: ({ step, my, user, assert }) => {
          if (step.from === 'spin_lock') my.empty = user.every(({ at }) => at === 'done');
          assert(step.to !== 'still_has_objects' || !my.empty, 'it is refused');
        },
      },
    }),
    'bug-on-is-not-hit': unreachable(
      'as a node goes offline, no slab is there',
      ({ offline_pages }) => offline_pages.some(({ at }) => at === 'bug_on'),
    ),
    ...heapProperties(unreachable),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { slabs_node: 'zero' },
      expect: {
        ...holds,
        'none-in-use': violated(destroyed),
        'no-use-after-free': violated([...destroyed, U('spin_lock')]),
      },
    },
    {
      set: { slabs_node: 'zero', partial: true },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          U('remove_partial'),
          D('free_kmem_cache_nodes'),
          U('spin_unlock'),
        ]),
      },
      note:
        'A slab on the partial list is seen without the counter, but not a free that has just taken it ' +
        'off: the counter keeps the node until that is done with it.',
    },
    { set: { slabs_node: 'zero', does: 'offline' }, expect: holds },
    { set: { does: 'offline' }, expect: holds },
    {
      set: { slabs_node: 'zero', does: 'offline', isolates: 'allows' },
      expect: {
        ...holds,
        'none-in-use': violated(offlined),
        'no-use-after-free': violated([O('kmem_cache_free'), U('spin_lock')]),
        'no-null-dereference': violated([...offlined, U('get_node'), U('spin_lock')]),
      },
    },
    {
      set: { does: 'offline', isolates: 'allows' },
      expect: { ...holds, 'bug-on-is-not-hit': violated([O('slab_mem_offline')]) },
    },
    {
      set: { slabs_node: 'zero', does: 'both', slabs: 2 },
      expect: {
        ...holds,
        'none-in-use': violated(destroyed),
        'no-use-after-free': violated([...destroyed, U('spin_lock')]),
      },
      stress: true,
    },
    { set: { does: 'both', slabs: 2, partial: true }, expect: holds, stress: true },
  ],
  teeth: {
    'empty-is-destroyed': { replace: 'nr_slabs.value--; return', by: 'return', at: {} },
    'no-double-free': {
      replace: 'if (destroyed.value || node.value === none) return',
      by: 'if (node.value === none) return',
      at: { does: 'both', slabs: 2, partial: true },
    },
  },
  history: [
    {
      commit: 'not merged',
      subject: '[PATCH 0/3] mm/slub: Fix slabs_node return value',
      year: 2020,
      property: 'none-in-use',
      before: { slabs_node: 'zero' },
      after: {},
    },
  ],
});
