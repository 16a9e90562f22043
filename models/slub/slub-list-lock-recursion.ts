// slub-list-lock-recursion: who holds list_lock while he calls what may allocate, and so take list_lock.
//
// "[PATCH] mm: avoid slub allocation while holding list_lock" (Zhao, September 2019; 90e9f6a66c78): 'Otherwise we will
// run into deadlock because kmalloc() also tries to grab the same lock'. 6039892396d8 (Wilson, 2016): the same by way of
// debugobjects, where free_partial() discards slabs under the lock. At stake: a cpu that waits for itself,
// and what the lock was there for: readers in sysfs, and a free that has not returned yet. What is
// allocated while nobody holds list_lock is left out.

import {
  array,
  bool,
  defineModel,
  kind,
  list,
  oneOf,
  parameter,
  range,
  system,
  upTo,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export default defineModel('slub-list-lock-recursion', {
  about:
    'kmem_cache_destroy() walks a partial list, and discards or lists its slabs, which may allocate. ' +
    '69cb8e6b7c29 (2011), 52b4b950b507, 6039892396d8 (2016), 90e9f6a66c78 (2020).',
  parameters: {
    discard: parameter(
      'How free_partial() discards empty slabs: from a private list, once list_lock is dropped (6039892396d8); under list_lock (52b4b950b507, and before 2011); or without list_lock, as nobody else uses the cache (69cb8e6b7c29).',
      oneOf('private-list', 'under-lock', 'without-lock'),
    ),
    map: parameter(
      'Where list_slab_objects() has its bitmap: in a static one, under object_map_lock (90e9f6a66c78), or from kmalloc().',
      oneOf('static', 'kmalloc'),
    ),
    same_cache: parameter(
      'What is allocated comes from the very cache that is destroyed, or from another one.',
      bool,
    ),
    in_use: parameter('The last slab has an object that is in use; the others are empty.', bool),
    sysfs: parameter('Somebody reads a file of the cache in sysfs.', bool),
    late_free: parameter('The last kmem_cache_free() has not returned yet.', bool),
    slabs: parameter('Slabs on the partial list.', range(1, 3)),
  },
  system: ({ discard, map, same_cache, in_use, sysfs, late_free, slabs }) => {
    const slab = kind('slab', slabs);
    const isLocked = discard !== 'without-lock';
    const cache = 0;
    /** The cache that the bitmap, or a debug object, comes from. */
    const from = same_cache ? cache : 1;
    const closed = isLocked ? 'spin_unlock' : 'discard_list';
    return system(
      {
        list_lock: array(2, spinlock('n->list_lock')),
        object_map_lock: spinlock('object_map_lock'),
        partial: list(slabs, slab, slab.ids),
        in_use: array(slab, bool, (s: number) => in_use && s === slabs - 1),
        /** How often a slab was given to call_rcu(). */
        discarded: array(slab, upTo(2)),
      },
      ({ process, procedure, call }) => {
        const alloc = procedure('kmem_cache_alloc', {
          returns: ['allocated'],
          start: 'slab_alloc',
          steps: {
            slab_alloc: {
              at: 'mm/slub.c ___slab_alloc() get_partial()',
              thread: 'the cpu slab has an object, or not',
              does: ({ choose }) => choose(['allocated', 'spin_lock'] as const),
            },
            spin_lock: {
              at: 'mm/slub.c get_partial_node() spin_lock_irqsave()',
              thread: 'get_partial_node wants list_lock',
              does: ({ list_lock, me }) => (list_lock[from].acquire(me) ? 'next' : 'blocked'),
            },
            spin_unlock: {
              at: 'mm/slub.c get_partial_node() spin_unlock_irqrestore()',
              does: ({ list_lock, me }) => {
                list_lock[from].release(me);
                return 'allocated';
              },
            },
          },
        });
        return {
          kmem_cache_destroy: process({
            locals: { s: slab, position: upTo(slabs), discard: list(slabs, slab) },
            start: isLocked ? 'spin_lock' : 'walk',
            steps: {
              spin_lock: {
                at: 'mm/slub.c free_partial() spin_lock_irq()',
                thread: 'kmem_cache_close: list_lock',
                does: ({ list_lock, me }) => (list_lock[cache].acquire(me) ? 'walk' : 'blocked'),
              },
              walk: {
                at: 'mm/slub.c free_partial()',
                thread: 'kmem_cache_close: R slab',
                does: ({ partial, me }) => {
                  if (me.position >= partial.length) return closed;
                  me.s = partial.at(me.position);
                  return 'inuse';
                },
              },
              inuse: {
                at: 'mm/slub.c free_partial()',
                thread: 'kmem_cache_close: R inuse',
                does: ({ in_use, me }) => (in_use[me.s] ? 'list_slab_objects' : 'remove_partial'),
              },
              remove_partial: {
                at: 'mm/slub.c free_partial() remove_partial()',
                thread: 'collect on a private list',
                does: ({ partial, me }) => {
                  if (partial.includes(me.s)) partial.remove(me.s);
                  if (discard !== 'private-list') return 'discard_slab';
                  me.discard.push(me.s);
                  return 'walk';
                },
              },
              list_slab_objects: {
                at: 'mm/slub.c list_slab_objects()',
                thread: 'listing',
                does: ({ me }) => {
                  me.position++;
                  return map === 'static' ? 'object_map_lock' : 'bitmap_zalloc';
                },
              },
              bitmap_zalloc: {
                at: 'mm/slub.c list_slab_objects() bitmap_zalloc()',
                thread: 'listing allocates its bitmap under list_lock',
                does: call(alloc, () => ({}), { allocated: 'walk' }),
              },
              object_map_lock: {
                at: 'mm/slub.c list_slab_objects() object_map_lock',
                thread: 'pre-allocated bitmap',
                does: ({ object_map_lock, me }) =>
                  object_map_lock.acquire(me) ? 'object_map_unlock' : 'blocked',
              },
              object_map_unlock: {
                at: 'mm/slub.c list_slab_objects() object_map_lock',
                thread: 'pre-allocated bitmap',
                does: ({ object_map_lock, me }) => {
                  object_map_lock.release(me);
                  return 'walk';
                },
              },
              spin_unlock: {
                at: 'mm/slub.c free_partial() spin_unlock_irq()',
                thread: 'unlock, then discard',
                does: ({ list_lock, me }) => {
                  list_lock[cache].release(me);
                  return 'discard_list';
                },
              },
              discard_list: {
                at: 'mm/slub.c free_partial() discard_slab()',
                thread: 'unlock, then discard',
                does: ({ me }) => {
                  if (me.discard.isEmpty) return 'done';
                  me.s = me.discard.shift();
                  return 'discard_slab';
                },
              },
              discard_slab: {
                at: 'mm/slub.c free_slab() call_rcu()',
                thread: 'discard_slab → call_rcu',
                does: ({ discarded, me }) => {
                  discarded[me.s]++;
                  return 'debug_object_init';
                },
              },
              debug_object_init: {
                at: 'lib/debugobjects.c fill_pool() kmem_cache_zalloc()',
                thread: 'debugobjects allocates',
                does: call(alloc, () => ({}), {
                  allocated: discard === 'private-list' ? 'discard_list' : 'walk',
                }),
              },
            },
          }),
          show_slab_objects: process({
            environment: true,
            locals: { s: slab },
            start: sysfs ? 'spin_lock' : 'nobody_reads',
            steps: {
              nobody_reads: () => 'done',
              spin_lock: {
                at: 'mm/slub.c count_partial() spin_lock_irqsave()',
                thread: 'sysfs reader',
                does: ({ list_lock, me }) => (list_lock[cache].acquire(me) ? 'first' : 'blocked'),
              },
              first: {
                at: 'mm/slub.c count_partial()',
                thread: 'sysfs reader',
                does: ({ partial, me }) => {
                  if (partial.isEmpty) return 'spin_unlock';
                  me.s = partial.first;
                  return 'list_next';
                },
              },
              list_next: {
                at: 'mm/slub.c count_partial()',
                thread: 'sysfs reader',
                does: ({ partial, me }) => {
                  if (!partial.includes(me.s)) return 'list_poison';
                  let at = 0;
                  while (partial.at(at) !== me.s) at++;
                  if (at + 1 === partial.length) return 'spin_unlock';
                  me.s = partial.at(at + 1);
                  return 'list_next';
                },
              },
              list_poison: { at: 'mm/slub.c count_partial()', does: () => 'spin_unlock' },
              spin_unlock: {
                at: 'mm/slub.c count_partial() spin_unlock_irqrestore()',
                does: ({ list_lock, me }) => {
                  list_lock[cache].release(me);
                  return 'done';
                },
              },
            },
          }),
          slab_free: process({
            environment: true,
            locals: { s: slab },
            begin: () => ({ s: slab.ids[slabs - 1] }),
            start: late_free && in_use ? 'spin_lock' : 'all_freed',
            steps: {
              all_freed: () => 'done',
              spin_lock: {
                at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
                thread: 'late freer: list_lock, as the slab will be empty',
                does: ({ list_lock, me }) =>
                  list_lock[cache].acquire(me) ? 'cmpxchg_double_slab' : 'blocked',
              },
              cmpxchg_double_slab: {
                at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
                thread: 'late freer: inuse:=0',
                does: ({ in_use, me }) => {
                  in_use[me.s] = false;
                  return 'remove_partial';
                },
              },
              remove_partial: {
                at: 'mm/slub.c __slab_free() remove_partial()',
                thread: 'late freer: off the list',
                does: ({ partial, me }) => {
                  if (partial.includes(me.s)) partial.remove(me.s);
                  return 'spin_unlock';
                },
              },
              spin_unlock: {
                at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
                does: ({ list_lock, me }) => {
                  list_lock[cache].release(me);
                  return 'discard_slab';
                },
              },
              discard_slab: {
                at: 'mm/slub.c __slab_free() discard_slab()',
                thread: 'late freer: discards',
                does: ({ discarded, me }) => {
                  discarded[me.s]++;
                  return 'done';
                },
              },
            },
          }),
        };
      },
    );
  },
});
