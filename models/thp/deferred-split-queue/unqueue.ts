// A huge page without references is taken off the queue, in deferred-split-queue, by free_transhuge_page() or, since
// 2024, by mem_cgroup_swapout(). Nobody can get a reference to it any more, but the shrinker may have it in hand.

import { none } from 'mmcheck';
import type { ListDel } from './list-del.ts';
import type { Make, Variant } from './variant.ts';

export type Unqueue = ReturnType<typeof unqueue>;

export function unqueue({ procedure, call }: Make, values: Variant, unlink: ListDel) {
  const { looks, swapout, entry, queue } = values;
  /** list_del(), or list_del_init() where the page may be looked at again. */
  const isInit = swapout === 'unqueues';
  return procedure('unqueue', {
    params: { page: entry },
    locals: { queue },
    returns: ['unqueued'],
    start: 'get_deferred_split_queue',
    steps: {
      get_deferred_split_queue: {
        at: 'mm/huge_memory.c free_transhuge_page() get_deferred_split_queue()',
        thread: 'free: q:=queue(p.memcg)',
        atomic: 'a page without references is split by nobody',
        does: ({ queue_of, split, me }) => {
          if (split.has(me.page)) return 'unqueued';
          me.queue = queue_of[me.page];
          return looks === 'unlocked' ? 'look_unlocked' : 'spin_lock';
        },
      },
      look_unlocked: {
        at: 'mm/huge_memory.c free_transhuge_page() list_empty()',
        thread: 'check list_empty without lock',
        does: ({ next, me }) => (next[me.page] === me.page ? 'unqueued' : 'spin_lock'),
      },
      spin_lock: {
        at: 'mm/huge_memory.c free_transhuge_page() spin_lock_irqsave()',
        thread: 'free: LOCK q',
        does: ({ split_queue_lock, me }) =>
          split_queue_lock[me.queue].acquire(me) ? 'next' : 'blocked',
      },
      list_empty: {
        at: 'mm/huge_memory.c free_transhuge_page() list_empty()',
        thread: 'free: if listed',
        does: ({ next, me }) => (next[me.page] === me.page ? 'spin_unlock' : 'split_queue_len'),
      },
      split_queue_len: {
        at: 'mm/huge_memory.c free_transhuge_page()',
        does: ({ split_queue_len, me }) => {
          split_queue_len[me.queue]--;
          return 'list_del';
        },
      },
      list_del: {
        at: 'mm/huge_memory.c free_transhuge_page() list_del()',
        thread: 'free: del',
        does: call(unlink, ({ me }) => ({ page: me.page }), { unlinked: 'links_of_page' }),
      },
      links_of_page: {
        at: 'include/linux/list.h list_del()',
        atomic: 'nobody but the shrinker looks at the links of the page, and it has been there',
        does: ({ next, prev, me }) => {
          next[me.page] = isInit ? me.page : none;
          prev[me.page] = isInit ? me.page : none;
          return 'spin_unlock';
        },
      },
      spin_unlock: {
        at: 'mm/huge_memory.c free_transhuge_page() spin_unlock_irqrestore()',
        thread: 'free: UNLOCK',
        does: ({ split_queue_lock, me }) => {
          split_queue_lock[me.queue].release(me);
          return 'unqueued';
        },
      },
    },
  });
}
