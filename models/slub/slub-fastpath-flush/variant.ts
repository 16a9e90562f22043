// What can be chosen in slub-fastpath-flush, what follows from it for more than one process, and the cells.

import {
  array,
  type Builder,
  cell,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { type cpuSlabHelpers, object, page } from './cpu-slab.ts';

export const parameters = {
  check: parameter(
    'Who finds out that there is no page: the fast path, or node_match(), which is all one here, or nobody.',
    oneOf('slab_alloc_node', 'node_match', 'nobody'),
  ),
  order: parameter(
    'In which order the fast path reads freelist and page.',
    oneOf('freelist-page', 'page-freelist'),
  ),
  tid_read: parameter(
    'Whether the fast path reads the tid before those, or after.',
    oneOf('first', 'last'),
  ),
  bump: parameter(
    'Which slow operations give the cpu slab a new tid: flush_slab(), in ___slab_alloc() the bypass of a slab ' +
      'without free objects and deactivation, and load_freelist; nowhere leaves out all four.',
    oneOf('everywhere', 'not-in-bypass', 'not-in-deactivation', 'not-in-flush', 'nowhere'),
  ),
  cmpxchg: parameter('What the commit compares.', oneOf('freelist-and-tid', 'freelist')),
  node: parameter('Which node tasks ask for.', oneOf('node0', 'node1')),
  slab: parameter('What the cpu slab is at first.', oneOf('node0', 'node1', 'empty')),
  tasks: parameter('Tasks that allocate.', range(1, 2)),
  flushes: parameter('IPIs of flush_all().', range(1, 2)),
  allocs: parameter('Allocations by irqs.', range(2, 3)),
  frees: parameter('Frees by irqs, of what irqs have allocated.', range(0, 1)),
  free: parameter(
    'Where somebody has an object of the first page to free.',
    oneOf('nowhere', 'other-cpu', 'this-cpu'),
  ),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { bump, tasks, flushes, allocs, frees, free } = values;
  // A slow path may put away a slab, flush another, and load a third.
  const lastTid = 3 * (tasks + allocs) + flushes + frees + (free === 'this-cpu' ? 1 : 0);
  return {
    ...values,
    tids: upTo(lastTid),
    /** By how much the tid grows, 0 or 1: in a flush, and as the slow path puts away and loads a slab. */
    inFlush: bump === 'nowhere' || bump === 'not-in-flush' ? 0 : 1,
    inBypass: bump === 'nowhere' || bump === 'not-in-bypass' ? 0 : 1,
    inDeactivation: bump === 'nowhere' || bump === 'not-in-deactivation' ? 0 : 1,
    inLoad: bump === 'nowhere' ? 0 : 1,
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>, typeof cpuSlabHelpers>;

export function cellsOf({ slab, free, tids }: Variant) {
  const [local, other] = page.ids;
  const [a0, a1, b0, b1] = object.ids;
  const first = slab === 'node0' ? local : slab === 'node1' ? other : none;
  const heads = [a0, b0];
  // Somebody has the second object of the first page, if it is to be freed.
  const links = [free === 'nowhere' ? a1 : none, none, b1, none];
  return {
    freelist: cell(orNone(object), first === none ? none : heads[first]),
    page: cell(orNone(page), first),
    tid: cell(tids),
    next: array(object, orNone(object), (o: number) => links[o]),
    /** Each page's own freelist. */
    slabs: array(page, orNone(object), (p: number) => (p === first ? none : heads[p])),
    /** What tasks and interrupts have got. */
    of_tasks: set(object),
    of_irqs: set(object),
  };
}
