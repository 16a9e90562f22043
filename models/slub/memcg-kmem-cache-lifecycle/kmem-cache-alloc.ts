// A task of the cgroup in memcg-kmem-cache-lifecycle: it allocates an object of the cgroup's cache, which gets a page for it,
// or of the root where there is no such cache, and frees it.

import { bool, none, orNone } from 'mmcheck';
import { CHILD, cache, type Make, type Values } from './variant.ts';

export function kmemCacheAlloc({ process }: Make, { takes, allocs, starts }: Values) {
  const hasRef = takes === 'tryget';
  return process({
    count: allocs,
    locals: { s: orNone(cache), isLast: bool },
    start: 'rcu_read_lock',
    steps: {
      rcu_read_lock: {
        at: 'mm/memcontrol.c memcg_kmem_get_cache() rcu_read_lock()',
        thread: 'alloc: rcu_lock',
        does: ({ rcu, me }) => {
          rcu.readLock(me);
          return 'next';
        },
      },
      entry: {
        at: 'mm/memcontrol.c memcg_kmem_get_cache() READ_ONCE()',
        thread: 'alloc: R child',
        does: ({ entry, memcg_online, create, me }) => {
          me.s = entry.value;
          if (me.s !== none && hasRef) return 'tryget';
          if (me.s === none && starts === 'none' && memcg_online.value) create.queue();
          return 'rcu_read_unlock';
        },
        atomic: 'who schedules the work has a reference to the cgroup',
      },
      tryget: {
        at: 'mm/memcontrol.c memcg_kmem_get_cache() percpu_ref_tryget()',
        thread: 'alloc: tryget(ref) ? : use root',
        atomic: 'heap only says whether it is there',
        does: ({ refcnt, heap, me }) => {
          heap.deref(me.s);
          if (!refcnt.tryget()) me.s = none;
          return 'next';
        },
      },
      rcu_read_unlock: {
        at: 'mm/memcontrol.c memcg_kmem_get_cache() rcu_read_unlock()',
        thread: 'alloc: rcu_unlock',
        does: ({ rcu, me }) => {
          rcu.readUnlock(me);
          return me.s === CHILD ? 'new_page' : 'leave';
        },
      },
      new_page: {
        at: 'mm/slab.h memcg_charge_slab() percpu_ref_get_many()',
        thread: 'alloc: alloc object; (new page: get(ref))',
        atomic: 'a page that nobody else has seen; heap only says whether the cache is there',
        does: ({ refcnt, pages, heap }) => {
          if (!heap.deref(CHILD)) return 'leave';
          refcnt.get();
          pages.value++;
          return hasRef ? 'put' : 'free_page';
        },
      },
      put: {
        at: 'mm/memcontrol.c memcg_kmem_put_cache() percpu_ref_put()',
        thread: 'alloc: put(ref)',
        does: ({ refcnt, me }) => {
          me.isLast = refcnt.put();
          return me.isLast ? 'released' : 'free_page';
        },
      },
      free_page: {
        at: 'mm/slab.h memcg_uncharge_slab()',
        thread: 'freer',
        atomic: 'heap only says whether it is there',
        does: ({ heap, pages }) => {
          heap.deref(CHILD);
          pages.value--;
          return 'next';
        },
      },
      put_page: {
        at: 'mm/slab.h memcg_uncharge_slab() percpu_ref_put_many()',
        thread: 'freer: last put',
        does: ({ refcnt, me }) => {
          me.isLast = refcnt.put();
          return me.isLast ? 'released' : 'leave';
        },
      },
      released: {
        at: 'mm/slab_common.c kmemcg_cache_shutdown() queue_work()',
        thread: 'last put → work',
        atomic: 'under memcg_kmem_wq_lock',
        does: ({ released }) => {
          released();
          return 'leave';
        },
      },
      leave: ({ busy }) => {
        busy.value--;
        return 'done';
      },
    },
  });
}
