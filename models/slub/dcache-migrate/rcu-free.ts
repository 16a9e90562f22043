// Who frees in dcache-migrate: __d_free(), once no lookup can see the dentry any more. While isolate() runs, slab_lock keeps
// everything in the slab.

import type { Make, Variant } from './variant.ts';

export function rcuFree({ process }: Make, { dentry }: Variant) {
  return process({
    environment: true,
    start: 'd_free',
    steps: {
      d_free: {
        at: 'fs/dcache.c __d_free()',
        thread: 'evictor: free after RCU',
        atomic: 'under slab_lock, which nobody takes while he waits for this',
        does: ({ slab_lock, heap, rcu, choose }) => {
          const due = dentry.ids.filter((d) => rcu.isDue(d));
          if (due.length === 0 || slab_lock.isHeld()) return 'blocked';
          const d = choose(due);
          rcu.invoke(d);
          heap.free(d);
          rcu.finish(d);
          return 'd_free';
        },
      },
    },
  });
}
