// What a task and an irq do alike in pcp-lock-trylock, once they have tried the lock: the page goes to
// the list, and from there to the buddy allocator where the lists are disabled; or at once, where the
// lock was taken.

import type { Scalar, SetView } from 'mmcheck';
import type { Lock, Rcu, Who } from 'mmcheck/kernel';
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
  readonly me: Who & { readonly page: number; lp: number };
}
type Needs<Name extends keyof Cells> = Pick<Cells, Name> & Freer;

/** The steps from `read_lp`, or `list_add`, to where the freer leaves at `exit`. */
export const listSteps = <const Exit extends string>(
  { isLocked, disable }: Variant,
  exit: Exit,
) => ({
  read_lp: {
    thread: 'double buffer: swap, synchronize_rcu',
    atomic: 'with irqs off nothing waits for this cpu, and an irq is a read section from its start',
    does: ({ lp, rcu, me }: Needs<'lp' | 'rcu'>): 'list_add' => {
      rcu.readLock(me);
      me.lp = lp.value;
      return 'list_add';
    },
  },
  list_add: {
    at: 'mm/page_alloc.c free_unref_page_commit() list_add()',
    thread: 'T, I: ok, list op (list, count)',
    does: ({ pcp, me }: Needs<'pcp'>): 'count' => {
      pcp[me.lp].list.add(me.page);
      return 'count';
    },
  },
  count: {
    at: 'mm/page_alloc.c free_unref_page_commit() pcp->count++',
    thread: 'T, I: ok, list op (list, count)',
    does: ({ pcp, me }: Needs<'pcp'>) => {
      pcp[me.lp].count++;
      return disable ? 'read_high' : 'unlock';
    },
  },
  read_high: {
    thread: 'T, I: pcp disabled, page to buddy',
    does: ({ pcp_high }: Needs<'pcp_high'>) => (pcp_high.value ? 'unlock' : 'uncount'),
  },
  uncount: {
    thread: 'T, I: pcp disabled, page to buddy',
    does: ({ pcp, me }: Needs<'pcp'>): 'list_del' => {
      pcp[me.lp].count--;
      return 'list_del';
    },
  },
  list_del: {
    at: 'mm/page_alloc.c free_pcppages_bulk()',
    thread: 'T, I: pcp disabled, page to buddy',
    atomic: 'under zone->lock',
    does: ({ pcp, buddy, me }: Needs<'pcp' | 'buddy'>): 'unlock' => {
      pcp[me.lp].list.delete(me.page);
      buddy.add(me.page);
      return 'unlock';
    },
  },
  unlock: {
    at: 'mm/page_alloc.c pcp_spin_unlock()',
    thread: 'T, I: UNLOCK',
    atomic: 'the lock or RCU, as scheme says',
    does: ({ pcp_lock, rcu, me }: Needs<'pcp_lock' | 'rcu'>) => {
      if (isLocked) pcp_lock.release(me);
      else rcu.readUnlock(me);
      return exit;
    },
  },
  free_one_page: {
    at: 'mm/page_alloc.c free_one_page()',
    thread: 'T, I: fail, buddy under zone->lock',
    atomic: 'under zone->lock',
    does: ({ buddy, me }: Needs<'buddy'>) => {
      buddy.add(me.page);
      return exit;
    },
  },
});
