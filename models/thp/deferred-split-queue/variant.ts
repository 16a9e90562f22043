// What can be chosen in deferred-split-queue, and the cells. The heads of the lists and the pages are linked by `next` and
// `prev`, as struct list_head is; at first all pages are on the queue of the memcg. The last page of a list is the first
// that the shrinker comes to, and the first page is one that is not partially mapped, where that matters.

import {
  array,
  type Builder,
  kind,
  oneOf,
  parameter,
  range,
  set,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { heap, spinlock } from 'mmcheck/kernel';
import { listHeads } from '../../shared/list-head.ts';

export const parameters = {
  goes: parameter('What becomes of the pages meanwhile.', oneOf('freed', 'swapped-out')),
  swapout: parameter(
    'mem_cgroup_swapout() clears the memcg of a page that may be queued; or takes it off the queue first (f8f931bba0f9).',
    oneOf('clears', 'unqueues'),
  ),
  looks: parameter(
    'Whether who frees a page holds the lock as he looks whether it is queued (6.1); or only looks (later than 6.1).',
    oneOf('locked', 'unlocked'),
  ),
  removes: parameter(
    'What the shrinker does with a page that is not partially mapped and that it has not split: it puts it back; takes it off its list (dafff3f4c850); or does so while it has a reference to the page before it (e66f3185fa04).',
    oneOf('no', 'unlocked', 'pins-neighbour'),
  ),
  pages: parameter('Huge pages on the queue.', range(1, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const names = Array.from({ length: values.pages }, (_, p) => `page${p}`);
  const entry = kind('entry', ['memcg', 'pgdat', 'on_stack', ...names]);
  const [memcg, , onStack] = entry.ids;
  const queue = kind('queue', ['memcg', 'pgdat']);
  return { ...values, entry, memcg, onStack, queue, pageIds: entry.ids.slice(3) };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ entry, queue, pageIds, pages }: Variant) {
  return {
    ...listHeads(entry, pageIds),
    /** A page is there until it is freed; heads of lists always are. */
    heap: heap(entry, { allocated: entry.ids }),
    split_queue_lock: array(queue, spinlock('split_queue_lock')),
    split_queue_len: array(queue, range(-pages, pages), [pages, 0]),
    /** The queue of the page's memcg, or that of its node where it has no memcg. */
    queue_of: array(entry, queue),
    /** Of each page that of its mapping, and that of the shrinker. */
    refs: array(entry, upTo(2), 1),
    /** Pages that are huge no more. */
    split: set(entry),
  };
}
