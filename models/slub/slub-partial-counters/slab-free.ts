// __slab_free() of slub-partial-counters, as of 2020 and without CONFIG_SLUB_CPU_PARTIAL: to a slab on the list that is
// not emptied it takes no lock, and what it adds to the counter is a step of its own.

import { bool, upTo } from 'mmcheck';
import { takeListLock } from '../../shared/list-lock.ts';
import type { UpdatePartialFree } from './update-partial-free.ts';
import type { Make, Variant } from './variant.ts';

export function slabFree({ process, call }: Make, values: Variant, update: UpdatePartialFree) {
  const { count, isCounted, freers, frees, objects, slab, inuse } = values;
  return process({
    count: freers,
    environment: true,
    locals: { s: slab, inuse, frozen: bool, locked: bool, frees: upTo(frees) },
    begin: () => ({ frees }),
    start: 'kfree',
    steps: {
      kfree: ({ allocated, me, choose }) => {
        if (me.frees === 0) return 'done';
        const slabs = slab.ids.filter((s) => allocated[s] > 0);
        if (slabs.length === 0) return 'blocked';
        me.s = choose(slabs);
        allocated[me.s]--;
        me.frees--;
        return 'counters';
      },
      counters: {
        at: 'mm/slub.c __slab_free()',
        thread: 'remote free: R counters',
        does: ({ slabs, me }) => {
          me.inuse = slabs[me.s].inuse;
          me.frozen = slabs[me.s].frozen;
          const mayMove = me.inuse === 1 || me.inuse === objects;
          return mayMove && !me.frozen ? 'spin_lock' : 'cmpxchg_double_slab';
        },
      },
      spin_lock: {
        at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
        thread: 'list_lock',
        does: takeListLock,
      },
      cmpxchg_double_slab: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'remote free: changes inuse by cmpxchg',
        atomic: 'one instruction',
        does: ({ slabs, me }) => {
          const now = slabs[me.s];
          if (now.inuse !== me.inuse || now.frozen !== me.frozen) {
            return me.locked ? 'spin_unlock_redo' : 'counters';
          }
          now.inuse--;
          if (me.inuse === objects && me.locked) return 'add_partial';
          const isListed = me.inuse < objects && !me.frozen;
          if (isCounted && isListed) return 'count_freed';
          return me.locked ? 'spin_unlock' : 'kfree';
        },
      },
      spin_unlock_redo: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'counters';
        },
      },
      count_freed: {
        thread: 'remote free: counter add is a second step',
        does: call(update, () => ({ delta: 1 }), { updated: 'freed' }),
      },
      freed: ({ me }) => (me.locked ? 'spin_unlock' : 'kfree'),
      add_partial: {
        at: 'mm/slub.c __slab_free() add_partial()',
        thread: 'add to the list',
        does: ({ partial, me }) => {
          partial.push(me.s);
          return isCounted ? 'count_listed' : 'spin_unlock';
        },
      },
      count_listed: {
        thread: 'account with the inuse observed in the same cmpxchg, or read again',
        does: call(
          update,
          ({ slabs, me }) => ({
            delta: count === 'counter-reread' ? objects - slabs[me.s].inuse : 1,
          }),
          { updated: 'spin_unlock' },
        ),
      },
      spin_unlock: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          me.locked = false;
          return 'kfree';
        },
      },
    },
  });
}
