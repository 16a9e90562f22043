// What a task and an irq do alike in pcp-lock-trylock, once they have tried the lock: the page goes to
// the list, and from there to the buddy allocator where the lists are disabled; or at once, where the
// lock was taken.

import type { Scalar, SetView } from 'mmcheck';
import type { Lock, Rcu, Who } from 'mmcheck/kernel';
import { bulkSteps } from './free-pcppages-bulk.ts';
import type { Variant } from './variant.ts';

interface Cells {
  readonly pcp: { readonly list: SetView<number>; count: number }[];
  readonly lp: Scalar<number>;
  readonly pcp_lock: Lock;
  readonly pcp_high: Scalar<boolean>;
  readonly buddy: SetView<number>;
  readonly rcu: Rcu;
}
interface Freer {
  /** `seen` is the count that was loaded. */
  readonly me: Who & { readonly page: number; lp: number; seen: number; n: number };
}
type Needs<Name extends keyof Cells> = Pick<Cells, Name> & Freer;

/** Where it goes on: once the list is its own, with the lock released again, or without having had it. */
interface Exits<Entered extends string, Released extends string, Failed extends string> {
  readonly entered: Entered;
  readonly released: Released;
  readonly failed: Failed;
}

/** The steps from `read_lp`, or `list_add`, to the exits. */
export const listSteps = <
  const Entered extends string,
  const Released extends string,
  const Failed extends string,
>(
  { isLocked, disable }: Variant,
  { entered, released, failed }: Exits<Entered, Released, Failed>,
) => ({
  // Without a lock: for local-lock there is but list 0, and local_lock_irqsave() is irqs off; RCU does no harm there.
  read_lp: {
    thread: 'double buffer: swap, synchronize_rcu',
    atomic:
      'with irqs off no grace period ends without this cpu, so nothing can come between the two',
    does: ({ lp, rcu, me }: Needs<'lp' | 'rcu'>) => {
      rcu.readLock(me);
      me.lp = lp.value;
      return entered;
    },
  },
  list_add: {
    at: 'mm/page_alloc.c free_unref_page_commit() list_add()',
    thread: 'T, I: ok, list op (list, count)',
    does: ({ pcp, me }: Needs<'pcp'>): 'load_count' => {
      pcp[me.lp].list.add(me.page);
      return 'load_count';
    },
  },
  load_count: {
    at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
    thread: 'T, I: ok, list op (list, count)',
    does: ({ pcp, me }: Needs<'pcp'>): 'count' => {
      me.seen = pcp[me.lp].count;
      return 'count';
    },
  },
  count: {
    at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
    thread: 'T, I: ok, list op (list, count)',
    does: ({ pcp, me }: Needs<'pcp'>) => {
      pcp[me.lp].count = me.seen + 1;
      me.seen = 0;
      return disable ? 'read_high' : 'unlock';
    },
  },
  read_high: {
    at: 'mm/page_alloc.c nr_pcp_high() pcp->high',
    thread: 'T, I: pcp disabled, page to buddy',
    does: ({ pcp_high, me }: Needs<'pcp_high'>) => {
      if (pcp_high.value) return 'unlock';
      // nr_pcp_free(): one, as pcp->high is below the batch.
      me.n = 1;
      return 'min_count';
    },
  },
  ...bulkSteps('T, I: pcp disabled, page to buddy'),
  unlock: {
    at: 'mm/page_alloc.c pcp_spin_unlock()',
    thread: 'T, I: UNLOCK',
    atomic: 'the lock, or without one RCU',
    does: ({ pcp_lock, rcu, me }: Needs<'pcp_lock' | 'rcu'>) => {
      if (isLocked) pcp_lock.release(me);
      else rcu.readUnlock(me);
      return released;
    },
  },
  free_one_page: {
    at: 'mm/page_alloc.c free_one_page()',
    thread: 'T, I: fail, buddy under zone->lock',
    atomic: 'under zone->lock',
    does: ({ buddy, me }: Needs<'buddy'>) => {
      buddy.add(me.page);
      return failed;
    },
  },
});
