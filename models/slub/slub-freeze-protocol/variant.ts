// What can be chosen in slub-freeze-protocol, and the cells. At first slab k is the cpu slab of cpu k, with all of its
// objects free, as new_slab() leaves it; where there are more slabs than cpus, the others are full.

import {
  array,
  type Builder,
  bool,
  defaultTo,
  kind,
  list,
  none,
  oneOf,
  orNone,
  parameter,
  perProcess,
  range,
  set,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export const parameters = {
  free: parameter(
    'What is changed in __slab_free(): nothing; list_lock is kept where the commit fails (2011 to 2012); it is taken after the commit; a frozen slab is as any other; the object is linked after the commit.',
    oneOf('as-is', 'keeps-lock', 'late-lock', 'ignores-frozen', 'late-link'),
  ),
  acquire: parameter(
    'Whether a slab leaves the partial list before list_lock is dropped, or after.',
    oneOf('list-del', 'late-list-del'),
  ),
  cpu_partial: parameter('CONFIG_SLUB_CPU_PARTIAL: a full slab is frozen as it is freed to.', bool),
  min_partial: parameter(
    's->min_partial: fewer slabs on the list are kept, though empty.',
    range(0, 1),
  ),
  pages: parameter('Slabs.', range(1, 2)),
  objects: parameter('Objects of a slab.', defaultTo(range(1, 3), 2)),
  cpus: parameter('Cpus that allocate and flush.', range(1, 2)),
  freers: parameter('Remote cpus that free.', range(1, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { pages, objects, cpus } = values;
  const ids = Array.from({ length: pages * objects }, (_, o) => o);
  const object = kind('object', ids.length);
  return {
    ...values,
    cpu: kind('cpu', cpus),
    page: kind('page', pages),
    object,
    /** The objects of a slab, and the slab of an object. */
    objectsOf: (p: number) => object.ids.slice(p * objects, (p + 1) * objects),
    pageOf: ids.map((o) => Math.floor(o / objects)),
    inuse: upTo(objects),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf(variant: Variant) {
  const { cpu, page, object, objectsOf, inuse, pages, objects, cpus } = variant;
  const firstOf = (p: number) => objectsOf(p)[0];
  const isFirst = (p: number): boolean => p < cpus;
  return {
    /** struct page: freelist, counters, and whether it was given back. */
    slabs: table(
      page,
      { freelist: orNone(object), inuse, frozen: bool, discarded: bool },
      (p: number) => ({ inuse: objects, frozen: isFirst(p) }),
    ),
    next: array(object, orNone(object), (o: number) =>
      (o + 1) % objects === 0 ? none : object.ids[o + 1],
    ),
    /** struct kmem_cache_cpu; its partial list has room for one slab. */
    cpu_slabs: table(
      cpu,
      { page: orNone(page), freelist: orNone(object), partial: orNone(page) },
      (c: number) => (c < pages ? { page: page.ids[c], freelist: firstOf(c) } : {}),
    ),
    list_lock: spinlock('n->list_lock'),
    partial: list(pages, page),
    /** The slab that a process has to put somewhere. */
    in_hand: perProcess(orNone(page)),
    allocated: set(
      object,
      page.ids.filter((p) => !isFirst(p)).flatMap((p) => objectsOf(p)),
    ),
  };
}
