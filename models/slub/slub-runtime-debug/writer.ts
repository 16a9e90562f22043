// Who writes to a file of the cache in slub-runtime-debug: red_zone_store() and order_store() of mm/slub.c, until 2020.

import type { Make, Variant } from './variant.ts';

export function storeAttribute({ process }: Make, values: Variant) {
  const { store, writes, key, writers, isOrder, cpu } = values;
  const isLocked = store === 'if-no-slab-locked';
  const first = isOrder ? 'oo' : 'flags';
  const last = key === 'after' ? 'static_key' : 'stored';
  const unlocked = isLocked ? 'spin_unlock' : last;
  const begin = isLocked ? 'spin_lock' : store === 'always' ? first : 'any_slab_objects';
  return process({
    count: store === 'read-only' ? 0 : writers,
    start: 'slab_attr_store',
    steps: {
      slab_attr_store: {
        at: 'mm/slub.c slab_attr_store()',
        thread: 'sysfs writer',
        does: () => (key === 'before' ? 'static_key' : begin),
      },
      spin_lock: {
        at: 'mm/slub.c any_slab_objects()',
        thread: 'writer: re-check under lock',
        does: ({ list_lock, me }) => (list_lock.acquire(me) ? 'any_slab_objects' : 'blocked'),
      },
      any_slab_objects: {
        at: 'mm/slub.c any_slab_objects()',
        thread: 'writer: R any_slab_objects',
        does: ({ made }) => {
          if (made.isEmpty) return first;
          return isLocked ? 'refuse' : 'stored';
        },
      },
      refuse: {
        at: 'mm/slub.c red_zone_store()',
        thread: 'writer: EBUSY',
        does: ({ list_lock, me }) => {
          list_lock.release(me);
          return 'stored';
        },
      },
      flags: {
        at: 'mm/slub.c red_zone_store()',
        thread: 'writer: W s.flags',
        does: ({ s }) => {
          s.flags = 'debug';
          return 'offset';
        },
      },
      offset: {
        at: 'mm/slub.c calculate_sizes()',
        thread: 'writer: W s.offset',
        does: ({ s }) => {
          s.offset = 'debug';
          return unlocked;
        },
      },
      oo: {
        at: 'mm/slub.c calculate_sizes() oo_make()',
        thread: 'writer: W s.size/oo',
        atomic: 'both halves are one word, unless they are written apart',
        does: ({ s }) => {
          s.order = 'debug';
          if (writes === 'oo-split') return 'oo_objects';
          s.objects = 'debug';
          return unlocked;
        },
      },
      oo_objects: {
        thread: 'writer: W s.oo, the other half',
        does: ({ s }) => {
          s.objects = 'debug';
          return unlocked;
        },
      },
      static_key: {
        at: 'mm/slub.c setup_slub_debug() static_branch_enable()',
        thread: 'static key: for c in cpus: patch c',
        does: ({ key: patched, choose }) => {
          const left = cpu.ids.filter((c) => !patched[c]);
          if (left.length > 0) {
            patched[choose(left)] = true;
            return 'static_key';
          }
          return key === 'before' ? begin : 'stored';
        },
      },
      spin_unlock: ({ list_lock, me }) => {
        list_lock.release(me);
        return last;
      },
      stored: () => 'done',
    },
  });
}
