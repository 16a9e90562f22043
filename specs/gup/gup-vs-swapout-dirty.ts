// The claims about gup-vs-swapout-dirty, and what becomes of each.
//
// Lameter is right, for more than he says: a page is not even written out while somebody has pinned it. pageout() looks
// at references when the page is unmapped and locked, so that none can be added before the write-out begins; a fault that
// maps the page again makes it dirty. What a device has written is never in the page alone, also where nobody calls
// set_page_dirty(). Glisse would be right of a reclaim without that look (`writes: 'any'`), which is how this was
// argued: there somebody has to say that the page is dirty while he still has his reference, and reclaim has to look
// at the references first, and at the dirty bit when they are frozen. To pass over pinned pages before they get into the
// swap cache would be no cure, as a pin may come after the look; once the page is unmapped the same look is one. Both
// looks are in the kernel for other reasons (feb889fb40fa, d824ec2a1546), and pageout()'s since long before 2019.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/gup/gup-vs-swapout-dirty.ts';

const G = (label: string) => ['gup', label] as const;
const R = (label: string) => ['shrink_page', label] as const;

const holds = { 'no-use-after-free': 'holds', 'no-stale-swap': 'holds' } as const;
const stale = [
  R('try_to_unmap'),
  R('swap_writepage'),
  G('dma'),
  G('put_page'),
  R('remove_mapping'),
] as const;

export default defineSpec(model, {
  seed:
    '[PATCH v3 1/1] mm: introduce put_user_page*(), placeholder versions (Hubbard, Mar 2019); feb889fb40fa ' +
    "mm: don't put pinned pages into the swap cache (2021); d824ec2a1546 (2023)",
  answer:
    'Lameter: a pinned page is not even written out, as pageout() looks at references. Glisse would be ' +
    'right of a reclaim that did not.',
  properties: ({ invariant, observer }) => ({
    'no-use-after-free': observer('a page that is freed is neither written to nor made dirty', {
      state: {},
      on: {
        gup: {
          dma: ({ pages, me, assert }) => {
            assert(pages[me.page].isAllocated, 'the device writes to it');
          },
          set_page_dirty: ({ pages, me, assert }) => {
            assert(pages[me.page].isAllocated, 'it is made dirty');
          },
        },
      },
    }),
    'no-stale-swap': invariant('what is in swap alone is what was written last', ({ pages }) =>
      pages.every(({ isAllocated, slot, latest }) => isAllocated || slot === latest),
    ),
  }),
  rows: [
    { set: {}, expect: holds },
    { set: { stores: 1 }, expect: holds },
    {
      set: { marks: 'never' },
      expect: holds,
      note: 'What is pinned is not written out, and what is not pinned has been written to before.',
    },
    { set: { marks: 'never', stores: 1 }, expect: holds },
    { set: { marks: 'never', frees: 'ignores-refs' }, expect: holds },
    {
      set: { marks: 'after-put' },
      expect: {
        ...holds,
        'no-use-after-free': violated([G('put_page'), R('remove_mapping'), G('set_page_dirty')]),
      },
    },
    { set: { writes: 'any' }, expect: holds },
    {
      set: { writes: 'any', marks: 'never' },
      expect: { ...holds, 'no-stale-swap': violated(stale) },
    },
    {
      set: { writes: 'any', marks: 'after-put' },
      expect: {
        'no-stale-swap': violated(stale),
        'no-use-after-free': violated([G('put_page'), R('remove_mapping'), G('set_page_dirty')]),
      },
    },
    { set: { writes: 'any', marks: 'unlocked' }, expect: holds },
    {
      set: { writes: 'any', marks: 'unlocked', frees: 'dirty-first' },
      expect: {
        ...holds,
        'no-stale-swap': violated([
          R('swap_writepage'),
          R('test_dirty'),
          G('set_page_dirty'),
          G('put_page'),
          R('remove_mapping'),
        ]),
      },
      note: 'The race in the comment of __remove_mapping().',
    },
    {
      set: { writes: 'any', frees: 'dirty-first' },
      expect: holds,
      note: 'Under the page lock the bit cannot be set between the two looks.',
    },
    {
      set: { writes: 'any', frees: 'ignores-refs' },
      expect: {
        'no-use-after-free': violated([G('follow_page_pte'), R('remove_mapping'), G('dma')]),
        'no-stale-swap': violated([R('swap_writepage'), G('dma'), R('remove_mapping')]),
      },
    },
    {
      set: { writes: 'any', marks: 'never', pinned: 'skips' },
      expect: {
        ...holds,
        'no-stale-swap': violated([
          R('maybe_dma_pinned'),
          G('follow_page_pte'),
          R('try_to_unmap'),
          ...stale.slice(1),
        ]),
      },
    },
    {
      set: { writes: 'any', marks: 'never', pinned: 'skips-twice' },
      expect: holds,
      note: 'Nobody pins a page that is not mapped, and a fault that maps it makes it dirty.',
    },
    { set: { writes: 'any', marks: 'never', pinned: 'skips-twice', stores: 1 }, expect: holds },
    {
      set: { marks: 'never', stores: 1, pinners: 2, pages: 2 },
      expect: holds,
      stress: true,
    },
    { set: { writes: 'any', stores: 1, pinners: 2, pages: 2 }, expect: holds, stress: true },
    {
      set: { writes: 'any', marks: 'never', pinned: 'skips', stores: 1, pinners: 2, pages: 2 },
      expect: { ...holds, 'no-stale-swap': violated(stale) },
      stress: true,
    },
  ],
});
