// What can be chosen in slab-shrink-memcg, and the cells. The first cache is the root, the others are its children. Of the
// slabs there is one of the root, on its partial list.

import {
  array,
  type Builder,
  bool,
  kind,
  oneOf,
  parameter,
  range,
  record,
  set,
  type ValuesOf,
} from 'mmcheck';
import { kernfsNode, mutex, spinlock } from 'mmcheck/kernel';
import { hotplugLocks } from '../../shared/hotplug-locks.ts';

export const parameters = {
  propagate: parameter(
    'How a write to the file of the root comes to the children: not at all; by slab_attr_store(), under slab_mutex (107dab5c92d5); also by kmem_cache_shrink_all(), before (04f768a39d55); by slab_attr_store() if slab_mutex is free; or to children that it has taken a reference of (Long, 2020), and that only if the hotplug locks are free.',
    oneOf(
      'slab-attr-store',
      'root-only',
      'shrink-all',
      'trylock',
      'child-refs',
      'child-refs-trylock',
    ),
  ),
  deactivated: parameter(
    'The memory cgroup of the first child is offline: it is deactivated, and kmem_cache_shrink_all() asks the root for that, or the child.',
    oneOf('no', 'root-is-asked', 'child-is-asked'),
  ),
  destroy: parameter('What is destroyed meanwhile.', oneOf('root', 'child', 'nothing')),
  hotplug: parameter('Memory is hotplugged meanwhile.', bool),
  users: parameter('Somebody frees an object of the root, and allocates it.', bool),
  children: parameter('Children.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { propagate, children } = values;
  const names = ['root', ...Array.from({ length: children }, (_, c) => `child${c}`)];
  const cache = kind('cache', names);
  return {
    ...values,
    cache,
    root: cache.ids[0],
    child: cache.ids[1],
    hasRefs: propagate.startsWith('child-refs'),
    triesHotplugLocks: propagate === 'child-refs-trylock',
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cache, child, deactivated, users }: Variant) => ({
  ...hotplugLocks({ writerPreference: true }),
  slab_mutex: mutex('slab_mutex'),
  /** The active references of the files of each; and references of the cache, that keep it from being shut down. */
  kn: array(cache, kernfsNode('kn->active')),
  refs: array(cache, bool),
  /** SLAB_DEACTIVATED; without a reference; no longer there; shrunk. */
  deactivated: set(cache, deactivated === 'no' ? [] : [child]),
  dying: set(cache),
  gone: set(cache),
  shrunk: set(cache),
  list_lock: spinlock('n->list_lock'),
  slab: record({ inuse: bool, place: oneOf('partial', 'discard', 'freed') }, { inuse: users }),
});
