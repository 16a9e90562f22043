// free_pcppages_bulk() of pcp-lock-trylock, as it is since 8b10b465d0e1 (5.18): frees call it with pcp->lock held,
// and so does the drain. How many pages there are is read before zone->lock is taken, with which irqs are off: there
// an irq may come in between, where the lock does not keep it away.

import type { SetView } from 'mmcheck';

interface Bulk {
  readonly pcp: { readonly list: SetView<number>; count: number }[];
  /** `n` is how many pages are to go. */
  readonly me: { readonly lp: number; n: number };
}

/** The steps from `min_count` to `unlock`; `thread` is their note. */
export function bulkSteps(thread: string) {
  return {
    min_count: {
      at: 'mm/page_alloc.c free_pcppages_bulk() min(pcp->count, count)',
      thread,
      does: ({ pcp, me }: Bulk): 'free_pcppages_bulk' => {
        me.n = Math.max(0, Math.min(pcp[me.lp].count, me.n));
        return 'free_pcppages_bulk';
      },
    },
    free_pcppages_bulk: {
      at: 'mm/page_alloc.c free_pcppages_bulk()',
      thread,
      atomic: 'under zone->lock, which has irqs off, and pcp->lock',
      does: ({ pcp, buddy, me }: Bulk & { readonly buddy: SetView<number> }) => {
        // The kernel takes the oldest ones; which they are makes no difference to the claims.
        for (const page of [...pcp[me.lp].list.values()].slice(0, me.n)) {
          pcp[me.lp].list.delete(page);
          pcp[me.lp].count--;
          buddy.add(page);
          me.n--;
        }
        return me.n > 0 ? 'past_the_lists' : 'unlock';
      },
    },
    // The kernel's loop ends only where it finds a page: it goes on behind the last of pcp->lists[].
    past_the_lists: {
      at: 'mm/page_alloc.c free_pcppages_bulk() list_empty()',
      does: ({ me }: Bulk): 'unlock' => {
        me.n = 0;
        return 'unlock';
      },
    },
  } as const;
}
