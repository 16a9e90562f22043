// The claims about memcg-objcg-vector, and what becomes of each. 494c1dfe855e has caches of their own for what is charged,
// so that a vector, which is not, never lies among what it describes.

import { defineSpec, none, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/memcg-objcg-vector.ts';

const U = (label: string) => ['user', label] as const;

const holds = {
  'pays-while-used': 'holds',
  'all-uncharged': 'holds',
  'slab-is-given-back': 'holds',
  'no-leak': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-null-dereference': 'holds',
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH v2 11/28] mm: slub: implement SLUB version of obj_to_index() (Gushchin, Jan 2020), 286e04b8ed7a; ' +
    '[PATCH v3 2/2] mm: memcg/slab: Create a new set of kmalloc-cg-<n> caches (Long, May 2021), 494c1dfe855e',
  answer:
    "Gushchin: the vector is right, with cmpxchg(). Lameter's pointer in each object needs no such care, " +
    'and costs memory (minimal, he says). Long: the vector must not lie in the slab that it is for.',
  properties: ({ invariant, unreachable }, { publish, objects }) => ({
    'pays-while-used': invariant(
      'whose object is in use stands beside it',
      ({ user, memcg_data, objcgs, embedded }) =>
        user.every(({ at, id, object }) => {
          if (at !== 'in_use' || object === none) return true;
          if (publish === 'embedded') return embedded[object] === id;
          return memcg_data.value !== none && objcgs[memcg_data.value][object] === id;
        }),
    ),
    'all-uncharged': invariant(
      'once all is freed, nobody pays for anything',
      ({ user, charged }) =>
        user.some(({ at }) => at !== 'done') || charged.every((pays) => pays === 0),
    ),
    'slab-is-given-back': invariant(
      'once all is freed, the slab is given back',
      ({ user, discarded, free }) =>
        user.some(({ at }) => at !== 'done') || (discarded.value && free.size === objects),
    ),
    'no-leak': unreachable(
      'each vector is of the slab, or about to be',
      ({ heap, memcg_data, user }) =>
        heap.leaks([memcg_data.value, ...user.map(({ fresh }) => fresh)]),
    ),
    ...heapProperties(unreachable),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { publish: 'store' },
      expect: {
        ...holds,
        'pays-while-used': violated([U('slab_objcgs'), U('set_objcg'), U('publish')]),
        'all-uncharged': violated([U('set_objcg'), U('publish'), U('clear_objcg')]),
        'no-leak': violated([U('publish'), U('publish')]),
      },
      note: 'The second store drops the vector of the first, and with it who pays.',
    },
    {
      set: { publish: 'embedded' },
      expect: holds,
      note: 'It costs a pointer for each object, and nothing is shared.',
    },
    {
      set: { zeroed: 'after' },
      expect: {
        ...holds,
        'pays-while-used': violated([U('publish'), U('set_objcg'), U('zero')]),
        'all-uncharged': violated([U('publish'), U('set_objcg'), U('zero'), U('clear_objcg')]),
      },
      note: 'Why the zeroes must be seen before the vector.',
    },
    {
      set: { same_cache: true },
      expect: { ...holds, 'slab-is-given-back': violated([U('kcalloc_node'), U('slab_free')]) },
      note:
        'The vector is freed with the slab, and the slab waits for the vector. Two caches whose slabs ' +
        'have the vectors of each other wait so, too.',
    },
    {
      set: { same_cache: true, cpus: 3, objects: 4 },
      expect: { ...holds, 'slab-is-given-back': violated([U('kcalloc_node'), U('slab_free')]) },
      stress: true,
    },
    { set: { cpus: 3, objects: 3 }, expect: holds, stress: true },
  ],
  teeth: {
    'no-use-after-free': {
      replace: 'me.vec = memcg_data.value; me.fresh = none;',
      by: 'me.vec = me.fresh; me.fresh = none;',
      at: {},
    },
    'no-double-free': {
      replace: "memcg_data.value !== none) return 'kfree';",
      by: "memcg_data.value !== none) { memcg_data.value = me.fresh; return 'kfree'; }",
      at: {},
    },
    'no-null-dereference': {
      replace: "return me.vec === none ? 'kcalloc_node' : 'set_objcg';",
      by: "return 'set_objcg';",
      at: {},
    },
  },
  history: [
    {
      commit: '494c1dfe855e',
      subject: 'mm: memcg/slab: create a new set of kmalloc-cg-<n> caches',
      year: 2021,
      property: 'slab-is-given-back',
      before: { same_cache: true },
      after: {},
    },
  ],
});
