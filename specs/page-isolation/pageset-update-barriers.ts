// The claims about pageset-update-barriers, and what becomes of each. The history: plain stores
// before, 8fb381566557 (2013) with batch = 1 and the barriers, 5c3ad2eb7104 (2020) with plain
// stores again. The barriers matter where stores may pass one another: in partial store order, and in the kernel's model.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/pageset-update-barriers.ts';

const W = (label: string) => ['pageset_update', label] as const;
const R = (label: string) => ['free_unref_page', label] as const;

/** A store reaches memory. */
const FLUSH = ['buffer_pageset_update', 'flush'] as const;

const holds = {
  'batch-within-high': 'holds',
  'reader-sees-batch-within-high': 'holds',
} as const;
/** A reader that spans the whole update has the old high and the new batch. */
const spans = violated([R('load_high'), W('store_high'), W('store_batch'), R('load_batch')]);
/** Before 8fb381566557: high is small already, and batch still large. */
const highFirst = {
  ...holds,
  'batch-within-high': violated([W('store_high')]),
  'reader-sees-batch-within-high': violated([W('store_high'), R('load_high'), R('load_batch')]),
};

/** Under lkmm each process has a memory of its own, and what readers see is asked. */
const NO_MOMENT = { leftOut: 'under lkmm there is no memory that all see alike' } as const;
const stale = violated([W('store_high'), R('load_high'), R('load_batch')]);

export default defineSpec(model, {
  seed:
    '8fb381566557 mm/page_alloc: insert memory barriers to allow async update of pcp batch and ' +
    'high; 5c3ad2eb7104 mm, page_alloc: simplify pageset_update()',
  answer:
    'Both: in memory batch is never above high, by the barriers of the writer (2013). A reader may ' +
    'see it so all the same, as it has none, or reads across an update: who trusts neither needs none ' +
    '(2020).',
  properties: ({ invariant }) => ({
    'batch-within-high': invariant(
      'batch is never above high',
      ({ high, batch }) => batch.value <= high.value,
    ),
    'reader-sees-batch-within-high': invariant(
      'a reader that loads high and then batch sees no batch above high',
      ({ free_unref_page }) =>
        free_unref_page.every(({ at, high, batch }) => at !== 'done' || batch <= high),
    ),
  }),
  rows: [
    {
      set: { event: 'grow' },
      expect: { ...holds, 'reader-sees-batch-within-high': spans },
      note: 'The barriers cannot help: users must cope, says the comment.',
    },
    { set: { event: 'shrink' }, expect: holds },
    {
      set: { event: 'grow', barriers: false },
      expect: { ...holds, 'reader-sees-batch-within-high': spans },
    },
    { set: { event: 'shrink', barriers: false }, expect: holds },
    {
      set: { event: 'shrink', barriers: false, 'memory-model': 'tso' },
      expect: holds,
      note: 'Stores keep their order on x86: there smp_wmb() is for the compiler.',
    },
    {
      set: { event: 'shrink', 'memory-model': 'pso' },
      expect: holds,
      note: 'The claim of 8fb381566557: with both barriers batch is never above high, whatever the memory.',
    },
    {
      set: { event: 'shrink', barriers: false, 'memory-model': 'pso' },
      expect: {
        'batch-within-high': violated([W('store_batch_1'), W('store_high'), FLUSH]),
        'reader-sees-batch-within-high': violated([
          W('store_high'),
          FLUSH,
          R('load_high'),
          R('load_batch'),
        ]),
      },
      note: 'high is small in memory while batch = 1 still waits.',
    },
    {
      set: { event: 'shrink', 'memory-model': 'lkmm' },
      expect: { 'batch-within-high': NO_MOMENT, 'reader-sees-batch-within-high': stale },
      note:
        'A reader without smp_rmb() may load the old batch after the new high: the barriers order what is stored, and ' +
        'readers trust neither, as 5c3ad2eb7104 says.',
    },
    {
      set: { event: 'shrink', barriers: false, 'memory-model': 'lkmm' },
      expect: { 'batch-within-high': NO_MOMENT, 'reader-sees-batch-within-high': stale },
    },
    {
      set: { event: 'grow', first: 'high' },
      expect: { ...holds, 'reader-sees-batch-within-high': spans },
    },
    { set: { event: 'shrink', first: 'high' }, expect: highFirst },
    { set: { event: 'shrink', first: 'high', barriers: false }, expect: highFirst },
    {
      set: { event: 'grow', first: 'batch', barriers: false },
      expect: {
        ...holds,
        'batch-within-high': violated([W('store_batch')]),
        'reader-sees-batch-within-high': violated([W('store_batch'), R('load_batch')]),
      },
      note: 'By design: all that is trusted is pcp->count of this cpu, with irqs off (88e8ac11d2ea).',
    },
    { set: { event: 'shrink', first: 'batch', barriers: false }, expect: holds },
    {
      set: { event: 'grow-and-shrink', readers: 2 },
      expect: { ...holds, 'reader-sees-batch-within-high': spans },
      stress: true,
    },
  ],
  history: [
    {
      commit: '8fb381566557',
      subject: 'mm/page_alloc: insert memory barriers to allow async update of pcp batch and high',
      year: 2013,
      property: 'batch-within-high',
      before: { event: 'shrink', first: 'high', barriers: false },
      after: { event: 'shrink' },
    },
    {
      commit: '5c3ad2eb7104',
      subject: 'mm, page_alloc: simplify pageset_update()',
      year: 2020,
      property: 'batch-within-high',
      before: { event: 'grow' },
      after: { event: 'grow', first: 'batch', barriers: false },
    },
  ],
});
