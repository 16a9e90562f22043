// memcg-objcg-vector: who pays for an object, told by a vector beside its slab that comes with the first one.
//
// "[PATCH 05/28] mm: slub: implement SLUB version of obj_to_index()" (Gushchin, February 2020; 286e04b8ed7a, 964d4bd370d5).
// Lameter: a pointer in each object would do. "[PATCH v3 2/2] mm: memcg/slab: Create a new set of kmalloc-cg-<n>
// caches" (Long, May 2021; 494c1dfe855e): the vector may lie in the slab that it describes. At stake: memory that
// is charged for ever, a vector that nobody frees, and a slab that never becomes empty.

import {
  array,
  bool,
  cell,
  defaultTo,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
} from 'mmcheck';
import { heap } from 'mmcheck/kernel';

export default defineModel('memcg-objcg-vector', {
  about:
    'Objects of a slab are charged to memory cgroups; the vector that says to which is allocated with ' +
    'the first of them, by several cpus at once. 286e04b8ed7a (2020), 494c1dfe855e (2021).',
  parameters: {
    publish: parameter(
      'How a slab gets its vector: by cmpxchg, or by a store; or there is none, and each object has a pointer (Lameter).',
      oneOf('cmpxchg', 'store', 'embedded'),
    ),
    zeroed: parameter(
      'The zeroes of kcalloc() are seen before the vector, as cmpxchg() makes sure, or after it.',
      oneOf('before', 'after'),
    ),
    same_cache: parameter(
      'kmalloc() takes the vector from the slab that it is for, as it may until 2021.',
      bool,
    ),
    cpus: parameter('Cpus that allocate an object each, and free it.', range(2, 3)),
    objects: parameter('Objects of the slab.', defaultTo(range(2, 4), 2)),
  },
  system: ({ publish, zeroed, same_cache, cpus, objects }) => {
    const object = kind('object', objects);
    const vector = kind('vector', cpus);
    // Each cpu has a memory cgroup of its own, by whose number it goes.
    const objcg = kind('objcg', cpus);
    const isEmbedded = publish === 'embedded';
    return system(
      {
        free: set(object, object.ids),
        discarded: cell(bool),
        /** slab->memcg_data, and the vectors. */
        memcg_data: cell(orNone(vector)),
        heap: heap(vector),
        objcgs: array(vector, array(object, orNone(objcg))),
        /** The object that a vector lies in. */
        lies_in: array(vector, orNone(object)),
        embedded: array(object, orNone(objcg)),
        /** How many objects each pays for. */
        charged: array(objcg, range(-cpus, cpus), 0),
      },
      ({ process }) => ({
        user: process({
          count: objcg,
          locals: {
            object: orNone(object),
            vec: orNone(vector),
            fresh: orNone(vector),
            objcg: orNone(objcg),
          },
          start: 'slab_alloc',
          steps: {
            slab_alloc: {
              at: 'mm/slub.c slab_alloc_node()',
              thread: 'alloc: an object; its cgroup is charged',
              atomic: 'the slab allocator; charging was before, and is of its own',
              does: ({ free, discarded, charged, me, choose }) => {
                if (free.isEmpty || discarded.value) return 'done';
                const o = choose(free.values());
                free.delete(o);
                me.object = o;
                charged[me.id]++;
                return isEmbedded ? 'set_embedded' : 'slab_objcgs';
              },
            },
            slab_objcgs: {
              at: 'mm/slab.h memcg_slab_post_alloc_hook() slab_objcgs()',
              thread: 'alloc: R vec',
              does: ({ memcg_data, me }) => {
                me.vec = memcg_data.value;
                return me.vec === none ? 'kcalloc_node' : 'set_objcg';
              },
            },
            kcalloc_node: {
              at: 'mm/memcontrol.c memcg_alloc_slab_cgroups() kcalloc_node()',
              thread: 'alloc: if 0: v:=kcalloc',
              atomic: 'the slab allocator',
              does: ({ heap, free, lies_in, objcgs, me, choose }) => {
                const v = heap.alloc(choose(heap.candidates()));
                me.fresh = v;
                // What stood there before, where it is not zeroed at once.
                if (v !== none && zeroed === 'after') objcgs[v].fill(choose(objcg.ids));
                if (v !== none && same_cache && !free.isEmpty) {
                  const o = choose(free.values());
                  free.delete(o);
                  lies_in[v] = o;
                }
                return zeroed === 'before' ? 'zero' : 'publish';
              },
            },
            zero: {
              at: 'mm/memcontrol.c memcg_alloc_slab_cgroups() kcalloc_node()',
              thread: 'alloc: the zeroes of v',
              atomic: 'nobody reads two of its words',
              does: ({ objcgs, me }) => {
                if (me.fresh !== none) for (const o of object.ids) objcgs[me.fresh][o] = none;
                return zeroed === 'before' ? 'publish' : 'reread';
              },
            },
            publish: {
              at: 'mm/memcontrol.c memcg_alloc_slab_cgroups() cmpxchg()',
              thread: 'alloc: CMPXCHG(page.vec,0→v)',
              does: ({ memcg_data, me }) => {
                if (publish === 'cmpxchg' && memcg_data.value !== none) return 'kfree';
                memcg_data.value = me.fresh;
                return zeroed === 'before' ? 'reread' : 'zero';
              },
            },
            kfree: {
              at: 'mm/memcontrol.c memcg_alloc_slab_cgroups() kfree()',
              thread: 'alloc: fails kfree(v)',
              atomic: 'the slab allocator',
              does: ({ heap, free, lies_in, me }) => {
                heap.free(me.fresh);
                if (me.fresh !== none) {
                  const o = lies_in[me.fresh];
                  if (o !== none) free.add(o);
                  lies_in[me.fresh] = none;
                }
                return 'reread';
              },
            },
            reread: {
              at: 'mm/slab.h memcg_slab_post_alloc_hook() slab_objcgs()',
              thread: 'alloc: R vec',
              does: ({ memcg_data, me }) => {
                me.vec = memcg_data.value;
                me.fresh = none;
                return 'set_objcg';
              },
            },
            set_objcg: {
              at: 'mm/slab.h memcg_slab_post_alloc_hook() obj_cgroup_get()',
              thread: 'alloc: W vec[i]=objcg (+ref)',
              atomic: 'one word; heap only says whether it is there',
              does: ({ heap, objcgs, me }) => {
                heap.deref(me.vec);
                if (me.vec !== none && me.object !== none) {
                  objcgs[me.vec][me.object] = me.id;
                }
                return 'in_use';
              },
            },
            set_embedded: {
              thread: 'alloc: the pointer in the object',
              does: ({ embedded, me }) => {
                if (me.object !== none) embedded[me.object] = me.id;
                return 'in_use';
              },
            },
            in_use: () => (isEmbedded ? 'clear_embedded' : 'free_objcgs'),
            free_objcgs: {
              at: 'mm/slab.h memcg_slab_free_hook() slab_objcgs()',
              thread: 'free: R vec',
              does: ({ memcg_data, me }) => {
                me.vec = memcg_data.value;
                return me.vec === none ? 'slab_free' : 'clear_objcg';
              },
            },
            clear_objcg: {
              at: 'mm/slab.h memcg_slab_free_hook()',
              thread: 'free: o=vec[i]; vec[i]=0',
              atomic: 'nobody else has the object; heap only says whether the vector is there',
              does: ({ heap, objcgs, me }) => {
                heap.deref(me.vec);
                if (me.vec === none || me.object === none) return 'slab_free';
                me.objcg = objcgs[me.vec][me.object];
                objcgs[me.vec][me.object] = none;
                return me.objcg === none ? 'slab_free' : 'uncharge';
              },
            },
            clear_embedded: {
              thread: 'free: free clears it',
              atomic: 'nobody else has the object',
              does: ({ embedded, me }) => {
                if (me.object === none) return 'slab_free';
                me.objcg = embedded[me.object];
                embedded[me.object] = none;
                return 'uncharge';
              },
            },
            uncharge: {
              at: 'mm/slab.h memcg_slab_free_hook() obj_cgroup_uncharge()',
              thread: 'free: put(o)',
              does: ({ charged, me }) => {
                if (me.objcg !== none) charged[me.objcg]--;
                me.objcg = none;
                return 'slab_free';
              },
            },
            slab_free: {
              at: 'mm/slub.c __slab_free() discard_slab()',
              thread: 'free: the object',
              atomic: 'the slab allocator: who frees the last object gives the slab back',
              does: ({ free, discarded, me }) => {
                if (me.object !== none) free.add(me.object);
                me.object = none;
                if (free.size < objects) return 'done';
                discarded.value = true;
                return isEmbedded ? 'done' : 'free_vector';
              },
            },
            free_vector: {
              at: 'mm/slab.h memcg_free_slab_cgroups()',
              thread: 'page freeing: kfree(vec)',
              atomic: 'nobody else has the slab',
              does: ({ heap, memcg_data }) => {
                if (memcg_data.value !== none) heap.free(memcg_data.value);
                memcg_data.value = none;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
