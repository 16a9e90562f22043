// slabs-node-zero: whether a slab cache is empty, asked of a counter that there is only with CONFIG_SLUB_DEBUG.
//
// "[PATCH] mm/slub: Fix slabs_node return value" (Song, June 2020, not merged): without it slabs_node() is 0, and a slab
// that is full stands on no list, so kmem_cache_destroy() and a node that goes offline take what is in use for empty.
// Lameter minds the memory and the time of the counter. At stake: objects without a cache, whose kfree()
// takes a lock that is not there any more.

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
  upTo,
} from 'mmcheck';
import { heap, spinlock } from 'mmcheck/kernel';

export default defineModel('slabs-node-zero', {
  about:
    'A cache is destroyed, or its node goes offline, if it seems to be empty: no partial slabs, and ' +
    'slabs_node() is 0, as it always is without CONFIG_SLUB_DEBUG. 666716fd267d (2021).',
  parameters: {
    slabs_node: parameter(
      'What slabs_node() returns: n->nr_slabs, with CONFIG_SLUB_DEBUG or the patch; or always 0.',
      oneOf('nr-slabs', 'zero'),
    ),
    does: parameter(
      'What happens: the cache is destroyed, or its node goes offline (until 666716fd267d), or both.',
      oneOf('destroy', 'offline', 'both'),
    ),
    partial: parameter('The slabs have free objects, too, and are on the partial list.', bool),
    isolates: parameter(
      'Memory in which slabs lie does not go offline: start_isolate_page_range() refuses it, as it does; or it would.',
      oneOf('refuses', 'allows'),
    ),
    slabs: parameter('Slabs, of each of which somebody has an object.', range(1, 2)),
  },
  system: ({ slabs_node, does, partial, isolates, slabs }) => {
    const slab = kind('slab', slabs);
    const node = kind('n', 1);
    const reads = slabs_node === 'nr-slabs';
    return system(
      {
        /** s->node[nid], struct kmem_cache_node, and in it the lists and the counters. */
        node: cell(orNone(node), node.ids[0]),
        heap: heap(node, { allocated: node.ids }),
        list_lock: spinlock('n->list_lock'),
        partial: set(slab, partial ? slab.ids : []),
        nr_slabs: cell(upTo(slabs), slabs),
        /** The slabs that have pages, and those that have an object in use. */
        pages: set(slab, slab.ids),
        in_use: set(slab, slab.ids),
        destroyed: cell(bool),
      },
      ({ process }) => ({
        kmem_cache_destroy: process({
          count: does === 'offline' ? 0 : 1,
          locals: { nr_partial: bool },
          start: 'spin_lock',
          steps: {
            spin_lock: {
              at: 'mm/slub.c free_partial() spin_lock_irq()',
              thread: 'destroyer: list_lock',
              atomic: 'of a node that is offline there is no lock',
              does: ({ list_lock, node, me }) => {
                if (node.value === none) return 'nr_partial';
                return list_lock.acquire(me) ? 'free_partial' : 'blocked';
              },
            },
            free_partial: {
              at: 'mm/slub.c free_partial()',
              thread: 'destroyer: frees empty slabs',
              atomic: 'under list_lock',
              does: ({ partial, in_use, pages, nr_slabs }) => {
                for (const s of partial.values()) {
                  if (in_use.has(s)) continue;
                  partial.delete(s);
                  pages.delete(s);
                  nr_slabs.value--;
                }
                return 'spin_unlock';
              },
            },
            spin_unlock: {
              at: 'mm/slub.c free_partial() spin_unlock_irq()',
              does: ({ list_lock, me }) => {
                list_lock.release(me);
                return 'nr_partial';
              },
            },
            nr_partial: {
              at: 'mm/slub.c __kmem_cache_shutdown()',
              thread: 'destroyer: n->nr_partial ||',
              does: ({ partial, me }) => {
                me.nr_partial = !partial.isEmpty;
                return me.nr_partial ? 'still_has_objects' : 'slabs_node';
              },
            },
            slabs_node: {
              at: 'mm/slub.c __kmem_cache_shutdown() slabs_node()',
              thread: 'destroyer: slabs_node()',
              does: ({ nr_slabs }) =>
                reads && nr_slabs.value > 0 ? 'still_has_objects' : 'free_kmem_cache_nodes',
            },
            free_kmem_cache_nodes: {
              at: 'mm/slub.c free_kmem_cache_nodes() kmem_cache_free()',
              thread: 'destroyer: the cache is freed',
              atomic: 'nobody else knows the cache, if it is empty',
              does: ({ node, heap, destroyed }) => {
                if (node.value !== none) heap.free(node.value);
                destroyed.value = true;
                return 'done';
              },
            },
            still_has_objects: {
              at: 'mm/slab_common.c kmem_cache_destroy() WARN()',
              thread: 'destroyer: refuses (leak+warn)',
              does: () => 'done',
            },
          },
        }),
        offline_pages: process({
          count: does === 'destroy' ? 0 : 1,
          start: 'isolate',
          steps: {
            isolate: {
              at: 'mm/memory_hotplug.c offline_pages() start_isolate_page_range()',
              thread: 'offline: isolates the memory of the node',
              does: ({ pages }) =>
                isolates === 'refuses' && !pages.isEmpty ? 'cancel' : 'slab_mem_offline',
            },
            cancel: { at: 'mm/memory_hotplug.c offline_pages()', does: () => 'done' },
            slab_mem_offline: {
              at: 'mm/slub.c slab_mem_offline_callback()',
              thread: 'offline callback: BUG_ON(slabs_node())',
              atomic: 'under slab_mutex: a cache that is destroyed is not on the list',
              does: ({ nr_slabs, destroyed }) => {
                if (destroyed.value) return 'done';
                return reads && nr_slabs.value > 0 ? 'bug_on' : 'kmem_cache_free';
              },
            },
            kmem_cache_free: {
              at: 'mm/slub.c slab_mem_offline_callback() kmem_cache_free()',
              thread: 'offline callback: frees kmem_cache_node',
              atomic: 'under slab_mutex: a cache that is destroyed is not on the list',
              does: ({ node, heap, destroyed }) => {
                if (destroyed.value || node.value === none) return 'done';
                heap.free(node.value);
                node.value = none;
                return 'done';
              },
            },
            bug_on: { at: 'mm/slub.c slab_mem_offline_callback()', does: () => 'done' },
          },
        }),
        user: process({
          count: slab,
          environment: true,
          locals: { n: orNone(node) },
          start: 'get_node',
          steps: {
            get_node: {
              at: 'mm/slub.c __slab_free() get_node()',
              thread: 'later free: n',
              does: ({ node, me }) => {
                me.n = node.value;
                return 'spin_lock';
              },
            },
            spin_lock: {
              at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
              thread: 'later free: n->list_lock',
              atomic: 'heap only says whether it is there',
              does: ({ heap, list_lock, me }) => {
                if (list_lock.owner !== none) return 'blocked';
                if (!heap.deref(me.n)) return 'oops';
                list_lock.acquire(me);
                return 'cmpxchg_double_slab';
              },
            },
            cmpxchg_double_slab: {
              at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
              thread: 'later free: inuse:=0',
              does: ({ in_use, me }) => {
                in_use.delete(me.id);
                return 'remove_partial';
              },
            },
            remove_partial: {
              at: 'mm/slub.c __slab_free() remove_partial()',
              thread: 'later free: off the list',
              does: ({ partial, me }) => {
                partial.delete(me.id);
                return 'spin_unlock';
              },
            },
            spin_unlock: {
              at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
              thread: 'later free: unlock',
              atomic: 'heap only says whether it is there',
              does: ({ heap, list_lock, me }) => {
                heap.deref(me.n);
                list_lock.release(me);
                return 'discard_slab';
              },
            },
            discard_slab: {
              at: 'mm/slub.c discard_slab() dec_slabs_node()',
              thread: 'later free: the slab, and its count',
              atomic: 'heap only says whether it is there',
              does: ({ nr_slabs, heap, me }) => {
                if (reads) heap.deref(me.n);
                nr_slabs.value--;
                return 'free_slab';
              },
            },
            free_slab: {
              at: 'mm/slub.c free_slab() __free_slab()',
              thread: 'later free: the page',
              does: ({ pages, me }) => {
                pages.delete(me.id);
                return 'done';
              },
            },
            oops: () => 'done',
          },
        }),
      }),
    );
  },
});
