// The owners of slab-typesafe-rcu: each takes its object out of the table, gives its reference back, and has an object again,
// perhaps the same one, and perhaps under another key.

import { none, orNone, upTo } from 'mmcheck';
import { key, type Make, type Variant } from './variant.ts';

export function owner({ process }: Make, values: Variant) {
  const { init, isCountedAtAlloc, owners, objects: size, rounds, object, keys, chainOf } = values;
  const isRefFirst = init === 'ref-then-key';
  return process({
    count: owners,
    environment: true,
    locals: { o: orNone(object), key, rounds: upTo(rounds) },
    begin: (id) => ({ o: object.ids[id % size], rounds }),
    start: 'spin_lock',
    steps: {
      spin_lock: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_ct_delete_from_lists() nf_conntrack_double_lock()',
        thread: 'deleter',
        does: ({ lock, me }) => (lock.acquire(me) ? 'hlist_nulls_del_rcu' : 'blocked'),
      },
      hlist_nulls_del_rcu: {
        at: 'net/netfilter/nf_conntrack_core.c clean_from_lists() hlist_nulls_del_rcu()',
        thread: 'deleter',
        atomic: 'the chain is under the lock, and one pointer changes',
        does: ({ first, objects, hashed, me }) => {
          if (me.o === none || !hashed.has(me.o)) return 'spin_unlock';
          const { key, next, nulls } = objects[me.o];
          const chain = chainOf(key);
          if (first[chain] === me.o) first[chain] = next;
          for (const other of hashed.values()) {
            if (objects[other].next !== me.o) continue;
            objects[other].next = next;
            objects[other].nulls = nulls;
          }
          hashed.delete(me.o);
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_ct_delete_from_lists() nf_conntrack_double_unlock()',
        does: ({ lock, me }) => {
          lock.release(me);
          return 'nf_ct_put';
        },
      },
      nf_ct_put: {
        at: 'net/netfilter/nf_conntrack_core.c nf_ct_delete() nf_ct_put()',
        thread: 'freer: put',
        atomic: 'one instruction; who takes the last reference frees',
        does: ({ objects, free, me }) => {
          const o = me.o;
          me.o = none;
          if (o !== none) {
            objects[o].ref--;
            if (objects[o].ref === 0) free(o);
          }
          return 'kmem_cache_alloc';
        },
      },
      kmem_cache_alloc: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc() kmem_cache_alloc()',
        thread: 'allocator: re-uses the object',
        atomic: 'the slab allocator',
        does: ({ heap, objects, me, choose }) => {
          if (me.rounds === 0) return 'done';
          if (!heap.objects.some((state) => state === 'fresh' || state === 'freed')) {
            return 'blocked';
          }
          me.rounds--;
          me.key = choose(keys);
          const o = heap.alloc(choose(heap.candidates()));
          me.o = o;
          if (o !== none) objects[o].poisoned = false;
          return 'memset';
        },
      },
      memset: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc() memset_after()',
        thread: 'allocator: nothing is ready',
        does: ({ objects, me }) => {
          if (me.o !== none) objects[me.o].ready = false;
          return isRefFirst ? 'lock_table' : 'set_key';
        },
      },
      set_key: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc()',
        thread: 'allocator: key store',
        does: ({ objects, me }) => {
          if (me.o !== none) objects[me.o].key = me.key;
          if (isCountedAtAlloc) return 'ref_at_alloc';
          return isRefFirst ? 'set_next' : 'set_ready';
        },
      },
      ref_at_alloc: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc() atomic_set()',
        thread: 'allocator: re-initialises ref with a plain store',
        does: ({ objects, me }) => {
          if (me.o !== none) objects[me.o].ref = 1;
          return 'init_conntrack';
        },
      },
      init_conntrack: {
        at: 'net/netfilter/nf_conntrack_core.c init_conntrack()',
        thread: 'allocator: l4proto->new() may fail',
        does: ({ choose }) => (choose([true, false]) ? 'set_ready' : 'nf_conntrack_free'),
      },
      nf_conntrack_free: {
        at: 'net/netfilter/nf_conntrack_core.c nf_conntrack_free() kmem_cache_free()',
        thread: 'allocator: frees it, whatever its count is',
        atomic: 'the slab allocator',
        does: ({ free, me }) => {
          const o = me.o;
          me.o = none;
          if (o !== none) free(o);
          return 'kmem_cache_alloc';
        },
      },
      set_ready: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_confirm() set_bit()',
        thread: 'allocator: the rest',
        does: ({ objects, me }) => {
          if (me.o !== none) objects[me.o].ready = true;
          return isRefFirst ? 'add_head' : 'lock_table';
        },
      },
      lock_table: {
        at: 'net/netfilter/nf_conntrack_core.c nf_conntrack_hash_check_insert() nf_conntrack_double_lock()',
        thread: 'allocator: is the key there?',
        atomic: 'the chain is under the lock',
        does: ({ lock, hashed, objects, me }) => {
          if (!lock.acquire(me)) return 'blocked';
          if (hashed.values().some((o) => objects[o].key === me.key)) return 'eexist';
          return isCountedAtAlloc ? 'set_next' : 'refcount_set';
        },
      },
      eexist: {
        at: 'net/netfilter/nf_conntrack_core.c nf_conntrack_hash_check_insert() nf_conntrack_double_unlock()',
        does: ({ lock, me }) => {
          lock.release(me);
          return isCountedAtAlloc ? 'nf_ct_put' : 'nf_conntrack_free';
        },
      },
      refcount_set: {
        at: 'net/netfilter/nf_conntrack_core.c nf_conntrack_hash_check_insert() refcount_set()',
        thread: 'allocator: ref=1 store',
        does: ({ objects, me }) => {
          if (me.o !== none) objects[me.o].ref = 1;
          return isRefFirst ? 'set_key' : 'set_next';
        },
      },
      set_next: {
        at: 'include/linux/rculist_nulls.h hlist_nulls_add_head_rcu()',
        thread: 'allocator: W o.next',
        atomic: 'one pointer; the chain is under the lock',
        does: ({ first, objects, me }) => {
          if (me.o === none) return 'unlock_table';
          const chain = chainOf(me.key);
          objects[me.o].next = first[chain];
          objects[me.o].nulls = chain;
          return isRefFirst ? 'set_ready' : 'add_head';
        },
      },
      add_head: {
        at: 'include/linux/rculist_nulls.h hlist_nulls_add_head_rcu() rcu_assign_pointer()',
        thread: 'allocator: W hash[k]',
        atomic: 'hashed is only a record of it',
        does: ({ first, hashed, me }) => {
          if (me.o === none) return 'unlock_table';
          first[chainOf(me.key)] = me.o;
          hashed.add(me.o);
          return 'unlock_table';
        },
      },
      unlock_table: {
        at: 'net/netfilter/nf_conntrack_core.c nf_conntrack_hash_check_insert() nf_conntrack_double_unlock()',
        does: ({ lock, me }) => {
          lock.release(me);
          return 'in_table';
        },
      },
      in_table: ({ me }) => (me.rounds === 0 ? 'done' : 'spin_lock'),
    },
  });
}
