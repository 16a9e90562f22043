// Who looks a dentry up in dcache-migrate: RCU walk, a reference, perhaps a mount upon it, and dput().

import type { DentryKill } from './dentry-kill.ts';
import type { Make, Variant } from './variant.ts';

export function lookup({ process, call }: Make, values: Variant, kill: DentryKill) {
  const { retain, mounts, lookups, dentry } = values;
  return process({
    count: lookups,
    locals: { d: dentry },
    begin: (_, { choose }) => ({ d: choose(dentry.ids) }),
    start: 'rcu_read_lock',
    steps: {
      rcu_read_lock: {
        at: 'fs/namei.c path_init() rcu_read_lock()',
        thread: 'lookup: rcu_lock',
        does: ({ rcu, me }) => {
          rcu.readLock(me);
          return 'd_lookup_rcu';
        },
      },
      d_lookup_rcu: {
        at: 'fs/dcache.c __d_lookup_rcu()',
        thread: 'lookup: R hash→d',
        atomic: 'd_seq of one that is hashed has not changed; heap only says whether it is there',
        does: ({ hashed, heap, me }) => {
          if (!hashed[me.d]) return 'not_found';
          heap.deref(me.d);
          return 'lockref_get_not_dead';
        },
      },
      lockref_get_not_dead: {
        at: 'fs/namei.c __legitimize_path() lockref_get_not_dead()',
        thread: 'lookup: CMPXCHG(ref: n→n+1, n≥0)',
        atomic: 'lock and count are one word; heap only says whether it is there',
        does: ({ d_lock, count, heap, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          heap.deref(me.d);
          if (count[me.d] < 0) return 'not_found';
          count[me.d]++;
          return 'read_seqcount_retry';
        },
      },
      read_seqcount_retry: {
        at: 'fs/namei.c __legitimize_path() read_seqcount_retry()',
        thread: 'lookup: re-check of hash/parent seq',
        does: ({ d_seq, me }) => (d_seq[me.d] === 0 ? 'rcu_read_unlock' : 'retry'),
      },
      retry: {
        at: 'fs/namei.c leave_rcu() rcu_read_unlock()',
        thread: 'lookup: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'dput';
        },
      },
      rcu_read_unlock: {
        at: 'fs/namei.c leave_rcu() rcu_read_unlock()',
        thread: 'lookup: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'use';
        },
      },
      use: {
        atomic: 'heap only says whether it is there',
        does: ({ heap, me, choose }) => {
          heap.deref(me.d);
          return mounts && choose([true, false]) ? 'd_set_mounted' : 'dput';
        },
      },
      d_set_mounted: {
        at: 'fs/dcache.c d_set_mounted()',
        thread: 'mount',
        atomic: 'under d_lock',
        does: ({ d_lock, hashed, mounted, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          if (!hashed[me.d] || mounted[me.d]) return 'dput';
          mounted[me.d] = true;
          return 'umount';
        },
      },
      umount: {
        at: 'fs/namespace.c put_mountpoint()',
        thread: 'umount',
        does: ({ mounted, me }) => {
          // Whoever detached it has its reference, too.
          if (!mounted[me.d]) return 'done';
          mounted[me.d] = false;
          return 'dput';
        },
      },
      dput: {
        at: 'fs/dcache.c fast_dput() lockref_put_or_lock()',
        thread: 'dput: ref--',
        atomic: 'lock and count are one word; heap only says whether it is there',
        does: ({ d_lock, count, heap, me }) => {
          if (d_lock[me.d].isHeld()) return 'blocked';
          heap.deref(me.d);
          // WARN_ON_ONCE(): of one that is dead there is nothing to give back.
          if (count[me.d] <= 0) return 'done';
          if (count[me.d] > 1) {
            count[me.d]--;
            return 'done';
          }
          return d_lock[me.d].acquire(me) ? 'retain_dentry' : 'blocked';
        },
      },
      retain_dentry: {
        at: 'fs/dcache.c dput() retain_dentry()',
        thread: 'dput: if 0 keep on LRU',
        atomic: 'under d_lock',
        does: ({ hashed, count, d_lock, me, choose }) => {
          if (!hashed[me.d] || (retain === 'may-kill' && choose([true, false])))
            return 'dentry_kill';
          count[me.d]--;
          d_lock[me.d].release(me);
          return 'done';
        },
      },
      dentry_kill: {
        at: 'fs/dcache.c dput() dentry_kill()',
        thread: 'dput: or kills it',
        does: call(kill, ({ me }) => ({ d: me.d }), { killed: 'done' }),
      },
      not_found: {
        at: 'fs/namei.c leave_rcu() rcu_read_unlock()',
        thread: 'lookup: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'done';
        },
      },
    },
  });
}
