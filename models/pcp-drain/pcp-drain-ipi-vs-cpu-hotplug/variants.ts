// What pcp-drain-ipi-vs-cpu-hotplug changes, one at a time, in direct reclaim's drain and in cpu
// hotplug.

import { oneOf } from 'mmcheck';

export const variants = oneOf(
  /** As in January 2012, but a new cpu is active before it is online (5fbd036b552f). */
  'drain_all_pages',
  /** The mask is from before a sleep; in the second, ANDed with cpu_online_mask afterwards. */
  'early-mask',
  'early-mask-and-online',
  /** The caller has irqs off, which on_each_cpu() forbids; or a lock that irqs-off sections take. */
  'irqs-off',
  'lru_lock-held',
  /** Allocator 0 sends with wait=0; in the second, CPU_DYING flushes the queue. */
  'async',
  'async-flushed',
  /** The mask is made and used in get_online_cpus(). */
  'get_online_cpus',
  /** The patch: no IPI, each drains its own list. */
  'drain_local_pages',
  /** A new cpu is online before it is active, and keeps irqs off until it is. */
  'online-then-active',
  /** The list of a dead cpu is not drained; or that of the dying one is, before it dies. */
  'no-CPU_DEAD',
  'early-CPU_DEAD',
  /** Whoever brings a cpu up unparks its stopper, as it runs already. */
  'late-unpark',
);
