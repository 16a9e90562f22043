// How zonelist-rebuild rewrites a zonelist that tasks walk: what the kernel has done, and what was
// proposed.

import { oneOf } from 'mmcheck';

export const updates = oneOf(
  /** Until 2017: nobody walks while the list is rewritten. */
  'stop-machine',
  /** As before 9d3be21bf9c0: first an empty list, then zone after zone. */
  'zero-then-refill',
  /** 11cd8638c37f (2017): the new order over the old one, front to back. */
  'in-place',
  /** Babka, 2017: a copy of the old list behind itself first; and a grace period before its end. */
  'append-copy',
  'append-copy-grace',
  /** 3d36424b3b58 (2022): zonelist_update_seq, read as the slow path begins and before it fails. */
  'seqcount-slowpath',
  /** The same where an odd count is as good as a changed one: nobody waits for a rebuild. */
  'seqcount-not-spinning',
  /** 3d36424b3b58 with but one of its two checks: before the OOM killer, or before nopage. */
  'seqcount-oom-site-only',
  'seqcount-nopage-site-only',
  /** Walks have preemption off, and stop_machine() waits for them. */
  'preempt-off-iterator',
);
