// The shrinker of the queue of a memcg, in deferred-split-queue: under the lock it moves the pages to a list of its own, with a
// reference to each; then it splits them, or gives up; and what is left goes back.

import { bool, none, orNone, upTo } from 'mmcheck';
import type { ListDel } from './list-del.ts';
import type { Unqueue } from './unqueue.ts';
import type { Make, Variant } from './variant.ts';

export function deferredSplitScan(
  { process, call }: Make,
  values: Variant,
  unlink: ListDel,
  unqueue: Unqueue,
) {
  const { removes, entry, memcg, onStack, queue, pageIds } = values;
  const own = queue.ids[0];
  const pins = removes === 'pins-neighbour';
  return process({
    locals: {
      page: entry,
      following: orNone(entry),
      /** The reference that is given back after that to the next page that stays. */
      pinned: orNone(entry),
      removed: upTo(1),
      len: upTo(pageIds.length),
      spliced: bool,
    },
    start: 'spin_lock',
    steps: {
      spin_lock: {
        at: 'mm/huge_memory.c deferred_split_scan() spin_lock_irqsave()',
        thread: 'shrinker: LOCK q[memcg(p)]',
        does: ({ split_queue_lock, me }) =>
          split_queue_lock[own].acquire(me) ? 'next' : 'blocked',
      },
      first: {
        at: 'mm/huge_memory.c deferred_split_scan() list_for_each_safe()',
        thread: 'shrinker: R list→p',
        does: ({ next, me }) => {
          me.following = next[memcg];
          return 'next';
        },
      },
      each: {
        at: 'mm/huge_memory.c deferred_split_scan() list_for_each_safe()',
        thread: 'shrinker: R list→p',
        atomic: 'heap only says whether it is there',
        does: ({ next, heap, me }) => {
          if (me.following === memcg) return 'spin_unlock';
          if (!heap.deref(me.following) || me.following === none) return 'oops';
          me.page = me.following;
          me.following = next[me.page];
          return 'next';
        },
      },
      get_page_unless_zero: {
        at: 'mm/huge_memory.c deferred_split_scan() get_page_unless_zero()',
        thread: 'shrinker: tryget(p)?',
        does: ({ refs, me }) => {
          if (refs[me.page] === 0) return 'lost_del';
          refs[me.page]++;
          return 'move_del';
        },
      },
      move_del: {
        at: 'mm/huge_memory.c deferred_split_scan() list_move()',
        thread: 'shrinker: move to local',
        does: call(unlink, ({ me }) => ({ page: me.page }), { unlinked: 'move_add' }),
      },
      move_add: {
        at: 'mm/huge_memory.c deferred_split_scan() list_move()',
        thread: 'shrinker: move to local',
        atomic: 'under split_queue_lock, and whose entry it is has a reference',
        does: ({ next, prev, me }) => {
          const first = next[onStack];
          if (first !== none) prev[first] = me.page;
          next[me.page] = first;
          prev[me.page] = onStack;
          next[onStack] = me.page;
          return 'each';
        },
      },
      lost_del: {
        at: 'mm/huge_memory.c deferred_split_scan() list_del_init()',
        thread: 'shrinker: tryget(p)? … : del',
        does: call(unlink, ({ me }) => ({ page: me.page }), { unlinked: 'init_next' }),
      },
      init_next: {
        at: 'include/linux/list.h INIT_LIST_HEAD()',
        thread: 'shrinker: del, W p→next=p',
        atomic: 'heap only says whether it is there',
        does: ({ next, heap, me }) => {
          heap.deref(me.page);
          next[me.page] = me.page;
          return 'next';
        },
      },
      init_prev: {
        at: 'include/linux/list.h INIT_LIST_HEAD()',
        thread: 'shrinker: del, W p→prev=p',
        atomic: 'heap only says whether it is there',
        does: ({ prev, heap, me }) => {
          heap.deref(me.page);
          prev[me.page] = me.page;
          return 'next';
        },
      },
      lost_len: {
        at: 'mm/huge_memory.c deferred_split_scan()',
        does: ({ split_queue_len }) => {
          split_queue_len[own]--;
          return 'each';
        },
      },
      spin_unlock: {
        at: 'mm/huge_memory.c deferred_split_scan() spin_unlock_irqrestore()',
        thread: 'shrinker: UNLOCK',
        does: ({ split_queue_lock, me }) => {
          split_queue_lock[own].release(me);
          return me.spliced ? 'put_pinned' : 'local_first';
        },
      },
      local_first: {
        at: 'mm/huge_memory.c deferred_split_scan() list_for_each_safe()',
        does: ({ next, me }) => {
          me.following = next[onStack];
          return 'next';
        },
      },
      local_each: {
        at: 'mm/huge_memory.c deferred_split_scan() list_for_each_safe()',
        atomic: 'heap only says whether it is there',
        does: ({ next, heap, me }) => {
          if (me.following === onStack) return 'splice_lock';
          if (!heap.deref(me.following) || me.following === none) return 'oops';
          me.page = me.following;
          me.following = next[me.page];
          return 'next';
        },
      },
      trylock_page: {
        at: 'mm/huge_memory.c deferred_split_scan() trylock_page()',
        thread: 'shrinker: trylock page; split',
        does: ({ me, choose }) => {
          if (choose([true, false])) return 'split_lock';
          if (removes !== 'no' && me.page === pageIds[0]) return 'remove_del';
          return pins ? 'swap_pinned' : 'put_page';
        },
      },
      split_lock: {
        at: 'mm/huge_memory.c split_huge_page_to_list() spin_lock()',
        thread: 'shrinker: split',
        does: ({ split_queue_lock, me }) =>
          split_queue_lock[own].acquire(me) ? 'next' : 'blocked',
      },
      split: {
        at: 'mm/huge_memory.c split_huge_page_to_list() folio_ref_freeze()',
        thread: 'shrinker: split',
        atomic: 'under split_queue_lock, with the references frozen',
        does: ({ split, split_queue_len, me }) => {
          split.add(me.page);
          split_queue_len[own]--;
          return 'next';
        },
      },
      split_del: {
        at: 'mm/huge_memory.c split_huge_page_to_list() list_del()',
        does: call(unlink, ({ me }) => ({ page: me.page }), { unlinked: 'split_unlock' }),
      },
      split_unlock: {
        at: 'mm/huge_memory.c split_huge_page_to_list() spin_unlock()',
        does: ({ split_queue_lock, me }) => {
          split_queue_lock[own].release(me);
          return 'put_page';
        },
      },
      remove_del: {
        at: 'mm/huge_memory.c deferred_split_scan() list_del_init()',
        thread: 'the new unlocked list_del_init()',
        does: call(unlink, ({ me }) => ({ page: me.page }), { unlinked: 'remove_init' }),
      },
      remove_init: {
        at: 'mm/huge_memory.c deferred_split_scan() list_del_init()',
        atomic: 'who has a reference has the links of the page',
        does: ({ next, prev, me }) => {
          next[me.page] = me.page;
          prev[me.page] = me.page;
          me.removed = 1;
          return pins ? 'put_page' : 'load_len';
        },
      },
      load_len: {
        at: 'mm/huge_memory.c deferred_split_scan()',
        thread: 'updating split_queue_len without the lock',
        does: ({ split_queue_len, me }) => {
          me.len = Math.max(split_queue_len[own], 1);
          return 'next';
        },
      },
      store_len: {
        at: 'mm/huge_memory.c deferred_split_scan()',
        thread: 'updating split_queue_len without the lock',
        does: ({ split_queue_len, me }) => {
          split_queue_len[own] = me.len - 1;
          me.removed = 0;
          return 'put_page';
        },
      },
      swap_pinned: {
        at: 'mm/huge_memory.c deferred_split_scan()',
        thread: 'one safe folio before, by delaying its folio_put()',
        does: ({ me }) => {
          const before = me.pinned;
          me.pinned = me.page;
          if (before === none) return 'local_each';
          me.page = before;
          return 'next';
        },
      },
      put_page: {
        at: 'mm/huge_memory.c deferred_split_scan() put_page()',
        thread: 'shrinker: put',
        does: ({ refs, me }) => {
          refs[me.page]--;
          if (refs[me.page] === 0) return 'unqueue';
          return me.spliced ? 'done' : 'local_each';
        },
      },
      unqueue: {
        at: 'mm/swap.c __folio_put_large() destroy_large_folio()',
        does: call(unqueue, ({ me }) => ({ page: me.page }), { unqueued: 'free' }),
      },
      free: {
        at: 'mm/huge_memory.c free_transhuge_page() free_compound_page()',
        does: ({ heap, me }) => {
          heap.free(me.page);
          return me.spliced ? 'done' : 'local_each';
        },
      },
      splice_lock: {
        at: 'mm/huge_memory.c deferred_split_scan() spin_lock_irqsave()',
        thread: 'shrinker: re-add',
        does: ({ split_queue_lock, me }) =>
          split_queue_lock[own].acquire(me) ? 'next' : 'blocked',
      },
      splice: {
        at: 'mm/huge_memory.c deferred_split_scan() list_splice_tail()',
        thread: 'shrinker: re-add',
        atomic: 'under split_queue_lock',
        does: ({ next, prev, split_queue_len, me }) => {
          const first = next[onStack];
          const last = prev[onStack];
          const tail = prev[memcg];
          me.spliced = true;
          split_queue_len[own] -= me.removed;
          if (first === onStack || first === none || last === none || tail === none)
            return 'spin_unlock';
          prev[first] = tail;
          next[tail] = first;
          next[last] = memcg;
          prev[memcg] = last;
          next[onStack] = onStack;
          prev[onStack] = onStack;
          return 'spin_unlock';
        },
      },
      put_pinned: {
        at: 'mm/huge_memory.c deferred_split_scan() put_page()',
        does: ({ me }) => {
          if (me.pinned === none) return 'done';
          me.page = me.pinned;
          return 'put_page';
        },
      },
      oops: { at: 'mm/huge_memory.c deferred_split_scan()', does: () => 'done' },
    },
  });
}
