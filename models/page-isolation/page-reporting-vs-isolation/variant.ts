// What can be chosen in page-reporting-vs-isolation, and its zone.

import { type Builder, bool, oneOf, parameter, range, upTo, type ValuesOf } from 'mmcheck';
import { zoneOf } from './zone.ts';

export const parameters = {
  design: parameter(
    'Pulling as merged, or with one line of it changed; isolating, without -EBUSY or its test.',
    oneOf(
      /** As merged. */
      'pull',
      /** Put back where it came from: the migratetype is not read again. */
      'pull-stale-migratetype',
      /** The ISOLATE list, too. */
      'pull-all-lists',
      /** A pulled page has a refcount, as an allocated one. */
      'pull-referenced',
      /** `next` is kept while the lock is dropped. */
      'pull-kept-iterator',
      /** Hildenbrand's. */
      'isolate',
      /** The same before 2c7452a075d4: whoever isolates, isolates what is isolated, too. */
      'isolate-no-ebusy',
      /** Does not test after it has isolated. */
      'isolate-trusting',
    ),
  ),
  watermark: parameter(
    'Who looks at the watermarks: process_zone() and __isolate_free_page(), the latter, nobody.',
    oneOf('zone-and-page', 'page', 'none'),
  ),
  isolators: parameter(
    'Who isolates pageblocks besides the worker: memory offlining, and alloc_contig_range().',
    oneOf('offline', 'offline-and-contig', 'none'),
  ),
  allocators: parameter('Tasks that allocate, each one page at a time.', range(1, 2)),
  blocks: parameter('Pageblocks of two pages; the first goes offline.', range(1, 3)),
  capacity: parameter('PAGE_REPORTING_CAPACITY: how many pages are reported at once.', range(1, 2)),
  min: parameter('The min watermark; the low one is that and capacity.', upTo(1)),
  failures: parameter('The host may fail to drop the pages.', bool),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { blocks, design } = values;
  return { ...values, ...zoneOf(blocks, design), block: upTo(blocks - 1) };
}

export type Make = Builder<Variant['cells'], Variant['helpers']>;
