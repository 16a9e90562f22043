// What can be chosen in slub-partial-counters, and the cells. Of a slab only its counters are here, inuse and frozen: its
// freelist is empty where all objects are in use. A slab without objects in use stays on the list (min_partial).

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  kind,
  list,
  oneOf,
  parameter,
  range,
  set,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export const parameters = {
  count: parameter(
    'How the free objects are counted: by a walk of the list; by an atomic counter, to which who lists a slab adds what its cmpxchg saw (v3), or what it reads again (v1); by a counter that is not atomic; or from two slabs of the list, if it has more (2024).',
    oneOf('walk', 'counter', 'counter-reread', 'plain-counter', 'approx'),
  ),
  slabs: parameter('Slabs.', range(1, 4)),
  unused: parameter('The first slab is not allocated yet, or is a cpu slab.', bool),
  objects: parameter('Objects of a slab.', defaultTo(range(2, 4), 3)),
  freers: parameter('Remote cpus that free.', range(1, 2)),
  frees: parameter('How many objects each of them frees.', range(1, 4)),
  rounds: parameter('How many cpu slabs the cpu gives up.', defaultTo(range(1, 3), 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { count, slabs, objects } = values;
  return {
    ...values,
    slab: kind('slab', slabs),
    inuse: upTo(objects),
    isCounted: count.includes('counter'),
    /** MAX_PARTIAL_TO_SCAN. */
    scan: 2,
    all: slabs * objects,
    /** A counter that may be wrong by as many objects as there are. */
    sum: range(-slabs * objects, 2 * slabs * objects),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ slab, slabs, objects, unused, inuse, sum, all }: Variant) {
  // The first is the cpu slab, or unused; of each of the others one object is free.
  const listed = slab.ids.slice(1);
  return {
    slabs: table(slab, { inuse, frozen: bool }, (s: number) => ({
      inuse: s === 0 ? (unused ? 0 : objects) : objects - 1,
      frozen: s === 0 && !unused,
    })),
    list_lock: spinlock('n->list_lock'),
    partial: list(slabs, slab, listed),
    /** partial_free_objs. */
    free_objs: cell(sum, listed.length),
    total_objects: cell(upTo(all), unused ? all - objects : all),
    /** How many objects of each somebody has, and may free. */
    allocated: array(slab, inuse, (s: number) => (s === 0 ? 0 : objects - 1)),
    unused: set(slab, unused ? [slab.ids[0]] : []),
  };
}
