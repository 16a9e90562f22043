// The claims about highmem-kmalloc-order-leak, and what becomes of each: the patch and the warning both end the leak, and only
// with the warning somebody hears of it, and the caller gets what he can use.

import { defineSpec, none, violated } from 'mmcheck';
import model from '../../models/slub/highmem-kmalloc-order-leak.ts';

const K = (label: string) => ['kmalloc_order', label] as const;

const holds = {
  'null-owns-nothing': 'holds',
  'all-free-again': 'holds',
  'gets-memory': 'holds',
} as const;

export default defineSpec(model, {
  seed: '[PATCH v1] mm:free unused pages in kmalloc_order (Li, Jun 2020); 444050990db4',
  answer:
    "Both end the leak. With the warning that Lameter asked for, and Li's later patch (444050990db4), " +
    'the flag is taken off: the caller gets memory that it can use, and is told.',
  properties: ({ atTheEnd, unreachable }) => ({
    'null-owns-nothing': unreachable('a call that returns NULL has no page', ({ kmalloc_order }) =>
      kmalloc_order.some(({ at, page }) => at === 'returns_null' && page !== none),
    ),
    'all-free-again': atTheEnd('every page is free again', ({ free }) => free.size === 4),
    'gets-memory': unreachable(
      'no call fails while there are pages that it could have',
      ({ kmalloc_order }) => kmalloc_order.some(({ at }) => at === 'returns_null'),
    ),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { asks: true },
      expect: {
        'null-owns-nothing': violated([K('alloc_pages'), K('page_address')]),
        'all-free-again': violated([K('alloc_pages'), K('page_address'), K('returns_null')]),
        'gets-memory': violated([K('page_address')]),
      },
    },
    {
      set: { asks: true, highmem: 'frees' },
      expect: { ...holds, 'gets-memory': violated([K('page_address'), K('free_pages')]) },
    },
    { set: { asks: true, highmem: 'takes-off' }, expect: holds },
    { set: { asks: true, highmem: 'takes-off', callers: 2 }, expect: holds, stress: true },
    {
      set: { asks: true, callers: 2 },
      expect: {
        'null-owns-nothing': violated([K('alloc_pages'), K('page_address')]),
        'all-free-again': violated([K('alloc_pages'), K('page_address'), K('returns_null')]),
        'gets-memory': violated([K('page_address')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject: '[PATCH v1] mm:free unused pages in kmalloc_order',
      year: 2020,
      property: 'all-free-again',
      before: { asks: true },
      after: { asks: true, highmem: 'frees' },
    },
    {
      commit: '444050990db4',
      subject: 'mm, slab: check GFP_SLAB_BUG_MASK before alloc_pages in kmalloc_order',
      year: 2020,
      property: 'all-free-again',
      before: { asks: true },
      after: { asks: true, highmem: 'takes-off' },
    },
  ],
});
