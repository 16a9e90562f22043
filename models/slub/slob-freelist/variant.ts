// What can be chosen in slob-freelist, and the cells. Units of a page are counted and not named. The first page that is listed
// has one free unit, the others have one in use, for ever.

import {
  array,
  type Builder,
  defaultTo,
  type Id,
  kind,
  type None,
  none,
  oneOf,
  parameter,
  range,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { heap, spinlock } from 'mmcheck/kernel';
import { linkBefore, listHeads } from '../../shared/list-head.ts';

export const parameters = {
  rotates: parameter(
    'How the list is turned: around what then follows the neighbour before, unless that is the last (until 2019); without the exception (v4); around the page, unless it has left the list (v5, 5.2); around the page.',
    oneOf('by-prev', 'by-prev-always', 'unless-removed', 'always'),
  ),
  after_unlock: parameter(
    'Where no page has room, slob_lock is dropped and a page allocated. Then units are taken of that; or the search begins again; or it goes on from the last page.',
    oneOf('new-page', 'restart', 'old-iterator'),
  ),
  units: parameter('Units of a page.', range(2, 3)),
  pages: parameter('Pages on the list at first.', defaultTo(range(1, 3), 2)),
  allocators: parameter('Who allocates a unit or two, and frees them.', defaultTo(range(1, 3), 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { pages, allocators } = values;
  const names = Array.from({ length: pages + allocators }, (_, p) => `page${p}`);
  const entry = kind('entry', ['free_slob_small', ...names]);
  return {
    ...values,
    entry,
    head: entry.ids[0],
    first: entry.ids.slice(1, 1 + pages),
    pageIds: entry.ids.slice(1),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>, ReturnType<typeof helpersOf>>;

export const cellsOf = ({ entry, head, first, units }: Variant) => ({
  ...listHeads(entry, first),
  slob_lock: spinlock('slob_lock'),
  /** The head is always there. */
  heap: heap(entry, { allocated: [head, ...first] }),
  /** Units that are free; of a page that is on the list there are some. */
  free_units: array(entry, upTo(units), (e: number) => {
    const position = first.indexOf(entry.ids[e]);
    return position < 0 ? 0 : position === 0 ? 1 : units - 1;
  }),
});

type Entry = Id<'entry'>;

interface Linked {
  readonly next: (Entry | None)[];
  readonly prev: (Entry | None)[];
}

export const helpersOf = ({ head, after_unlock }: Variant) => ({
  /** set_slob_page_free(): in front, or behind for who goes on with his search. */
  list: ({ next, prev }: Linked, page: Entry) => {
    const at = after_unlock === 'old-iterator' ? head : next[head];
    if (at !== none) linkBefore(next, prev, page, at);
  },
});
