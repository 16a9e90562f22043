// highmem-kmalloc-order-leak: kmalloc() of pages that have no address in the kernel.
//
// "[PATCH v1] mm:free unused pages in kmalloc_order" (Long, June 2020, not merged). Lameter: 'Highmem is not supported by the
// slab allocators. Please ensure that there is a warning generated if someone attempts to do such an allocation.'
// kmalloc_order() has pages, and page_address() has no address of them. At stake: pages that nobody knows of. One
// task at a time is enough for it.

import {
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
} from 'mmcheck';

export default defineModel('highmem-kmalloc-order-leak', {
  about:
    'kmalloc_order() gets pages in highmem, which have no address, and returns NULL. Not merged (2020); ' +
    'today the flag is taken off, with a warning.',
  parameters: {
    highmem: parameter(
      'What is done of pages in highmem: nothing; they are freed (the patch); __GFP_HIGHMEM is taken off before, with a warning (Lameter).',
      oneOf('nothing', 'frees', 'takes-off'),
    ),
    asks: parameter('Whether the caller says __GFP_HIGHMEM.', bool),
    callers: parameter('Who calls kmalloc().', range(1, 2)),
  },
  system: ({ highmem, asks, callers }) => {
    const page = kind('page', ['low0', 'low1', 'high0', 'high1']);
    const low = page.ids.slice(0, 2);
    const high = page.ids.slice(2);
    return system({ free: set(page, page.ids), warned: cell(bool) }, ({ process }) => ({
      kmalloc_order: process({
        count: callers,
        locals: { page: orNone(page), isHigh: bool, address: orNone(page) },
        start: 'kmalloc_fix_flags',
        steps: {
          kmalloc_fix_flags: {
            at: 'mm/slab_common.c __kmalloc_large_node() kmalloc_fix_flags()',
            thread: 'a warning if someone attempts to do such an allocation',
            does: ({ warned, me }) => {
              me.isHigh = asks && highmem !== 'takes-off';
              if (asks && highmem === 'takes-off') warned.value = true;
              return 'next';
            },
          },
          alloc_pages: {
            at: 'mm/slab_common.c __kmalloc_large_node() alloc_pages_node()',
            thread: 'alloc_pages succeeds',
            atomic: 'under zone->lock',
            does: ({ free, me }) => {
              const zones = me.isHigh ? [...high, ...low] : low;
              const found = zones.find((p) => free.has(p));
              if (found === undefined) return 'done';
              free.delete(found);
              me.page = found;
              return 'next';
            },
          },
          page_address: {
            at: 'mm/slab_common.c __kmalloc_large_node() page_address()',
            thread: 'page_address()==NULL',
            does: ({ me }) => {
              me.address = me.page !== none && low.some((p) => p === me.page) ? me.page : none;
              if (me.address !== none) return 'kfree';
              return highmem === 'frees' ? 'free_pages' : 'returns_null';
            },
          },
          free_pages: {
            at: 'mm/page_alloc.c __free_pages()',
            thread: 'fix: the pages are freed',
            does: ({ free, me }) => {
              if (me.page !== none) free.add(me.page);
              me.page = none;
              return 'returns_null';
            },
          },
          returns_null: { thread: 'function returns NULL', does: () => 'done' },
          kfree: {
            at: 'mm/slab_common.c free_large_kmalloc() __free_pages()',
            does: ({ free, me }) => {
              if (me.address !== none) free.add(me.address);
              me.page = none;
              return 'done';
            },
          },
        },
      }),
    }));
  },
});
