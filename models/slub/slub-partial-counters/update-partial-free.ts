// __update_partial_free() of slub-partial-counters: atomic_long_add(), or the same on a counter that is not atomic.

import { range } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export type UpdatePartialFree = ReturnType<typeof updatePartialFree>;

export function updatePartialFree({ procedure }: Make, { count, objects, sum }: Variant) {
  return procedure('update_partial_free', {
    params: { delta: range(-objects, objects) },
    locals: { sum },
    returns: ['updated'],
    start: 'load',
    steps: {
      load: {
        thread: 'pfree += delta',
        does: ({ free_objs, me }) => {
          if (count === 'plain-counter') {
            me.sum = free_objs.value;
            return 'store';
          }
          free_objs.value += me.delta;
          return 'updated';
        },
      },
      store: {
        thread: 'pfree += delta',
        does: ({ free_objs, me }) => {
          free_objs.value = me.sum + me.delta;
          return 'updated';
        },
      },
    },
  });
}
