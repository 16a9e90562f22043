// deferred-split-queue: a huge page that waits to be split, on a queue whose lock is found by the page's memcg.
//
// Two fixes of November 2024 (Dickins). Who takes a page off the queue locks that of its memcg; but a page that is swapped
// out has no memcg any more (f8f931bba0f9). And the shrinker has a list of its own, whose pages it has a
// reference to: that is no lock, as who frees the page before takes it off that list, too (e66f3185fa04). At
// stake: links of a list that is changed by two at once. That a page is queued again is left out.

import { defineModel, system } from 'mmcheck';
import { deferredSplitScan } from './deferred-split-queue/deferred-split-scan.ts';
import { listDel } from './deferred-split-queue/list-del.ts';
import { owner } from './deferred-split-queue/owner.ts';
import { unqueue } from './deferred-split-queue/unqueue.ts';
import { cellsOf, parameters, variantOf } from './deferred-split-queue/variant.ts';

export default defineModel('deferred-split-queue', {
  about:
    'A huge page is taken off the queue of those to be split by who frees it, swaps it out or shrinks, under ' +
    "the lock of its memcg's queue. f8f931bba0f9, e66f3185fa04 (2024).",
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const unlink = listDel(builder, variant);
      const off = unqueue(builder, variant, unlink);
      return {
        deferred_split_scan: deferredSplitScan(builder, variant, unlink, off),
        owner: owner(builder, variant, off),
      };
    });
  },
});
