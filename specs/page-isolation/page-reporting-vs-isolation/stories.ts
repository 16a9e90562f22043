// The verdicts of page-reporting-vs-isolation where all is well, and the stories that the
// counterexamples of its spec must contain.

import { violated } from 'mmcheck';

export const W = (label: string) => ['page_reporting_process', label] as const;
export const O = (label: string) => ['offline_pages', label] as const;
export const A = (label: string) => ['alloc_pages', label] as const;
export const C = (label: string) => ['alloc_contig_range', label] as const;

export const holds = {
  'not-allocated-while-reported': 'holds',
  'no-allocation-from-isolated': 'holds',
  'offlined-from-isolate-list': 'holds',
  'no-bug': 'holds',
  'no-warning': 'holds',
  'stays-isolated': 'holds',
  'no-oom-beside-held-pages': 'holds',
  'pages-conserved': 'holds',
  'offline-ends': 'holds',
  'offline-ends-if-strong': 'holds',
} as const;

export const cycle = W('page_reporting_cycle');
export const rmqueue = A('rmqueue');
export const isolates = O('set_migratetype_isolate');
export const tests = O('test_pages_isolated');
export const startIsolate = W('start_isolate_page_range');
export const undoIsolate = W('undo_isolate_page_range');
/** The request that fails. */
export const oom = A('zone_watermark_fast');

/** A page is pulled, its block isolated, and the page put back on the list that it came from. */
export const wrongList = [cycle, isolates, cycle] as const;
export const pulledAfterTest = [tests, cycle] as const;
/** Two owners, and the one's undo is the end of the other's isolation. */
export const undone = [startIsolate, isolates, undoIsolate] as const;
/**
 * In the loop W reports the block and undoes it; the task takes its pages and frees them, so that W may report them
 * again. O looks only while the block is isolated.
 */
export const starved = [startIsolate, undoIsolate, rmqueue] as const;
export const stale = {
  'no-allocation-from-isolated': violated([...wrongList, rmqueue]),
  'offlined-from-isolate-list': violated([...wrongList, tests]),
  'no-bug': violated([...wrongList, tests, rmqueue, O('offline_isolated_pages')]),
} as const;
export const isolatedBoth = violated([isolates, startIsolate, oom]);
export const oomBesideReported = {
  ...holds,
  'no-oom-beside-held-pages': violated([cycle, rmqueue, oom]),
};
