// H of free-hint-bitmap: memory hot-unplug takes the bitmap away, and frees it once nobody uses it.

import { none } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function removeMemory({ process }: Make, { guard }: Variant) {
  return process({
    start: 'rcu_assign_pointer',
    steps: {
      rcu_assign_pointer: {
        at: 'mm/memory_hotplug.c try_remove_memory() arch_remove_memory()',
        thread: 'H: frees the bitmap',
        atomic: 'under the lock, where there is one',
        does: ({ bitmap, hint_lock }) => {
          if (hint_lock.owner !== none) return 'blocked';
          bitmap.value = none;
          return guard === 'rcu' ? 'synchronize_rcu' : 'kfree';
        },
      },
      synchronize_rcu: {
        thread: 'H: frees the bitmap',
        does: ({ rcu }) => {
          rcu.start(0);
          return 'wait_rcu_gp';
        },
      },
      wait_rcu_gp: {
        thread: 'H: frees the bitmap',
        does: ({ rcu }) => (rcu.isOver(0) ? 'kfree' : 'blocked'),
      },
      kfree: {
        thread: 'H: frees the bitmap',
        does: ({ bitmaps }) => {
          bitmaps[0].live = false;
          return 'done';
        },
      },
    },
  });
}
