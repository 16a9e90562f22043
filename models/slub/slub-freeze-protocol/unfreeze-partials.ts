// unfreeze_partials() of slub-freeze-protocol: the slab that the caller has taken off a cpu's partial list goes to the
// node's, or is discarded.

import { bool, none, orNone } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export type UnfreezePartials = ReturnType<typeof unfreezePartials>;

export function unfreezePartials(
  { procedure }: Make,
  { page, object, inuse, min_partial }: Variant,
) {
  return procedure('unfreeze_partials', {
    params: { p: page },
    locals: { freelist: orNone(object), inuse, frozen: bool },
    returns: ['unfrozen'],
    start: 'spin_lock',
    steps: {
      spin_lock: {
        at: 'mm/slub.c __unfreeze_partials() spin_lock_irqsave()',
        thread: 'unfreeze_partials',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'freelist' : 'blocked'),
      },
      freelist: {
        thread: 'unfreeze_partials',
        does: ({ slabs, me }) => {
          me.freelist = slabs[me.p].freelist;
          return 'counters';
        },
      },
      counters: {
        at: 'mm/slub.c __unfreeze_partials() VM_BUG_ON(!old.frozen)',
        thread: 'unfreeze_partials',
        does: ({ slabs, me, assert }) => {
          me.inuse = slabs[me.p].inuse;
          me.frozen = slabs[me.p].frozen;
          assert(me.frozen, 'VM_BUG_ON(!old.frozen)');
          return 'cmpxchg_double_slab';
        },
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __unfreeze_partials() __cmpxchg_double_slab()',
        thread: 'unfreeze_partials',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const slab = slabs[me.p];
          if (slab.freelist !== me.freelist) return 'freelist';
          if (slab.inuse !== me.inuse || slab.frozen !== me.frozen) return 'freelist';
          slab.frozen = false;
          return 'add_partial';
        },
      },
      add_partial: {
        at: 'mm/slub.c __unfreeze_partials() add_partial()',
        thread: 'unfreeze_partials',
        atomic: 'under list_lock',
        does: ({ partial, in_hand, list_lock, me, assert }) => {
          list_lock.release(me);
          if (me.inuse === 0 && partial.length >= min_partial) return 'discard_slab';
          assert(!partial.includes(me.p), 'a slab is put on the list that it is on');
          if (!partial.includes(me.p)) partial.push(me.p);
          in_hand[me.self] = none;
          return 'unfrozen';
        },
      },
      discard_slab: {
        at: 'mm/slub.c __unfreeze_partials() discard_slab()',
        thread: 'discard',
        atomic: 'in_hand only says who has to do it',
        does: ({ slabs, in_hand, me }) => {
          slabs[me.p].discarded = true;
          in_hand[me.self] = none;
          return 'unfrozen';
        },
      },
    },
  });
}
