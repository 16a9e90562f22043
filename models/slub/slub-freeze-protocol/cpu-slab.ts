// The owner of slub-freeze-protocol: a cpu that allocates from its cpu slab, takes over what was freed to it, looks for
// another slab, and flushes. Its own words it changes with irqs off.

import { bool, none, orNone } from 'mmcheck';
import { takeListLock } from '../../shared/list-lock.ts';
import type { UnfreezePartials } from './unfreeze-partials.ts';
import type { Make, Variant } from './variant.ts';

export function cpuSlab(
  { process, call }: Make,
  { acquire, min_partial, objects, cpu, page, object, inuse }: Variant,
  unfreeze: UnfreezePartials,
) {
  return process({
    count: cpu,
    locals: {
      p: page,
      // What the commit expects.
      prior: orNone(object),
      inuse,
      frozen: bool,
      // The objects that it has in hand, and how many.
      freelist: orNone(object),
      taken: inuse,
      locked: bool,
    },
    start: 'slab_alloc',
    end: ['slab_alloc'],
    steps: {
      slab_alloc: {
        at: 'mm/slub.c slab_alloc_node()',
        thread: 'owner: alloc',
        atomic: 'a cpu slab is only for its cpu: the fast path, and what a flush takes',
        does: ({ cpu_slabs, next, in_hand, allocated, me, choose }) => {
          const c = cpu_slabs[me.id];
          if (choose(['alloc', 'flush']) === 'flush') {
            if (c.page === none) return c.partial === none ? 'blocked' : 'flush_partial';
            me.p = c.page;
            me.freelist = c.freelist;
            in_hand[me.self] = c.page;
            me.taken = 0;
            for (let o = c.freelist; o !== none && me.taken < objects; o = next[o]) me.taken++;
            c.page = none;
            c.freelist = none;
            return 'deactivate_slab';
          }
          const o = c.freelist;
          if (o !== none) {
            c.freelist = next[o];
            allocated.add(o);
            return 'slab_alloc';
          }
          return c.page === none ? 'new_slab' : 'get_freelist';
        },
      },
      get_freelist: {
        at: 'mm/slub.c get_freelist()',
        thread: 'owner: R page.freelist',
        atomic: 'a cpu slab is only for its cpu',
        does: ({ cpu_slabs, slabs, me }) => {
          const p = cpu_slabs[me.id].page;
          if (p === none) return 'new_slab';
          me.p = p;
          me.prior = slabs[p].freelist;
          return 'get_freelist_counters';
        },
      },
      get_freelist_counters: {
        at: 'mm/slub.c get_freelist() VM_BUG_ON(!new.frozen)',
        thread: 'owner: R counters',
        does: ({ slabs, me, assert }) => {
          me.inuse = slabs[me.p].inuse;
          me.frozen = slabs[me.p].frozen;
          assert(me.frozen, 'VM_BUG_ON(!new.frozen)');
          return 'get_freelist_cmpxchg';
        },
      },
      get_freelist_cmpxchg: {
        at: 'mm/slub.c get_freelist() __cmpxchg_double_slab()',
        thread: ['owner: CMPXCHG_DOUBLE take all', 'owner: none free: CMPXCHG(frozen:=0)'],
        atomic: 'one instruction; a cpu slab is only for its cpu',
        does: ({ cpu_slabs, slabs, me }) => {
          const slab = slabs[me.p];
          const isSame = slab.inuse === me.inuse && slab.frozen === me.frozen;
          if (slab.freelist !== me.prior || !isSame) return 'get_freelist';
          slab.freelist = none;
          slab.inuse = objects;
          slab.frozen = me.prior !== none;
          cpu_slabs[me.id].freelist = me.prior;
          if (me.prior !== none) return 'slab_alloc';
          cpu_slabs[me.id].page = none;
          return 'new_slab';
        },
      },
      new_slab: {
        at: 'mm/slub.c ___slab_alloc() new_slab:',
        thread: 'owner: this_cpu partial',
        does: ({ cpu_slabs, me }) => {
          const c = cpu_slabs[me.id];
          if (c.partial === none) return 'spin_lock';
          c.page = c.partial;
          c.partial = none;
          return 'get_freelist';
        },
      },
      spin_lock: {
        at: 'mm/slub.c get_partial_node() spin_lock_irqsave()',
        thread: 'get_partial: LOCK n',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'acquire_slab' : 'blocked'),
      },
      acquire_slab: {
        at: 'mm/slub.c acquire_slab()',
        thread: 'get_partial: R page',
        atomic: 'under list_lock',
        does: ({ partial, slabs, me }) => {
          if (partial.isEmpty) return 'spin_unlock';
          me.p = partial.first;
          me.prior = slabs[me.p].freelist;
          return 'acquire_counters';
        },
      },
      acquire_counters: {
        at: 'mm/slub.c acquire_slab() VM_BUG_ON(new.frozen)',
        thread: 'get_partial: R page',
        does: ({ slabs, me, assert }) => {
          me.inuse = slabs[me.p].inuse;
          me.frozen = slabs[me.p].frozen;
          assert(!me.frozen, 'VM_BUG_ON(new.frozen)');
          return 'acquire_cmpxchg';
        },
      },
      acquire_cmpxchg: {
        at: 'mm/slub.c acquire_slab() __cmpxchg_double_slab()',
        thread: 'get_partial: CMPXCHG(frozen:=1)',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const slab = slabs[me.p];
          const isSame = slab.inuse === me.inuse && slab.frozen === me.frozen;
          if (slab.freelist !== me.prior || !isSame) return 'spin_unlock';
          slab.freelist = none;
          slab.inuse = objects;
          slab.frozen = true;
          me.freelist = me.prior;
          me.taken = objects - me.inuse;
          return acquire === 'list-del' ? 'remove_partial' : 'spin_unlock';
        },
      },
      remove_partial: {
        at: 'mm/slub.c acquire_slab() remove_partial()',
        thread: 'get_partial: list_del',
        atomic: 'under list_lock',
        does: ({ partial, in_hand, me, assert }) => {
          assert(partial.includes(me.p), 'a slab is taken off a list that it is not on');
          if (partial.includes(me.p)) partial.remove(me.p);
          in_hand[me.self] = me.p;
          return acquire === 'list-del' ? 'spin_unlock' : 'load_slab';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c get_partial_node() spin_unlock_irqrestore()',
        thread: 'get_partial: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          if (me.freelist === none) return 'slab_alloc';
          return acquire === 'list-del' ? 'load_slab' : 'remove_partial';
        },
      },
      load_slab: {
        at: 'mm/slub.c ___slab_alloc() c->page = page',
        atomic: 'a cpu slab is only for its cpu',
        does: ({ cpu_slabs, in_hand, me }) => {
          cpu_slabs[me.id].page = me.p;
          cpu_slabs[me.id].freelist = me.freelist;
          in_hand[me.self] = none;
          me.freelist = none;
          me.taken = 0;
          return 'slab_alloc';
        },
      },
      deactivate_slab: {
        at: 'mm/slub.c deactivate_slab() set_freepointer()',
        thread: 'deactivate: W *obj=page.freelist',
        atomic: 'nobody else has the objects',
        does: ({ slabs, next, me }) => {
          me.prior = slabs[me.p].freelist;
          let tail = me.freelist;
          for (let k = 1; k < me.taken && tail !== none; k++) tail = next[tail];
          if (tail !== none) next[tail] = me.prior;
          return 'deactivate_counters';
        },
      },
      deactivate_counters: {
        at: 'mm/slub.c deactivate_slab() VM_BUG_ON(!old.frozen)',
        thread: 'deactivate: R counters',
        atomic: 'n->nr_partial is looked at without the lock',
        does: ({ slabs, partial, me, assert }) => {
          me.inuse = slabs[me.p].inuse;
          me.frozen = slabs[me.p].frozen;
          assert(me.frozen, 'VM_BUG_ON(!old.frozen)');
          assert(me.inuse >= me.taken, 'more objects are put back than were in use');
          const isEmpty = me.inuse === me.taken && partial.length >= min_partial;
          const isFull = me.freelist === none && me.prior === none;
          return isEmpty || isFull ? 'deactivate_cmpxchg' : 'deactivate_lock';
        },
      },
      deactivate_lock: {
        at: 'mm/slub.c deactivate_slab() spin_lock_irqsave()',
        thread: 'deactivate: under list_lock when it must be listed',
        does: takeListLock,
      },
      deactivate_cmpxchg: {
        at: 'mm/slub.c deactivate_slab() cmpxchg_double_slab()',
        thread: 'deactivate: CMPXCHG(freelist,counters,frozen:=0)',
        atomic: 'one instruction; in_hand only says who has to list the slab',
        does: ({ slabs, in_hand, me }) => {
          const slab = slabs[me.p];
          const isSame = slab.inuse === me.inuse && slab.frozen === me.frozen;
          if (slab.freelist !== me.prior || !isSame) {
            return me.locked ? 'deactivate_redo' : 'deactivate_slab';
          }
          if (me.freelist !== none) slab.freelist = me.freelist;
          slab.inuse = me.inuse - me.taken;
          slab.frozen = false;
          me.freelist = none;
          me.taken = 0;
          if (me.locked) return 'add_partial';
          if (slab.inuse === 0) return 'discard_slab';
          in_hand[me.self] = none;
          return 'flush_partial';
        },
      },
      deactivate_redo: {
        at: 'mm/slub.c deactivate_slab() spin_unlock_irqrestore()',
        thread: 'deactivate: again',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'deactivate_slab';
        },
      },
      add_partial: {
        at: 'mm/slub.c deactivate_slab() add_partial()',
        thread: 'deactivate: under list_lock when it must be listed',
        atomic: 'under list_lock',
        does: ({ partial, in_hand, list_lock, me, assert }) => {
          assert(!partial.includes(me.p), 'a slab is put on the list that it is on');
          if (!partial.includes(me.p)) partial.push(me.p);
          in_hand[me.self] = none;
          list_lock.release(me);
          me.locked = false;
          return 'flush_partial';
        },
      },
      discard_slab: {
        at: 'mm/slub.c deactivate_slab() discard_slab()',
        thread: 'discard',
        atomic: 'in_hand only says who has to do it',
        does: ({ slabs, in_hand, me }) => {
          slabs[me.p].discarded = true;
          in_hand[me.self] = none;
          return 'flush_partial';
        },
      },
      flush_partial: {
        at: 'mm/slub.c unfreeze_partials()',
        thread: 'unfreeze_partials',
        atomic: 'a cpu slab is only for its cpu',
        does: ({ cpu_slabs, in_hand, me }) => {
          const p = cpu_slabs[me.id].partial;
          if (p === none) return 'slab_alloc';
          cpu_slabs[me.id].partial = none;
          in_hand[me.self] = p;
          me.p = p;
          return 'unfreeze_partials';
        },
      },
      unfreeze_partials: call(unfreeze, ({ me }) => ({ p: me.p }), { unfrozen: 'slab_alloc' }),
    },
  });
}
