// clear-on-release: pages of a mapping that asked for it are cleared when they are released.
//
// "[RFC PATCH] mm: Allow userland to request that the kernel clear memory on release" (Garrett, April 2019, not merged):
// madvise(MADV_WIPEONRELEASE) marks a vma, and who drops the last reference clears the page. But who does so need not have a
// vma, and copies know nothing of the mark. Lameter: it only clears sooner what init would clear. At stake: a secret in a
// page that is free, or in swap.

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
  system,
  table,
  upTo,
} from 'mmcheck';

export default defineModel('clear-on-release', {
  about:
    'A page with a secret is mapped by two mms after a fork, pinned, copied on write and swapped out: is it ' +
    'cleared before it is free? init_on_free 6471384af2a6 (2019).',
  parameters: {
    mark: parameter(
      'Where it is written that a page has to be cleared: in the vma, so that who unmaps knows; in the page; in the page, and in each copy; or nowhere, as all pages are (init_on_free).',
      oneOf('vma', 'page', 'page-and-copies', 'init-on-free'),
    ),
    child: parameter(
      'A child of fork() shares the page, without the mark of the vma, and writes to it.',
      bool,
    ),
    pins: parameter('Who has the page pinned, or just looks at it with a reference.', range(0, 2)),
    swap: parameter(
      'The page is swapped out, and what is in swap is not cleared; or it is.',
      oneOf('no', 'keeps', 'clears'),
    ),
  },
  system: ({ mark, child, pins, swap }) => {
    const page = kind('page', child ? 2 : 1);
    const [secret] = page.ids;
    const onPage = mark !== 'vma';
    const onCopies = mark === 'page-and-copies' || mark === 'init-on-free';
    return system(
      {
        pages: table(page, { refs: upTo(3 + pins), hasSecret: bool, wipe: bool }, (p: number) => ({
          refs: p === secret ? (child ? 2 : 1) : 0,
          hasSecret: p === secret,
          wipe: p === secret && onPage,
        })),
        /** What the two mms have mapped. */
        parent: cell(orNone(page), secret),
        copy: cell(orNone(page), child ? secret : none),
        in_swap: cell(bool),
        /** References of the slot: of the pte, and of the swap cache. */
        slot: cell(upTo(2)),
      },
      ({ process, procedure, call }) => {
        const putPage = procedure('put_page', {
          params: { p: page, ofMarkedVma: bool },
          returns: ['put'],
          start: 'put_page_testzero',
          steps: {
            put_page_testzero: {
              at: 'include/linux/mm.h put_page() folio_put()',
              thread: ['unmap: ref--', 'GUP: later ref-- (no vma)'],
              does: ({ pages, me }) => {
                pages[me.p].refs--;
                return pages[me.p].refs === 0 ? 'wipe' : 'put';
              },
            },
            wipe: {
              at: 'mm/page_alloc.c free_pages_prepare()',
              thread: 'if 0: [R flag? clear]',
              does: ({ pages, me }) => {
                if (pages[me.p].wipe || (!onPage && me.ofMarkedVma)) pages[me.p].hasSecret = false;
                return 'free';
              },
            },
            free: {
              at: 'mm/page_alloc.c __free_pages_ok() __free_one_page()',
              thread: 'to buddy',
              does: () => 'put',
            },
          },
        });
        return {
          exit: process({
            start: 'zap_pte_range',
            locals: { p: orNone(page) },
            steps: {
              zap_pte_range: {
                at: 'mm/memory.c zap_pte_range() ptep_get_and_clear_full()',
                thread: 'unmap: pte clear',
                does: ({ parent, me }) => {
                  me.p = parent.value;
                  parent.value = none;
                  return me.p === none ? 'free_swap' : 'put';
                },
              },
              put: call(
                putPage,
                ({ me }) => ({ p: me.p === none ? secret : me.p, ofMarkedVma: true }),
                {
                  put: 'free_swap',
                },
              ),
              free_swap: {
                at: 'mm/memory.c zap_pte_range() free_swap_and_cache()',
                thread: 'swap slot',
                atomic: 'under the lock of the swap device',
                does: ({ in_swap, slot, me }) => {
                  if (me.p !== none) return 'done';
                  slot.value--;
                  if (swap === 'clears' && slot.value === 0) in_swap.value = false;
                  return 'done';
                },
              },
            },
          }),
          child: process({
            count: child ? 1 : 0,
            start: 'wp_page_copy',
            locals: { p: orNone(page) },
            steps: {
              wp_page_copy: {
                at: 'mm/memory.c wp_page_copy()',
                thread: 'COW: copy content to new page (flag of vma)',
                atomic: 'the new page is nobody else’s; the old one is held by this mapping',
                does: ({ pages, copy, me, choose }) => {
                  if (copy.value === none || choose([true, false])) return 'exit';
                  const to = page.ids[1];
                  pages[to].refs = 1;
                  pages[to].hasSecret = pages[copy.value].hasSecret;
                  pages[to].wipe = onCopies;
                  me.p = copy.value;
                  copy.value = to;
                  return 'put_old';
                },
              },
              put_old: call(
                putPage,
                ({ me }) => ({ p: me.p === none ? secret : me.p, ofMarkedVma: false }),
                {
                  put: 'exit',
                },
              ),
              exit: {
                at: 'mm/memory.c zap_pte_range() ptep_get_and_clear_full()',
                thread: 'unmap: pte clear',
                does: ({ copy, me }) => {
                  me.p = copy.value;
                  copy.value = none;
                  return 'put';
                },
              },
              put: call(
                putPage,
                ({ me }) => ({ p: me.p === none ? secret : me.p, ofMarkedVma: false }),
                {
                  put: 'done',
                },
              ),
            },
          }),
          gup: process({
            count: pins,
            start: 'get_page',
            steps: {
              get_page: {
                at: 'mm/gup.c follow_page_pte() try_grab_page()',
                thread: 'GUP: ref++',
                atomic: 'under ptl',
                does: ({ parent, pages }) => {
                  if (parent.value === none) return 'done';
                  pages[parent.value].refs++;
                  return 'put';
                },
              },
              put: call(putPage, () => ({ p: secret, ofMarkedVma: false }), { put: 'done' }),
            },
          }),
          swapout: process({
            count: swap === 'no' ? 0 : 1,
            start: 'isolate',
            steps: {
              isolate: {
                at: 'mm/vmscan.c shrink_inactive_list() isolate_lru_folios()',
                atomic: 'a reference of its own, under the lru lock',
                does: ({ parent, pages }) => {
                  if (parent.value === none) return 'done';
                  pages[parent.value].refs++;
                  return 'unmap';
                },
              },
              unmap: {
                at: 'mm/rmap.c try_to_unmap_one()',
                atomic:
                  'under ptl; its reference goes with the pte; pageout() keeps a page that has other references, and none come then',
                does: ({ parent, pages, slot }) => {
                  if (parent.value === none || pages[parent.value].refs > 2) return 'put';
                  pages[parent.value].refs--;
                  parent.value = none;
                  slot.value = 2;
                  return 'swap_writepage';
                },
              },
              swap_writepage: {
                at: 'mm/page_io.c swap_writepage() __swap_writepage()',
                thread: 'swap copy',
                atomic: 'the page is held',
                does: ({ in_swap, pages }) => {
                  in_swap.value = pages[secret].hasSecret;
                  return 'delete_from_swap_cache';
                },
              },
              delete_from_swap_cache: {
                at: 'mm/vmscan.c __remove_mapping() __delete_from_swap_cache()',
                thread: 'swap slot',
                atomic: 'under the lock of the swap device',
                does: ({ in_swap, slot }) => {
                  slot.value--;
                  if (swap === 'clears' && slot.value === 0) in_swap.value = false;
                  return 'put';
                },
              },
              put: call(putPage, () => ({ p: secret, ofMarkedVma: true }), { put: 'done' }),
            },
          }),
        };
      },
    );
  },
});
