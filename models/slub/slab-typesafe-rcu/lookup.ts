// The readers of slab-typesafe-rcu: __nf_conntrack_find_get(), as include/linux/slab.h and rculist_nulls.rst tell everybody to
// look up, that is, from the start again where 6.1 finds nothing.

import { none, orNone } from 'mmcheck';
import { a, type Make, type Variant } from './variant.ts';

export function lookup({ process }: Make, values: Variant) {
  const { get, check, end, readers, object, chain } = values;
  const asksIfReady = check === 'key-and-ready';
  const bucket = chain.ids[0];
  const checksFirst = check === 'key-before-get';
  return process({
    count: readers,
    environment: true,
    // The object that it looks at, or the mark at which the chain ended.
    locals: { o: orNone(object), nulls: chain },
    start: 'rcu_read_lock',
    steps: {
      rcu_read_lock: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() rcu_read_lock()',
        thread: 'reader: rcu_lock',
        does: ({ rcu, me }) => {
          rcu.readLock(me);
          return 'first';
        },
      },
      first: {
        at: 'net/netfilter/nf_conntrack_core.c ____nf_conntrack_find() hlist_nulls_for_each_entry_rcu()',
        thread: 'reader: o := R hash[k]',
        does: ({ first, me }) => {
          me.o = first[bucket];
          me.nulls = bucket;
          return me.o === none ? 'get_nulls_value' : 'nf_ct_key_equal';
        },
      },
      nf_ct_key_equal: {
        at: 'net/netfilter/nf_conntrack_core.c ____nf_conntrack_find() nf_ct_key_equal()',
        thread: 'reader: o := R hash[k], R o.key',
        atomic: 'heap only says whether it is there; the status, if it asks, is looked at again',
        does: ({ heap, objects, me }) => {
          heap.deref(me.o);
          if (me.o === none) return 'get_nulls_value';
          const o = objects[me.o];
          if (o.poisoned || o.key !== a || (asksIfReady && !o.ready)) return 'load_next';
          return checksFirst ? 'recheck' : 'inc_not_zero';
        },
      },
      load_next: {
        at: 'net/netfilter/nf_conntrack_core.c ____nf_conntrack_find() hlist_nulls_for_each_entry_rcu()',
        thread: 'reader: o := R hash[k], R o.next',
        atomic: 'one pointer; heap only says whether it is there',
        does: ({ heap, objects, me }) => {
          heap.deref(me.o);
          if (me.o === none) return 'get_nulls_value';
          if (objects[me.o].poisoned) return 'poison';
          me.nulls = objects[me.o].nulls;
          me.o = objects[me.o].next;
          return me.o === none ? 'get_nulls_value' : 'nf_ct_key_equal';
        },
      },
      get_nulls_value: {
        at: 'net/netfilter/nf_conntrack_core.c ____nf_conntrack_find() get_nulls_value()',
        thread: 'reader: nulls-marker re-check',
        does: ({ me }) => (end === 'nulls' && me.nulls !== bucket ? 'first' : 'not_found'),
      },
      inc_not_zero: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() refcount_inc_not_zero()',
        thread: 'reader: inc_not_zero(o.ref)',
        atomic: 'one instruction; heap only says whether it is there',
        does: ({ heap, objects, me }) => {
          heap.deref(me.o);
          if (me.o === none) return 'first';
          const o = objects[me.o];
          // Poison is not zero.
          if (o.poisoned) return 'poison';
          if (get === 'inc-not-zero' && o.ref === 0) return 'first';
          o.ref++;
          return check === 'nothing' || checksFirst ? 'found' : 'recheck';
        },
      },
      recheck: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() nf_ct_key_equal()',
        thread: 'reader: R o.key == k ?',
        atomic: 'a key that is right stays so, and so does the status, while there is a reference',
        does: ({ heap, objects, me }) => {
          heap.deref(me.o);
          if (me.o === none) return 'first';
          const { key, ready, poisoned } = objects[me.o];
          const isEqual = !poisoned && key === a && (!asksIfReady || ready);
          if (checksFirst) return isEqual ? 'inc_not_zero' : 'first';
          return isEqual ? 'found' : 'put_retry';
        },
      },
      put_retry: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() nf_ct_put()',
        thread: 'reader: put, retry',
        atomic: 'one instruction; who takes the last reference frees',
        does: ({ objects, free, me }) => {
          if (me.o === none) return 'first';
          objects[me.o].ref--;
          if (objects[me.o].ref === 0) free(me.o);
          return 'first';
        },
      },
      found: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() rcu_read_unlock()',
        thread: 'reader: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'use';
        },
      },
      use: {
        thread: 'reader: use',
        atomic: 'heap only says whether it is there',
        does: ({ heap, me }) => {
          heap.deref(me.o);
          return 'nf_ct_put';
        },
      },
      nf_ct_put: {
        at: 'net/netfilter/nf_conntrack_core.c nf_ct_destroy() nf_conntrack_free()',
        thread: 'reader: put',
        atomic: 'one instruction; who takes the last reference frees',
        does: ({ objects, free, me }) => {
          if (me.o === none) return 'done';
          objects[me.o].ref--;
          if (objects[me.o].ref === 0) free(me.o);
          me.o = none;
          return 'done';
        },
      },
      not_found: {
        at: 'net/netfilter/nf_conntrack_core.c __nf_conntrack_find_get() rcu_read_unlock()',
        thread: 'reader: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return 'done';
        },
      },
      // A pointer, or a count, that is poison: the cpu faults, or the next allocation complains.
      poison: ({ rcu, me }) => {
        rcu.readUnlock(me);
        return 'done';
      },
    },
  });
}
