// __slab_free() of slub-freeze-protocol: a remote cpu frees objects, one after the other, to slabs that are not its own.

import { bool, none, orNone } from 'mmcheck';
import { takeListLock } from '../../shared/list-lock.ts';
import type { UnfreezePartials } from './unfreeze-partials.ts';
import type { Make, Variant } from './variant.ts';

export function slabFree(
  { process, call }: Make,
  { free, cpu_partial, min_partial, freers, cpu, page, object, inuse, pageOf }: Variant,
  unfreeze: UnfreezePartials,
) {
  const isLinkedLate = free === 'late-link';
  return process({
    count: freers,
    locals: {
      object: orNone(object),
      p: page,
      prior: orNone(object),
      // What the commit expects; was_frozen is frozen, and new.inuse is one less.
      inuse,
      frozen: bool,
      // What it makes of it: new.frozen, where it was not; and whether list_lock is held for it.
      freezes: bool,
      locked: bool,
    },
    start: 'kfree',
    end: ['kfree'],
    steps: {
      kfree: ({ allocated, me, choose }) => {
        if (allocated.isEmpty) return 'blocked';
        const o = choose(allocated.values());
        allocated.delete(o);
        me.object = o;
        me.p = page.ids[pageOf[o]];
        return 'prior';
      },
      prior: {
        at: 'mm/slub.c __slab_free() set_freepointer()',
        thread: 'freer: R prior',
        atomic: 'nobody else knows the object',
        does: ({ slabs, next, me }) => {
          me.prior = slabs[me.p].freelist;
          if (!isLinkedLate && me.object !== none) next[me.object] = me.prior;
          return 'counters';
        },
      },
      counters: {
        at: 'mm/slub.c __slab_free() kmem_cache_has_cpu_partial()',
        thread: ['freer: R counters', 'freer: if (!inuse or !prior) and !was_frozen'],
        does: ({ slabs, me, assert }) => {
          me.inuse = slabs[me.p].inuse;
          me.frozen = slabs[me.p].frozen;
          assert(me.inuse > 0, 'an object is freed of a slab that has none in use');
          const isKept = free === 'ignores-frozen' ? false : me.frozen;
          const isOnList = me.inuse !== 1 && me.prior !== none;
          me.freezes = false;
          if (isOnList || isKept || me.locked) return 'cmpxchg_double_slab';
          me.freezes = cpu_partial && me.prior === none;
          return me.freezes || free === 'late-lock' ? 'cmpxchg_double_slab' : 'spin_lock';
        },
      },
      spin_lock: {
        at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
        thread: 'freer: LOCK list_lock speculatively',
        does: takeListLock,
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'freer: CMPXCHG_DOUBLE',
        atomic: 'one instruction; in_hand only says who has to list the slab',
        does: ({ slabs, in_hand, me }) => {
          const slab = slabs[me.p];
          const isSame = slab.inuse === me.inuse && slab.frozen === me.frozen;
          if (slab.freelist !== me.prior || !isSame) {
            return me.locked && free !== 'keeps-lock' ? 'spin_unlock_redo' : 'prior';
          }
          slab.freelist = me.object;
          slab.inuse = me.inuse - 1;
          if (me.freezes) slab.frozen = true;
          if (!isLinkedLate) me.object = none;
          const isUnlisted = me.prior === none && !me.frozen;
          if (me.freezes ? !me.frozen : isUnlisted) in_hand[me.self] = me.p;
          if (isLinkedLate) return 'late_link';
          if (free === 'late-lock' && !me.freezes && !me.frozen) {
            return me.inuse === 1 || me.prior === none ? 'late_lock' : 'kfree';
          }
          if (me.locked) return 'list';
          return me.freezes && !me.frozen ? 'put_cpu_partial' : 'kfree';
        },
      },
      spin_unlock_redo: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        thread: 'freer: CMPXCHG_DOUBLE',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'prior';
        },
      },
      late_link: {
        at: 'mm/slub.c __slab_free() set_freepointer()',
        thread: 'freer: W *x = prior',
        does: ({ next, me }) => {
          if (me.object !== none) next[me.object] = me.prior;
          me.object = none;
          if (me.locked) return 'list';
          return me.freezes && !me.frozen ? 'put_cpu_partial' : 'kfree';
        },
      },
      late_lock: {
        thread: 'freer: LOCK list_lock after the cmpxchg',
        does: ({ list_lock, me }) => {
          if (!list_lock.acquire(me)) return 'blocked';
          me.locked = true;
          return 'list';
        },
      },
      put_cpu_partial: {
        at: 'mm/slub.c put_cpu_partial()',
        thread: 'freer: put_cpu_partial',
        atomic: 'under cpu_slab->lock, with irqs off; whose cpu slab it is may change before',
        does: ({ cpu_slabs, in_hand, me, choose }) => {
          const c = choose(cpu.ids);
          const old = cpu_slabs[c].partial;
          cpu_slabs[c].partial = me.p;
          in_hand[me.self] = old;
          if (old === none) return 'kfree';
          me.p = old;
          return 'unfreeze_partials';
        },
      },
      unfreeze_partials: call(unfreeze, ({ me }) => ({ p: me.p }), { unfrozen: 'kfree' }),
      list: {
        at: 'mm/slub.c __slab_free() remove_partial()',
        thread: ['freer: if !inuse and nr_partial>=min: remove', 'freer: else if !prior: add'],
        atomic: 'under list_lock',
        does: ({ partial, in_hand, me, assert }) => {
          // With list_lock kept from a commit that failed, the slab may have been frozen since.
          if (me.frozen && free === 'keeps-lock') return 'spin_unlock';
          if (me.inuse === 1 && partial.length >= min_partial) {
            if (me.prior !== none) {
              assert(partial.includes(me.p), 'a slab is taken off a list that it is not on');
              if (partial.includes(me.p)) partial.remove(me.p);
              in_hand[me.self] = me.p;
            }
            return 'spin_unlock_discard';
          }
          if (me.prior !== none) return 'spin_unlock';
          assert(!partial.includes(me.p), 'a slab is put on the list that it is on');
          if (!partial.includes(me.p)) partial.push(me.p);
          in_hand[me.self] = none;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        thread: 'freer: UNLOCK',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'kfree';
        },
      },
      spin_unlock_discard: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        thread: 'freer: UNLOCK, discard',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'discard_slab';
        },
      },
      discard_slab: {
        at: 'mm/slub.c __slab_free() discard_slab()',
        thread: 'discard',
        atomic: 'in_hand only says who has to do it',
        does: ({ slabs, in_hand, me }) => {
          slabs[me.p].discarded = true;
          in_hand[me.self] = none;
          return 'kfree';
        },
      },
    },
  });
}
