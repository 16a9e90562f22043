// What can be chosen in slab-typesafe-rcu, and the cells.

import {
  array,
  type Builder,
  bool,
  defaultTo,
  type Id,
  kind,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  table,
  type ValuesOf,
} from 'mmcheck';
import { type Heap, heap, type Rcu, rcu, spinlock } from 'mmcheck/kernel';

export const parameters = {
  memory: parameter(
    'SLAB_TYPESAFE_BY_RCU; or each object is freed by kfree_rcu(); or neither, and a page may go at once.',
    oneOf('typesafe-by-rcu', 'kfree-rcu', 'neither'),
  ),
  get: parameter('How a reader takes a reference.', oneOf('inc-not-zero', 'inc')),
  check: parameter(
    'What a reader looks at again once it has the reference: the key; the key, and that the object is ready (nf_ct_is_confirmed(), c6825c0976fa); nothing; or the key, where the load may come before the reference.',
    oneOf('key', 'key-and-ready', 'nothing', 'key-before-get'),
  ),
  init: parameter(
    'How an object is made: all is stored, then its count, and it is inserted; its count is seen before its key; or it is counted from its allocation on, and its key is there before the rest (nf_conntrack until e53376bef2cd).',
    oneOf('all-then-ref', 'ref-then-key', 'ref-at-alloc'),
  ),
  end: parameter(
    'What stands at the end of a chain: which chain it is (hlist_nulls), or NULL.',
    oneOf('nulls', 'null'),
  ),
  poison: parameter('What is freed is poisoned, as debugging does in other caches.', bool),
  readers: parameter('Readers that look for the key.', range(1, 2)),
  owners: parameter('Owners, each of whom frees its object and has one again.', range(1, 2)),
  objects: parameter('Objects: the last one has the key that is looked for.', range(1, 2)),
  chains: parameter('Hash chains.', range(1, 2)),
  rounds: parameter('How often each owner allocates.', defaultTo(range(1, 2), 2)),
};

/** `a` is what readers look for, and of the first chain, as is `b`; `c` is of the second chain, where there is one. */
export const key = kind('key', ['a', 'b', 'c']);
export const [a, b, c] = key.ids;

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => {
  const { chains, objects, init } = values;
  const chain = kind('chain', chains);
  return {
    ...values,
    chain,
    keys: key.ids.slice(0, chains + 1),
    object: kind('object', objects),
    chainOf: (k: Id<'key'>) => chain.ids[k === c ? 1 : 0],
    isCountedAtAlloc: init === 'ref-at-alloc',
  };
};

export type Make = Builder<ReturnType<typeof cellsOf>, ReturnType<typeof helpers>>;

export const cellsOf = ({ memory, chain, object, readers }: Variant) => ({
  first: array(chain, orNone(object)),
  /** Where `next` is none, the pointer is the mark of the chain that ends there. */
  objects: table(object, {
    key,
    ready: bool,
    ref: range(-readers - 1, readers + 2),
    next: orNone(object),
    nulls: chain,
    poisoned: bool,
  }),
  /** What is in a chain: a record of it. */
  hashed: set(object),
  lock: spinlock('nf_conntrack_locks'),
  heap: heap(object, {
    typesafeByRcu: memory === 'typesafe-by-rcu',
    reuse: memory !== 'typesafe-by-rcu',
    allocated: object.ids,
  }),
  rcu: rcu({ graces: object }),
});

interface Freeing {
  readonly heap: Heap<'object'>;
  readonly rcu: Rcu;
  readonly objects: { poisoned: boolean }[];
}

export const helpers = ({ memory, poison }: Variant) => ({
  /** kmem_cache_free(), kfree_rcu(). */
  free: ({ heap, rcu, objects }: Freeing, o: Id<'object'>) => {
    if (memory === 'kfree-rcu') {
      if (heap.isAllocated(o)) rcu.kfree(o);
      heap.freeRcu(o);
    } else {
      heap.free(o);
      objects[o].poisoned = poison;
    }
  },
});
