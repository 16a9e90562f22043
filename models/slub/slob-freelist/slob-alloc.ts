// slob_alloc() and then slob_free(), in slob-freelist.

import { bool, none, orNone, upTo } from 'mmcheck';
import { linkBefore, listDel, unlink } from '../../shared/list-head.ts';
import type { Make, Variant } from './variant.ts';

export function slobAlloc({ process }: Make, values: Variant) {
  const { rotates, after_unlock, units, allocators, entry, head, pageIds } = values;
  const byPrev = rotates === 'by-prev' || rotates === 'by-prev-always';
  return process({
    count: allocators,
    locals: {
      page: entry,
      before: orNone(entry),
      size: upTo(2),
      removed: bool,
      isAgain: bool,
    },
    start: 'kmalloc',
    steps: {
      kmalloc: ({ me, choose }) => {
        me.size = choose(units > 2 ? [1, 2] : [1]);
        return 'next';
      },
      spin_lock: {
        at: 'mm/slob.c slob_alloc() spin_lock_irqsave()',
        thread: 'LOCK slob',
        does: ({ slob_lock, me }) => {
          if (!slob_lock.acquire(me)) return 'blocked';
          me.page = head;
          return 'next';
        },
      },
      list_next: {
        at: 'mm/slob.c slob_alloc() list_for_each_entry()',
        thread: 'for page in list',
        atomic: 'under slob_lock; heap only says whether it is there',
        does: ({ next, heap, me }) => {
          heap.deref(me.page);
          const page = next[me.page];
          if (page === none) return 'oops';
          if (page === head) return 'spin_unlock_without';
          me.page = page;
          return 'next';
        },
      },
      look: {
        at: 'mm/slob.c slob_alloc() SLOB_UNITS()',
        thread: 'if free≥n',
        atomic: 'under slob_lock; heap only says whether it is there',
        does: ({ free_units, prev, heap, me }) => {
          heap.deref(me.page);
          if (free_units[me.page] < me.size) return 'list_next';
          me.before = prev[me.page];
          return 'next';
        },
      },
      slob_page_alloc: {
        at: 'mm/slob.c slob_page_alloc() clear_slob_page_free()',
        thread: 'carve; if free==0 list_del(page), removed:=1',
        atomic: 'under slob_lock',
        does: ({ free_units, next, prev, me }) => {
          free_units[me.page] -= me.size;
          me.removed = free_units[me.page] === 0;
          if (me.removed) listDel(next, prev, me.page);
          if (rotates === 'unless-removed' && me.removed) return 'spin_unlock';
          return 'list_rotate_to_front';
        },
      },
      list_rotate_to_front: {
        at: 'mm/slob.c slob_alloc() list_rotate_to_front()',
        thread: 'if found && !removed rotate(list, prev)',
        atomic: 'under slob_lock',
        does: ({ next, prev, me }) => {
          const around = byPrev && me.before !== none ? next[me.before] : me.page;
          if (around === none) return 'oops';
          if (rotates === 'by-prev' && me.before === prev[head]) return 'spin_unlock';
          if (prev[around] === head) return 'spin_unlock';
          unlink(next, prev, head);
          return linkBefore(next, prev, head, around) ? 'spin_unlock' : 'oops';
        },
      },
      spin_unlock: {
        at: 'mm/slob.c slob_alloc() spin_unlock_irqrestore()',
        thread: 'UNLOCK',
        does: ({ slob_lock, me }) => {
          slob_lock.release(me);
          me.before = none;
          me.removed = false;
          return 'kfree_lock';
        },
      },
      spin_unlock_without: {
        at: 'mm/slob.c slob_alloc() spin_unlock_irqrestore()',
        thread: 'UNLOCK; not found',
        does: ({ slob_lock, me }) => {
          slob_lock.release(me);
          if (me.isAgain) return 'oops';
          return 'next';
        },
      },
      slob_new_pages: {
        at: 'mm/slob.c slob_alloc() slob_new_pages()',
        thread: 'alloc page',
        atomic: 'nobody else has seen it',
        does: ({ heap, me, choose }) => {
          const fresh = pageIds.find((p) => heap.objects[p] === 'fresh');
          me.before = heap.alloc(fresh ?? choose(heap.candidates()));
          return 'next';
        },
      },
      spin_lock_again: {
        at: 'mm/slob.c slob_alloc() spin_lock_irqsave()',
        thread: 'LOCK',
        does: ({ slob_lock, me }) => (slob_lock.acquire(me) ? 'next' : 'blocked'),
      },
      set_slob_page_free: {
        at: 'mm/slob.c slob_alloc() set_slob_page_free()',
        thread: 'list_add',
        atomic: 'under slob_lock',
        does: ({ list, free_units, me }) => {
          if (me.before === none) return 'oops';
          list(me.before);
          free_units[me.before] = units;
          me.isAgain = true;
          if (after_unlock === 'old-iterator') return 'list_next';
          me.page = after_unlock === 'restart' ? head : me.before;
          return after_unlock === 'restart' ? 'list_next' : 'page_alloc_new';
        },
      },
      page_alloc_new: {
        at: 'mm/slob.c slob_alloc() slob_page_alloc()',
        thread: 'carve; UNLOCK',
        atomic: 'under slob_lock',
        does: ({ free_units, next, prev, me }) => {
          free_units[me.page] -= me.size;
          if (free_units[me.page] === 0) listDel(next, prev, me.page);
          return 'spin_unlock';
        },
      },
      kfree_lock: {
        at: 'mm/slob.c slob_free() spin_lock_irqsave()',
        thread: 'freer: LOCK slob',
        does: ({ slob_lock, me }) => (slob_lock.acquire(me) ? 'next' : 'blocked'),
      },
      slob_free: {
        at: 'mm/slob.c slob_free() clear_slob_page_free()',
        thread: 'freer',
        atomic: 'under slob_lock; heap only says whether it is there',
        does: ({ free_units, next, prev, list, heap, me }) => {
          heap.deref(me.page);
          const before = free_units[me.page];
          free_units[me.page] += me.size;
          me.removed = free_units[me.page] === units;
          if (me.removed) free_units[me.page] = 0;
          if (me.removed && before > 0) listDel(next, prev, me.page);
          if (!me.removed && before === 0) list(me.page);
          return 'next';
        },
      },
      kfree_unlock: {
        at: 'mm/slob.c slob_free() spin_unlock_irqrestore()',
        does: ({ slob_lock, me }) => {
          slob_lock.release(me);
          return me.removed ? 'slob_free_pages' : 'done';
        },
      },
      slob_free_pages: {
        at: 'mm/slob.c slob_free() slob_free_pages()',
        does: ({ heap, me }) => {
          heap.free(me.page);
          return 'done';
        },
      },
      oops: () => 'done',
    },
  });
}
