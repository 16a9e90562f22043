// move_slab_page() of slab-movable-objects, for one slab of the partial list. migrate() moves what nobody but its slot, and
// the mover, has a reference to.

import { none, orNone, set } from 'mmcheck';
import type { PutObject } from './put-object.ts';
import type { Make, Variant } from './variant.ts';

export function moveSlabPage({ process, call }: Make, values: Variant, put: PutObject) {
  const { isolate, scratch, object, slabObjects, slot } = values;
  const pinned = isolate === 'nothing' ? 0 : 1;
  return process({
    // The objects that isolate() is called for, those that it has taken, the one in hand, and its new place.
    locals: { todo: set(object), taken: set(object), o: object, copy: orNone(object) },
    start: 'list_lock',
    steps: {
      list_lock: {
        at: 'mm/slub.c __kmem_cache_do_shrink() spin_lock_irqsave()',
        thread: 'mover: LOCK list_lock',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'list_del' : 'blocked'),
      },
      list_del: {
        at: 'mm/slub.c __kmem_cache_do_shrink() list_move()',
        thread: 'mover: take slab off list',
        does: ({ listed }) => {
          listed.value = false;
          return 'slab_lock';
        },
      },
      slab_lock: {
        at: 'mm/slub.c slab_lock()',
        thread: 'mover: LOCK slab',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? 'freeze' : 'blocked'),
      },
      freeze: {
        thread: 'mover: frozen:=1',
        does: ({ frozen }) => {
          frozen.value = true;
          return 'list_unlock';
        },
      },
      list_unlock: {
        at: 'mm/slub.c __kmem_cache_do_shrink() spin_unlock_irqrestore()',
        thread: 'mover: UNLOCK list_lock',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return scratch === 'there' ? 'fill_map' : 'alloc_scratch';
        },
      },
      alloc_scratch: {
        thread: "mover's scratch allocation fails",
        does: ({ choose }) => {
          if (choose([true, false])) return 'fill_map';
          return scratch === 'may-fail' ? 'unfreeze' : 'leak';
        },
      },
      leak: () => 'done',
      fill_map: {
        at: 'mm/slub.c __fill_map()',
        thread: 'mover: bitmap := free objects (R freelist chain)',
        does: ({ free, me }) => {
          for (const o of slabObjects) if (!free.has(o)) me.todo.add(o);
          return 'isolate';
        },
      },
      isolate: {
        thread: 'mover: isolate(list)',
        atomic: 'one reference; isolated_free is only a record',
        does: ({ free, refs, isolated_free, me, choose }) => {
          if (me.todo.isEmpty) return 'unfreeze';
          const o = choose(me.todo.values());
          me.todo.delete(o);
          if (free.has(o)) isolated_free.value = true;
          if (isolate === 'get-not-zero' && refs[o] === 0) return 'isolate';
          refs[o] += pinned;
          me.taken.add(o);
          return 'isolate';
        },
      },
      unfreeze: {
        thread: 'mover: frozen:=0',
        does: ({ frozen }) => {
          frozen.value = false;
          return 'slab_unlock';
        },
      },
      slab_unlock: {
        at: 'mm/slub.c slab_unlock()',
        thread: 'mover: UNLOCK slab',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return 'migrate';
        },
      },
      migrate: {
        thread: "mover: migrate(list): allocate o'",
        atomic: 'the slab allocator',
        does: ({ heap, me, choose }) => {
          if (me.taken.isEmpty) return 'lock_list';
          me.o = choose(me.taken.values());
          me.taken.delete(me.o);
          me.copy = heap.alloc(choose(heap.candidates()));
          return 'owner_lock';
        },
      },
      owner_lock: {
        thread: 'mover: owner lock',
        does: ({ owner_lock, me }) => (owner_lock.acquire(me) ? 'copy' : 'blocked'),
      },
      copy: {
        thread: 'mover: copy',
        atomic: 'heap only says whether it is there',
        does: ({ heap, refs, slots, me }) => {
          heap.deref(me.o);
          const isIdle = refs[me.o] === 1 + pinned && slots.includes(me.o);
          return isIdle ? 'swing' : 'give_up';
        },
      },
      swing: {
        thread: 'mover: swing owner pointer (owner lock)',
        atomic: "under the owner's lock",
        does: ({ slots, refs, owner_lock, me }) => {
          for (const s of slot.ids) if (slots[s] === me.o) slots[s] = me.copy;
          // With the slot goes its reference; where isolate() has taken none, it is what is given back here.
          if (me.copy !== none) refs[me.copy] = 1;
          refs[me.o] = 1;
          me.copy = none;
          owner_lock.release(me);
          return 'put';
        },
      },
      give_up: {
        thread: 'mover: leaves it where it is',
        atomic: 'nobody else knows the copy',
        does: ({ heap, owner_lock, me }) => {
          heap.free(me.copy);
          me.copy = none;
          owner_lock.release(me);
          return pinned === 1 ? 'put' : 'migrate';
        },
      },
      put: {
        thread: 'mover: free o',
        does: call(put, ({ me }) => ({ o: me.o }), { put: 'migrate' }),
      },
      lock_list: {
        at: 'mm/slub.c __kmem_cache_do_shrink() spin_lock_irqsave()',
        thread: 'mover: LOCK list_lock',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'put_back' : 'blocked'),
      },
      put_back: {
        at: 'mm/slub.c __kmem_cache_do_shrink() free_slab()',
        thread: 'mover: if inuse==0 discard else put back',
        atomic: "under list_lock; a slab without objects is nobody else's",
        does: ({ free, listed, discarded, list_lock, me }) => {
          if (free.size === slabObjects.length) discarded.value = true;
          else listed.value = true;
          list_lock.release(me);
          return 'done';
        },
      },
    },
  });
}
