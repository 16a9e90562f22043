// __list_del_entry(), in deferred-split-queue, with the look at both neighbours that CONFIG_DEBUG_LIST has. Whoever calls it
// says what becomes of the links of the page itself.

import { none } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export type ListDel = ReturnType<typeof listDel>;

export function listDel({ procedure }: Make, { entry }: Variant) {
  return procedure('list_del', {
    params: { page: entry },
    locals: { before: entry, after: entry },
    returns: ['unlinked'],
    start: 'valid',
    steps: {
      valid: {
        at: 'lib/list_debug.c __list_del_entry_valid()',
        thread: 'del: R next, R prev',
        atomic: 'it is here to tell what has gone wrong before',
        does: ({ next, prev, heap, me, assert }) => {
          heap.deref(me.page);
          const before = prev[me.page];
          const after = next[me.page];
          const isLinked =
            before !== none &&
            after !== none &&
            next[before] === me.page &&
            prev[after] === me.page;
          assert(isLinked, 'list_del corruption', 'links-agree');
          if (before === none || after === none) return 'unlinked';
          me.before = before;
          me.after = after;
          return 'next';
        },
      },
      next_prev: {
        at: 'include/linux/list.h __list_del()',
        thread: 'del: W next->prev',
        atomic: 'heap only says whether it is there',
        does: ({ prev, heap, me }) => {
          heap.deref(me.after);
          prev[me.after] = me.before;
          return 'next';
        },
      },
      prev_next: {
        at: 'include/linux/list.h __list_del()',
        thread: 'del: W prev->next',
        atomic: 'heap only says whether it is there',
        does: ({ next, heap, me }) => {
          heap.deref(me.before);
          next[me.before] = me.after;
          return 'unlinked';
        },
      },
    },
  });
}
