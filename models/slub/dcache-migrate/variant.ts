// What can be chosen in dcache-migrate, and the cells. A dentry that nobody uses has no references, but one for each child.

import { array, type Builder, bool, kind, oneOf, parameter, range, type ValuesOf } from 'mmcheck';
import { heap, rcu, spinlock } from 'mmcheck/kernel';

export const parameters = {
  evict: parameter(
    'How a dentry is evicted: those without references go to a shrink list, and are looked at again (Viro); or their count is looked at before d_lock is taken; or all are pinned, and those that nobody else has are killed, where the pin may fail (get-not-dead) or not (dget); or all are pinned, and invalidated (RFC v2).',
    oneOf('shrink-list', 'check-without-lock', 'get-not-dead', 'dget', 'd-invalidate'),
  ),
  retain: parameter(
    'Whether a dput() of the last reference keeps the dentry, for the next lookup, or may kill it.',
    oneOf('keeps', 'may-kill'),
  ),
  mounts: parameter('Who has found a dentry may mount something upon it.', bool),
  lookups: parameter('Tasks that look a dentry up.', range(1, 2)),
  dentries: parameter(
    'One dentry; or two, of which the second is the parent of the first.',
    range(1, 2),
  ),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => ({
  ...values,
  dentry: kind('dentry', ['child', 'parent'].slice(0, values.dentries)),
});

/** lockref_mark_dead() stores -128. What is added to it does not make it alive. */
export const DEAD = -4;

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ dentry, lookups }: Variant) => ({
  slab_lock: spinlock('slab_lock'),
  d_lock: array(dentry, spinlock('d_lock')),
  count: array(dentry, range(DEAD, lookups + 2), (d: number) => d),
  hashed: array(dentry, bool, true),
  /** Whether d_seq has changed since the beginning, as __d_drop() does once. */
  d_seq: array(dentry, range(0, 1)),
  mounted: array(dentry, bool),
  /** DCACHE_SHRINK_LIST, and DCACHE_MAY_FREE. */
  shrink_list: array(dentry, bool),
  may_free: array(dentry, bool),
  heap: heap(dentry, { allocated: dentry.ids }),
  rcu: rcu({ graces: dentry }),
});
