// What can be chosen in slub-list-objects, and the cells. All slabs are on the partial list; of each the first object is
// free, and somebody has the others. What becomes of slabs that are full or empty, slub-freeze-protocol shows.

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
  range,
  set,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export const parameters = {
  read: parameter(
    'What the reader does with a slab: it lists the objects that are not free, or validates it.',
    oneOf('list', 'validate'),
  ),
  slab_lock: parameter(
    'The reader takes slab_lock, too: the patch of 2019, and validate_slab() until 2022.',
    bool,
  ),
  free: parameter(
    'How a cache frees: by cmpxchg; or, with debugging on, what is set in the object under slab_lock (2011), under list_lock until the object is free (2012), or only while it is set (2012 to 2022); or all of it under list_lock (2022).',
    oneOf('cmpxchg', 'debug-slab-lock', 'debug-keeps-lock', 'debug-drops-lock', 'debug-list-lock'),
  ),
  alloc: parameter(
    'Who allocates from the slab meanwhile: nobody; a cpu that takes it off the list under list_lock; one that leaves it there. (With debugging on it takes one object, under list_lock; that is left out.)',
    oneOf('nobody', 'list-del', 'stays-listed'),
  ),
  slabs: parameter('Slabs.', range(1, 2)),
  objects: parameter('Objects of a slab.', defaultTo(range(2, 4), 3)),
  freers: parameter('Remote cpus that free.', range(1, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { slabs, objects, free } = values;
  const slab = kind('slab', slabs);
  const object = kind('object', slabs * objects);
  return {
    ...values,
    slab,
    object,
    isDebug: free !== 'cmpxchg',
    slabOf: object.ids.map((o) => slab.ids[Math.floor(o / objects)]),
    objectsOf: slab.ids.map((s) => object.ids.slice(s * objects, (s + 1) * objects)),
    inuse: upTo(objects),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ slab, object, objectsOf, inuse, slabs, objects }: Variant) {
  const isFree = (o: number): boolean => o % objects === 0;
  return {
    /** struct slab; objects of a frozen one are allocated. */
    slabs: table(slab, { freelist: orNone(object), inuse, frozen: bool }, (s: number) => ({
      freelist: objectsOf[s][0],
      inuse: objects - 1,
    })),
    next: array(object, orNone(object), none),
    list_lock: spinlock('n->list_lock'),
    slab_lock: spinlock('slab_lock'),
    partial: list(slabs, slab, slab.ids),
    /** The objects that somebody has, and those of them that he has written to. */
    allocated: set(
      object,
      object.ids.filter((o) => !isFree(o)),
    ),
    written: set(
      object,
      object.ids.filter((o) => !isFree(o)),
    ),
    /** With debugging: whose red zone is SLUB_RED_INACTIVE, and whose struct track is half written. */
    inactive: set(object, object.ids.filter(isFree)),
    tracking: set(object),
  };
}
