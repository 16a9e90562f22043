// Who uses the root of slab-shrink-memcg: the object of its slab is freed, allocated again from the list, and freed.

import { upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function users({ process }: Make, { users: hasUsers }: Variant) {
  return process({
    count: hasUsers ? 1 : 0,
    environment: true,
    locals: { done: upTo(3) },
    start: 'spin_lock',
    steps: {
      spin_lock: {
        at: 'mm/slub.c __slab_free() spin_lock_irqsave()',
        thread: 'allocator, freer: list_lock',
        does: ({ list_lock, me }) => {
          if (me.done === 3) return 'done';
          return list_lock.acquire(me) ? 'inuse' : 'blocked';
        },
      },
      inuse: {
        at: 'mm/slub.c __slab_free() cmpxchg_double_slab()',
        thread: 'allocator, freer: inuse',
        does: ({ slab, me }) => {
          if (slab.place === 'partial') slab.inuse = !slab.inuse;
          me.done++;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/slub.c __slab_free() spin_unlock_irqrestore()',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'spin_lock';
        },
      },
    },
  });
}
