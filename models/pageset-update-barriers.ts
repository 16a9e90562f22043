// pageset-update-barriers: pcp->high and pcp->batch change while frees read them without a lock.
//
// 8fb381566557 (2013, Cody P Schafer): pageset_update() stores batch = 1, then high, then batch, with
// smp_wmb() between, so that batch never exceeds high, not even for an instant. At stake: a free
// that takes more pages off a per-cpu list than are on it.

import { bool, cell, defaultTo, defineModel, oneOf, range, system, upTo } from 'mmcheck';

const SMALL = { high: 2, batch: 1 };
const LARGE = { high: 6, batch: 3 };

export default defineModel('pageset-update-barriers', {
  about:
    'pageset_update() changes high and batch of a per-cpu list while frees read them: is batch ' +
    'never above high? 8fb381566557 (2013).',
  parameters: {
    event: oneOf('grow', 'shrink', 'grow-and-shrink'),
    /** Whether batch = 1 is stored first. */
    safe: defaultTo(bool, true),
    /** smp_wmb() between the stores. */
    barriers: defaultTo(bool, true),
    readers: range(1, 2),
  },

  system: ({ event, safe, barriers, readers }) => {
    const first = event === 'shrink' ? LARGE : SMALL;
    const targets = { grow: [LARGE], shrink: [SMALL], 'grow-and-shrink': [LARGE, SMALL] }[event];
    const start = safe ? 'store_batch_1' : 'store_high';

    return system(
      { high: cell(upTo(LARGE.high), first.high), batch: cell(upTo(LARGE.batch), first.batch) },
      ({ process }) => ({
        pageset_update: process({
          locals: { update: upTo(targets.length) },
          start,
          steps: {
            store_batch_1: ({ batch }) => {
              batch.value = 1;
              return barriers ? 'smp_wmb_1' : 'store_high';
            },
            // In sequentially consistent memory a barrier is no more than a line.
            smp_wmb_1: () => 'store_high',
            store_high: ({ high, me }) => {
              high.value = targets[me.update].high;
              return barriers ? 'smp_wmb_2' : 'store_batch';
            },
            smp_wmb_2: () => 'store_batch',
            store_batch: ({ batch, me }) => {
              batch.value = targets[me.update].batch;
              me.update++;
              return me.update < targets.length ? start : 'done';
            },
          },
          at: {
            store_batch_1: 'mm/page_alloc.c pageset_update() pcp->batch = 1',
            store_high: 'mm/page_alloc.c pageset_update() pcp->high = high',
            store_batch: 'mm/page_alloc.c pageset_update() pcp->batch = batch',
          },
        }),
        free_unref_page: process({
          count: readers,
          locals: { high: upTo(LARGE.high), batch: upTo(LARGE.batch) },
          start: 'load_high',
          steps: {
            load_high: ({ high, me }) => {
              me.high = high.value;
              return 'load_batch';
            },
            load_batch: ({ batch, me }) => {
              me.batch = batch.value;
              return 'done';
            },
          },
          at: {
            load_high: 'mm/page_alloc.c free_unref_page_commit() pcp->count >= pcp->high',
            load_batch: 'mm/page_alloc.c free_unref_page_commit() READ_ONCE(pcp->batch)',
          },
        }),
      }),
    );
  },
});
