// The evictor of dcache-migrate: isolate() for a dentry of the slab, under slab_lock, and then migrate(). Neither is in the
// kernel, so their steps are named after what shrinkers do.

import type { DentryKill } from './dentry-kill.ts';
import type { Make, Variant } from './variant.ts';

export function migrate({ process, call }: Make, values: Variant, kill: DentryKill) {
  const { evict, dentry } = values;
  const isListed = evict === 'shrink-list' || evict === 'check-without-lock';
  const first = { 'shrink-list': 'spin_lock', 'check-without-lock': 'count' } as const;
  return process({
    locals: { d: dentry },
    begin: (_, { choose }) => ({ d: choose(dentry.ids) }),
    start: 'slab_lock',
    steps: {
      slab_lock: {
        at: 'mm/slub.c slab_lock()',
        thread: 'isolate',
        does: ({ slab_lock, me }) => (slab_lock.acquire(me) ? 'isolate' : 'blocked'),
      },
      isolate: {
        at: 'mm/slub.c __fill_map()',
        thread: 'isolate: is it allocated?',
        atomic: 'under slab_lock',
        does: ({ heap, me }) => {
          if (!heap.isAllocated(me.d)) return 'give_up';
          return isListed ? 'isolate_lock' : 'pin';
        },
      },
      isolate_lock: {
        at: 'fs/dcache.c dentry_lru_isolate() spin_trylock()',
        thread: 'evictor: LOCK d',
        does: ({ d_lock, me }) => (d_lock[me.d].acquire(me) ? 'd_shrink_add' : 'blocked'),
      },
      d_shrink_add: {
        at: 'fs/dcache.c select_collect() d_shrink_add()',
        thread: 'evictor: if ref==0',
        atomic: 'under d_lock',
        does: ({ count, shrink_list, d_lock, me }) => {
          d_lock[me.d].release(me);
          if (count[me.d] !== 0) return 'give_up';
          shrink_list[me.d] = true;
          return 'slab_unlock';
        },
      },
      pin: {
        at: 'lib/lockref.c lockref_get_not_dead()',
        thread: 'isolate by taking a ref',
        atomic: 'lock and count are one word',
        does: ({ d_lock, count, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          if (evict !== 'dget' && count[me.d] < 0) return 'give_up';
          count[me.d]++;
          return 'slab_unlock';
        },
      },
      give_up: {
        at: 'mm/slub.c slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return 'done';
        },
      },
      slab_unlock: {
        at: 'mm/slub.c slab_unlock()',
        does: ({ slab_lock, me }) => {
          slab_lock.release(me);
          return evict in first ? first[evict as keyof typeof first] : 'spin_lock';
        },
      },
      count: {
        thread: 'evict iff ref==0 checked without d_lock',
        does: ({ count, me }) => (count[me.d] === 0 ? 'spin_lock' : 'spin_lock_del'),
      },
      spin_lock: {
        at: 'fs/dcache.c shrink_dentry_list() spin_lock()',
        thread: 'evictor: LOCK d',
        atomic: 'heap only says whether it is there',
        does: ({ d_lock, heap, me }) => {
          if (!d_lock[me.d].acquire(me)) return 'blocked';
          heap.deref(me.d);
          if (evict === 'd-invalidate') return 'd_invalidate';
          if (evict === 'check-without-lock') return 'd_shrink_del';
          return isListed ? 'shrink_lock_dentry' : 'last_pin';
        },
      },
      shrink_lock_dentry: {
        at: 'fs/dcache.c shrink_lock_dentry()',
        thread: 'evictor: if ref==0, under d_lock',
        does: ({ count, me }) => (count[me.d] === 0 ? 'd_shrink_del' : 'unlist'),
      },
      d_shrink_del: {
        at: 'fs/dcache.c shrink_dentry_list() d_shrink_del()',
        does: ({ shrink_list, me }) => {
          shrink_list[me.d] = false;
          return 'dentry_kill';
        },
      },
      spin_lock_del: {
        at: 'fs/dcache.c shrink_dentry_list() spin_lock()',
        does: ({ d_lock, me }) => (d_lock[me.d].acquire(me) ? 'unlist' : 'blocked'),
      },
      unlist: {
        at: 'fs/dcache.c shrink_dentry_list() dentry_free()',
        thread: 'evictor: else UNLOCK',
        atomic: 'under d_lock; one that is dead nobody else frees',
        does: ({ count, shrink_list, may_free, d_lock, rcu, me }) => {
          shrink_list[me.d] = false;
          d_lock[me.d].release(me);
          if (count[me.d] < 0 && may_free[me.d]) rcu.call(me.d);
          return 'done';
        },
      },
      last_pin: {
        at: 'fs/dcache.c dput()',
        thread: 'evictor: if nobody else has it',
        atomic: 'under d_lock',
        does: ({ count, d_lock, me }) => {
          if (count[me.d] === 1) return 'dentry_kill';
          if (count[me.d] > 1) count[me.d]--;
          d_lock[me.d].release(me);
          return 'done';
        },
      },
      d_invalidate: {
        at: 'fs/dcache.c d_invalidate() __d_drop()',
        thread: 'd_invalidate on arbitrary dentries',
        atomic: 'write_seqcount_invalidate() goes with it, under d_lock',
        does: ({ hashed, d_seq, d_lock, me }) => {
          d_lock[me.d].release(me);
          if (!hashed[me.d]) return 'dput';
          hashed[me.d] = false;
          d_seq[me.d] = 1;
          return 'detach_mounts';
        },
      },
      detach_mounts: {
        at: 'fs/dcache.c d_invalidate() detach_mounts()',
        thread: 'd_invalidate on arbitrary dentries: tears out mountpoints',
        atomic: 'under namespace_sem and d_lock: the mount had a reference, too',
        does: ({ mounted, count, d_lock, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          if (mounted[me.d]) {
            mounted[me.d] = false;
            count[me.d]--;
          }
          return 'dput';
        },
      },
      dput: {
        at: 'fs/dcache.c fast_dput() lockref_put_or_lock()',
        thread: 'dput: ref--',
        atomic: 'lock and count are one word',
        does: ({ d_lock, count, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          if (count[me.d] !== 1) {
            count[me.d]--;
            return 'done';
          }
          return d_lock[me.d].acquire(me) ? 'dentry_kill' : 'blocked';
        },
      },
      dentry_kill: {
        at: 'fs/dcache.c shrink_dentry_list() __dentry_kill()',
        thread: 'evictor: {ref:=DEAD; unhash; UNLOCK; free after RCU}',
        does: call(kill, ({ me }) => ({ d: me.d }), { killed: 'done' }),
      },
    },
  });
}
