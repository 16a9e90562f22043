// __dentry_kill() of dcache-migrate: of a dentry whose d_lock the caller holds. The memory goes after a grace period, or is
// left to whose shrink list the dentry is on.

import type { Make, Variant } from './variant.ts';
import { DEAD } from './variant.ts';

export type DentryKill = ReturnType<typeof dentryKill>;

export function dentryKill({ procedure }: Make, { dentry, dentries }: Variant) {
  const [child, parent] = dentry.ids;
  return procedure('dentry_kill', {
    params: { d: dentry },
    returns: ['killed'],
    start: 'lockref_mark_dead',
    steps: {
      lockref_mark_dead: {
        at: 'fs/dcache.c __dentry_kill() lockref_mark_dead()',
        thread: 'evictor: ref:=DEAD',
        does: ({ count, me }) => {
          count[me.d] = DEAD;
          return 'd_drop';
        },
      },
      d_drop: {
        at: 'fs/dcache.c __dentry_kill() __d_drop()',
        thread: 'evictor: unhash',
        atomic: 'write_seqcount_invalidate() goes with it, under d_lock',
        does: ({ hashed, d_seq, me }) => {
          hashed[me.d] = false;
          d_seq[me.d] = 1;
          return 'dentry_unlist';
        },
      },
      dentry_unlist: {
        at: 'fs/dcache.c __dentry_kill() dentry_unlist()',
        thread: 'evictor: UNLOCK',
        atomic:
          'the parent is not in the way of anybody else: its last child gives the reference back',
        does: ({ count, d_lock, me }) => {
          if (dentries === 2 && me.d === child) count[parent]--;
          d_lock[me.d].release(me);
          return 'spin_lock';
        },
      },
      spin_lock: {
        at: 'fs/dcache.c __dentry_kill() spin_lock()',
        atomic: 'heap only says whether it is there',
        does: ({ d_lock, heap, me }) => {
          if (!d_lock[me.d].acquire(me)) return 'blocked';
          heap.deref(me.d);
          return 'can_free';
        },
      },
      can_free: {
        at: 'fs/dcache.c __dentry_kill() dentry_free()',
        thread: 'evictor: free after RCU',
        atomic: 'under d_lock, until the last; nobody else frees it then',
        does: ({ d_lock, shrink_list, may_free, rcu, me }) => {
          d_lock[me.d].release(me);
          if (shrink_list[me.d]) may_free[me.d] = true;
          else rcu.call(me.d);
          return 'killed';
        },
      },
    },
  });
}
