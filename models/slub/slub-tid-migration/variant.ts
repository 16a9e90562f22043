// What can be chosen in slub-tid-migration, what follows from it for more than one process, and the cells: the cpu
// slabs of cpus 0 and 1, which have no object free but for a task that allocates, and a third slab.

import {
  array,
  type Builder,
  type Id,
  kind,
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
import { contexts, placements } from 'mmcheck/kernel';

export const object = kind('object', ['freed', 'a', 'b', 'c']);
export const page = kind('page', ['P0', 'P1', 'P2']);
export const pageOf = (o: Id<'object'>): Id<'page'> => page.ids[[0, 0, 1, 2][o]];
/** What the task frees, and its page: the cpu slab of cpu 0 at first. */
export const [freed] = object.ids;
export const [p0] = page.ids;

export const parameters = {
  read: parameter(
    'How a task finds cpu slab and tid: by a pointer both (2011, 2021); the same with preemption off (2013); the tid of this cpu and then a pointer, compared by the pointer (2015) or not; the tid after the page; or tid and freelist of this cpu without a pointer, where the freelist tells its page (2014, not merged).',
    oneOf('pointer', 'preempt-off', 'recheck', 'no-recheck', 'tid-last', 'end-token'),
  ),
  flush: parameter(
    'What a flush stores first: page and freelist, or the tid (3.1 to 3.10, at least).',
    oneOf('page-first', 'tid-first'),
  ),
  tids: parameter('Whether two cpus never have the same tid.', oneOf('unique', 'all-from-0')),
  loads: parameter(
    'Whether tid and page of another cpu are loaded in this order, as on arm64 they need not be.',
    oneOf('in-order', 'unordered'),
  ),
  preemption: parameter('Whether a task may lose its cpu there.', oneOf('full', 'none')),
  cpus: parameter('Cpus.', range(2, 3)),
  irqs: parameter('Irqs, on cpu 0, 1, ...', range(1, 2)),
  allocs: parameter('Tasks that allocate, beside the one that frees.', range(0, 1)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { tids, cpus, irqs, allocs } = values;
  const step = tids === 'unique' ? cpus : 1;
  return {
    ...values,
    cpu: kind('cpu', cpus),
    /** TID_STEP, and room for what irqs (two changes each) and tasks do to one cpu slab. */
    step,
    tid: upTo(cpus + (2 * irqs + 1 + allocs) * step),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ cpu, tid, tids, allocs }: Variant) {
  const [, a, b, c] = object.ids;
  const [, p1, p2] = page.ids;
  const isAllocated = (o: Id<'object'>): boolean => o !== c && (allocs === 0 || o === freed);
  return {
    cpus: contexts(cpu),
    places: placements(cpu, allocs === 0 ? [0] : [0, 1]),
    /** struct kmem_cache_cpu of each cpu. */
    slabs: table(cpu, { freelist: orNone(object), page: orNone(page), tid }, (k: number) => ({
      freelist: allocs > 0 && k < 2 ? [a, b][k] : none,
      page: k < 2 ? [p0, p1][k] : none,
      tid: tids === 'unique' ? k : 0,
    })),
    next: array(object, orNone(object)),
    /** Each page's own freelist. */
    free: array(page, orNone(object), (p: number) => (p === p2 ? c : none)),
    /** The pages that are a cpu slab: the others with free objects are on the node's partial list. */
    frozen: set(page, [p0, p1]),
    allocated: set(object, object.ids.filter(isAllocated)),
  };
}
