// pageset-update-barriers: pcp->high and pcp->batch change while frees read them without a lock.
//
// 8fb381566557 (2013, Cody P Schafer): pageset_update() stores batch = 1, then high, then batch, with
// smp_wmb() between, so that batch never exceeds high, not even for an instant. 5c3ad2eb7104 (2020,
// Vlastimil Babka) stores batch, then high: readers have no barriers, and trust neither. At stake: a
// free that takes more pages off a per-cpu list than are on it.

import { bool, cell, defaultTo, defineModel, oneOf, parameter, range, system, upTo } from 'mmcheck';
import { barriers as smpBarriers } from 'mmcheck/kernel';

const SMALL = { high: 2, batch: 1 };
const LARGE = { high: 6, batch: 3 };

export default defineModel('pageset-update-barriers', {
  about:
    'pageset_update() changes high and batch of a per-cpu list while frees read them: is batch ' +
    'never above high? 8fb381566557 (2013), 5c3ad2eb7104 (2020).',
  parameters: {
    event: parameter('How high and batch change.', oneOf('grow', 'shrink', 'grow-and-shrink')),
    first: parameter(
      'What is stored first: batch = 1 before both, high before batch, or batch before high.',
      oneOf('batch-1', 'high', 'batch'),
    ),
    barriers: parameter('smp_wmb() between the stores.', defaultTo(bool, true)),
    readers: parameter('Frees that read both.', range(1, 2)),
  },

  system: ({ event, first, barriers, readers }) => {
    const initial = event === 'shrink' ? LARGE : SMALL;
    const targets = { grow: [LARGE], shrink: [SMALL], 'grow-and-shrink': [LARGE, SMALL] }[event];
    const start = (
      { 'batch-1': 'store_batch_1', high: 'store_high', batch: 'store_batch' } as const
    )[first];
    const second = first === 'batch' ? 'store_high' : 'store_batch';
    const between = barriers ? 'smp_wmb_2' : second;

    return system(
      {
        high: cell(upTo(LARGE.high), initial.high),
        batch: cell(upTo(LARGE.batch), initial.batch),
        smp: smpBarriers(),
      },
      ({ process }) => ({
        pageset_update: process({
          locals: { update: upTo(targets.length) },
          start,
          steps: {
            store_batch_1: {
              at: 'mm/page_alloc.c pageset_update() pcp->batch = 1',
              thread: 'pcp->batch = 1',
              does: ({ batch }) => {
                batch.value = 1;
                return barriers ? 'smp_wmb_1' : 'store_high';
              },
            },
            smp_wmb_1: {
              thread: 'smp_wmb',
              does: ({ smp }) => {
                smp.wmb();
                return 'store_high';
              },
            },
            store_high: {
              at: 'mm/page_alloc.c pageset_update() pcp->high = high',
              thread: 'pcp->high = h',
              does: ({ high, me }) => {
                high.value = targets[me.update].high;
                return first === 'batch' ? 'next_update' : between;
              },
            },
            smp_wmb_2: {
              thread: 'smp_wmb',
              does: ({ smp }) => {
                smp.wmb();
                return second;
              },
            },
            store_batch: {
              at: 'mm/page_alloc.c pageset_update() pcp->batch = batch',
              thread: 'pcp->batch = b',
              does: ({ batch, me }) => {
                batch.value = targets[me.update].batch;
                return first === 'batch' ? between : 'next_update';
              },
            },
            next_update: {
              thread: 'pcp->batch = b',
              does: ({ me }) => {
                me.update++;
                return me.update < targets.length ? start : 'done';
              },
            },
          },
        }),
        free_unref_page: process({
          count: readers,
          locals: { high: upTo(LARGE.high), batch: upTo(LARGE.batch) },
          start: 'load_high',
          steps: {
            load_high: {
              at: 'mm/page_alloc.c free_unref_page_commit() pcp->count >= pcp->high',
              thread: 'reader loads high, then batch',
              does: ({ high, me }) => {
                me.high = high.value;
                return 'load_batch';
              },
            },
            load_batch: {
              at: 'mm/page_alloc.c free_unref_page_commit() READ_ONCE(pcp->batch)',
              thread: 'reader loads high, then batch',
              does: ({ batch, me }) => {
                me.batch = batch.value;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
