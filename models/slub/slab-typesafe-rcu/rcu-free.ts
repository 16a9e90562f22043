// What is freed later in slab-typesafe-rcu: the page of an object that is free, or an object of kfree_rcu().

import type { Make, Variant } from './variant.ts';

export function rcuFree({ process }: Make, { memory, poison, object }: Variant) {
  return {
    free_slab: process({
      count: memory === 'typesafe-by-rcu' ? 1 : 0,
      environment: true,
      start: 'call_rcu',
      steps: {
        call_rcu: {
          at: 'mm/slub.c free_slab() call_rcu()',
          thread: 'slab-page freer',
          atomic: 'under list_lock the slab is empty',
          does: ({ heap, rcu, choose }) => {
            const free = object.ids.filter((o) => heap.objects[o] === 'freed');
            if (free.length === 0) return 'blocked';
            const o = choose(free);
            heap.discard(o);
            rcu.call(o);
            return 'call_rcu';
          },
        },
      },
    }),
    rcu_do_batch: process({
      count: memory === 'neither' ? 0 : 1,
      environment: true,
      start: 'invoke',
      steps: {
        invoke: {
          at: 'kernel/rcu/tree.c rcu_do_batch()',
          thread: 'slab-page freer (RCU delayed)',
          atomic: 'what the callback frees, nobody else knows any more',
          does: ({ heap, rcu, objects, choose }) => {
            const due = object.ids.filter((o) => rcu.isDue(o));
            if (due.length === 0) return 'blocked';
            const o = choose(due);
            rcu.invoke(o);
            if (memory === 'kfree-rcu') {
              heap.reclaim(o);
              objects[o].poisoned = poison;
            } else {
              heap.release(o);
            }
            rcu.finish(o);
            return 'invoke';
          },
        },
      },
    }),
  };
}
