// What can be chosen in kmemleak-low-memory, and the cells. There are two allocations, of a task and of an interrupt on its
// cpu, and each has one record, struct kmemleak_object, by its number.

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  type Kind,
  oneOf,
  parameter,
  range,
  set,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { contexts, heap, mutex, spinlock } from 'mmcheck/kernel';

export const parameters = {
  record: parameter(
    'A record that kmem_cache_alloc() does not give: kmemleak is switched off (2019); it tries again, and reclaims; it does so unless in_atomic(); it tries until it succeeds, __GFP_NOFAIL; or takes one from a pool (0647398a8c7b).',
    oneOf('gives-up', 'retries', 'retries-unless-atomic', 'no-fail', 'pool'),
  ),
  holds: parameter(
    'What the task has as it allocates: nothing; a spinlock; a lock of a filesystem, so that it says GFP_NOFS.',
    oneOf('nothing', 'spinlock', 'fs-lock'),
  ),
  preempt_count: parameter(
    'CONFIG_PREEMPT_COUNT: in_atomic() sees a spinlock.',
    defaultTo(bool, true),
  ),
  retries_with: parameter(
    'The second attempt may use filesystems as the first may, or always.',
    oneOf('same-gfp', 'gfp-kernel'),
  ),
  pool: parameter('Records in the pool.', defaultTo(range(0, 2), 1)),
  pool_lock: parameter('How the lock of the pool is taken.', oneOf('irqsave', 'plain')),
  irq: parameter('An interrupt on the cpu allocates, too.', bool),
  frees_by: parameter(
    'When freed memory is still told to kmemleak: until the scan has ended, or as long as kmemleak is on.',
    oneOf('own-flag', 'enabled'),
  ),
  scan: parameter('kmemleak scans.', bool),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (
  values: ValuesOf<typeof parameters>,
  cpu: Kind<'cpu'>,
  object: Kind<'object'>,
) => ({ ...values, cpu, object });

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ cpu, object, pool, record }: Variant) {
  return {
    cpus: contexts(cpu),
    lock: spinlock('a lock of the caller'),
    fs_lock: mutex('a lock of a filesystem'),
    kmemleak_lock: spinlock('kmemleak_lock', { raw: true }),
    object_lock: array(object, spinlock('object->lock', { raw: true })),
    pool: cell(upTo(2), record === 'pool' ? pool : 0),
    enabled: cell(bool, true),
    free_enabled: cell(bool, true),
    scheduled: cell(bool),
    scanning: cell(bool),
    /** Somebody went to reclaim where he must not sleep. */
    slept: cell(bool),
    /** object_list, what is OBJECT_ALLOCATED, and how often each record was given back. */
    listed: set(object),
    tracked: set(object),
    put: array(object, upTo(2)),
    /** The memory that is tracked. */
    heap: heap(object, { allocated: object.ids }),
  };
}
