// What can be chosen in slub-percpu-partial-drain-vs-notifier, and the cells. A slab is one page of the range and has one
// object, so it is full or empty. Who gets no page of the range gets one from elsewhere, which is not looked at.

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
import { migratetype } from '../../shared/pageblock.ts';

export const parameters = {
  notifier: parameter(
    'What MEM_GOING_OFFLINE comes to: each cpu that has a page or a partial list flushes, and empty slabs are freed; the same of cpus that have a page (2012); the flush runs as work that is not bound to its cpu; no flush; no notifier (until b9049e234401).',
    oneOf('page-or-partial', 'page', 'other-cpu', 'no-flush', 'none'),
  ),
  order: parameter(
    'Whether the range is isolated before the notifier is called, or after.',
    oneOf('isolate-notify', 'notify-isolate'),
  ),
  unmovable: parameter(
    'Whether isolation looks at the type of the block only, which a slab page may be in as a fallback, or refuses where it sees a slab page.',
    oneOf('isolated', 'refused'),
  ),
  retry: parameter(
    'What is done again after a failed test: the test, or the shrinking, too.',
    oneOf('test', 'shrink'),
  ),
  users: parameter(
    'When users have freed all, and allocate no more: before offlining begins; at some time; or never.',
    oneOf('quiet-before', 'quiet-later', 'busy'),
  ),
  signal: parameter('A signal comes at some time: offlining gives up.', bool),
  cpus: parameter('Cpus, each with a task that allocates and frees.', range(2, 3)),
  pages: parameter('Pages of the range.', range(1, 2)),
  allocs: parameter('How often tasks allocate, all together, where they get quiet.', range(2, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => ({
  ...values,
  cpu: kind('cpu', values.cpus),
  page: kind('page', values.pages),
});

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, page, pages, allocs, notifier }: Variant) => {
  // A slab that is flushed behind the back of its cpu comes to be on a list more than once.
  const room = notifier === 'other-cpu' ? pages + allocs : pages;
  return {
    cpus: contexts(cpu),
    calls: callFunctions(cpu),
    /** What has become of the range, and the type of its block. */
    block: cell(oneOf('online', 'offline', 'failed')),
    mt: cell(migratetype),
    buddy: set(page, page.ids),
    /** The pages that have a reference, as isolation sees them: slabs. */
    slabs: set(page),
    /** struct kmem_cache_cpu. */
    cpu_slabs: table(cpu, { page: orNone(page), partial: list(room, page) }),
    /** The node's partial list, under list_lock. */
    partial: set(page),
    /** page->inuse and page->frozen of each; and the slabs whose object is allocated, and may be freed. */
    inuse: set(page),
    frozen: set(page),
    allocated: set(page),
    /** What users tell each other: how often they still allocate, and who is just doing something. */
    left: cell(upTo(allocs), allocs),
    active: set(cpu),
    /** signal_pending() of the task that offlines. */
    signal_pending: cell(bool),
  };
};
