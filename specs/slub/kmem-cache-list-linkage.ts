// The claims about kmem-cache-list-linkage, and what becomes of each. Nothing of it takes two tasks: the reader is wrong by
// itself, with the first cache that it shows; what it shows is there, as it holds slab_mutex from the first to the last.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/slub/kmem-cache-list-linkage.ts';

const R = (label: string) => ['slab_allocators', label] as const;

const holds = {
  'right-link': 'holds',
  'shown-are-there': 'holds',
} as const;

export default defineSpec(model, {
  seed: '[PATCH] slab: fix a crash by reading /proc/slab_allocators (Cai, Apr 2019), fcf88917dd43; 510ded33e075 (2017)',
  answer: 'Cai: the link is the wrong one, and it takes no second task.',
  properties: ({ unreachable }) => ({
    'right-link': unreachable('a link is not taken for another', ({ slab_allocators }) =>
      slab_allocators.some(({ at }) => at === 'wild_pointer'),
    ),
    'shown-are-there': unreachable(
      'no cache is shown that is destroyed',
      ({ slab_allocators, destroyed }) =>
        destroyed.value && slab_allocators.some(({ at }) => at === 'list_entry'),
    ),
  }),
  rows: [
    {
      set: {},
      expect: { ...holds, 'right-link': violated([R('slab_next'), R('list_entry')]) },
    },
    { set: { shows: 'root_caches_node' }, expect: holds },
    { set: { walks: 'list', caches: 2 }, expect: holds },
    { set: { shows: 'root_caches_node', destroys: true }, expect: holds },
    { set: { shows: 'root_caches_node', destroys: true, caches: 3 }, expect: holds, stress: true },
  ],
  teeth: {
    'shown-are-there': {
      replace:
        "does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),\n            },\n            slab_next",
      by: "does: () => 'next',\n            },\n            slab_next",
      at: { shows: 'root_caches_node', destroys: true },
    },
  },
  history: [
    {
      commit: 'fcf88917dd43',
      subject: 'slab: fix a crash by reading /proc/slab_allocators',
      year: 2019,
      property: 'right-link',
      before: {},
      after: { shows: 'root_caches_node' },
    },
  ],
});
