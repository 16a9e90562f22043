// What can be chosen in slub-flush-all-mask, and the cells. A slab has one object, so it is full or empty; what becomes of
// one with several, slub-freeze-protocol shows.

import {
  type Builder,
  bool,
  cell,
  kind,
  list,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { callFunctions, contexts } from 'mmcheck/kernel';

export const parameters = {
  has_cpu_slab: parameter(
    'Of which cpus has_cpu_slab() says that they have something to flush: those with a page; with a page and a partial list (posted, May 2012); with either, where the page or the partial list is looked at first; or all.',
    oneOf('page-or-partial', 'page', 'page-and-partial', 'partial-or-page', 'every-cpu'),
  ),
  caller: parameter(
    'Who flushes: kmem_cache_destroy(), once all objects are freed and all users have returned, or before the last kmem_cache_free() has returned; or kmem_cache_shrink(), while the cache is in use.',
    oneOf('destroy', 'early-destroy', 'shrink'),
  ),
  cpus: parameter('Cpus, each with a task that allocates and frees.', range(2, 4)),
  slabs: parameter('Slabs.', range(2, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => ({
  ...values,
  cpu: kind('cpu', values.cpus),
  slab: kind('slab', values.slabs),
});

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, slab, cpus, slabs }: Variant) => ({
  cpus: contexts(cpu),
  calls: callFunctions(cpu),
  /** struct kmem_cache_cpu. */
  cpu_slabs: table(cpu, { page: orNone(slab), partial: list(slabs, slab) }),
  /** The node's partial list, under list_lock; and what the page allocator has: the others are nr_slabs. */
  partial: set(slab),
  unused: set(slab, slab.ids),
  /** page->inuse and page->frozen of each. */
  inuse: set(slab),
  frozen: set(slab),
  /** The slabs whose object somebody has, and may free. */
  allocated: set(slab),
  /** How many users allocate and free now, and whether none may begin any more. */
  allocating: cell(upTo(cpus)),
  freeing: cell(upTo(cpus)),
  closed: cell(bool),
});
