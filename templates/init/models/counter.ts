// Two tasks increment a counter: with a load and a store, or in one atomic step. `mmcheck check models/counter.ts` shows the
// run that loses an increment.

import { bool, cell, defineModel, system, upTo } from 'mmcheck';

export default defineModel('counter', {
  parameters: { atomic: bool },
  system: ({ atomic }) =>
    system({ count: cell(upTo(2)) }, ({ process }) => ({
      task: process({
        count: 2,
        locals: { seen: upTo(2) },
        start: 'load',
        steps: {
          load: ({ count, me }) => {
            if (atomic) {
              count.value = count.value + 1;
              return 'done';
            }
            me.seen = count.value;
            return 'store';
          },
          store: ({ count, me }) => {
            count.value = me.seen + 1;
            return 'done';
          },
        },
      }),
    })),
});
