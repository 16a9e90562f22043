// The claims about pageset-update-barriers, and what becomes of each. The history: plain stores
// before, 8fb381566557 (2013) with batch = 1 and the barriers, 5c3ad2eb7104 (2020) with plain
// stores again. Partial store order, in which the barriers matter, waits for memory models.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/pageset-update-barriers.ts';

const W = (label: string) => ['pageset_update', label] as const;
const R = (label: string) => ['free_unref_page', label] as const;

const holds = {
  'batch-within-high': 'holds',
  'reader-sees-batch-within-high': 'holds',
  'batch-within-high-pso': 'pending',
  'reader-sees-batch-within-high-pso': 'pending',
} as const;
/** A reader that spans the whole update has the old high and the new batch. */
const spans = violated([R('load_high'), W('store_high'), W('store_batch'), R('load_batch')]);
/** Before 8fb381566557: high is small already, and batch still large. */
const highFirst = {
  ...holds,
  'batch-within-high': violated([W('store_high')]),
  'reader-sees-batch-within-high': violated([W('store_high'), R('load_high'), R('load_batch')]),
};

export default defineSpec(model, {
  seed:
    '8fb381566557 mm/page_alloc: insert memory barriers to allow async update of pcp batch and ' +
    'high; 5c3ad2eb7104 mm, page_alloc: simplify pageset_update()',
  properties: ({ invariant, pending }) => ({
    'batch-within-high': invariant(
      'batch is never above high',
      ({ high, batch }) => batch.value <= high.value,
    ),
    'reader-sees-batch-within-high': invariant(
      'a reader that loads high and then batch sees no batch above high',
      ({ free_unref_page }) =>
        free_unref_page.every(({ at, high, batch }) => at !== 'done' || batch <= high),
    ),
    'batch-within-high-pso': pending(
      'memory-model',
      'batch is never above high, in partial store order: holds with both barriers, not on shrink ' +
        'without',
    ),
    'reader-sees-batch-within-high-pso': pending(
      'memory-model',
      'a reader sees no batch above high, in partial store order',
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
    {
      set: { event: 'shrink', barriers: false },
      expect: holds,
      note: 'In partial store order high may shrink before batch = 1 is seen: to be violated there.',
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
