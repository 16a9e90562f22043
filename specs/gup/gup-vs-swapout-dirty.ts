// The claims about gup-vs-swapout-dirty, and what becomes of each.
//
// Both are right, about different things. A reference keeps the page: no device writes to one that is freed. It does not
// keep it from being written out, and what the device writes then is lost unless somebody says that the page is dirty
// while he still has his reference. Reclaim has to look at the references first, and at the dirty bit when they are
// frozen. To pass over pinned pages before they get into the swap cache is no cure, since a pin may come after the look;
// once the page is unmapped none can come, and there the same look makes up for a device that says nothing.

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
    { set: { marks: 'never' }, expect: { ...holds, 'no-stale-swap': violated(stale) } },
    {
      set: { marks: 'after-put' },
      expect: {
        'no-stale-swap': violated(stale),
        'no-use-after-free': violated([G('put_page'), R('remove_mapping'), G('set_page_dirty')]),
      },
    },
    { set: { marks: 'unlocked' }, expect: holds },
    {
      set: { marks: 'unlocked', frees: 'dirty-first' },
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
      set: { frees: 'dirty-first' },
      expect: holds,
      note: 'Under the page lock the bit cannot be set between the two looks.',
    },
    {
      set: { frees: 'ignores-refs' },
      expect: {
        'no-use-after-free': violated([G('follow_page_pte'), R('remove_mapping'), G('dma')]),
        'no-stale-swap': violated([R('swap_writepage'), G('dma'), R('remove_mapping')]),
      },
    },
    {
      set: { marks: 'never', pinned: 'skips' },
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
      set: { marks: 'never', pinned: 'skips-twice' },
      expect: holds,
      note: 'Nobody pins a page that is not mapped, and a fault that maps it makes it dirty.',
    },
    { set: { marks: 'never', pinned: 'skips-twice', stores: 1 }, expect: holds },
    { set: { stores: 1, pinners: 2, pages: 2 }, expect: holds, stress: true },
    {
      set: { marks: 'never', pinned: 'skips', stores: 1, pinners: 2, pages: 2 },
      expect: { ...holds, 'no-stale-swap': violated(stale) },
      stress: true,
    },
    {
      set: { marks: 'never', pinned: 'skips-twice', stores: 1, pinners: 2, pages: 2 },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: 'd824ec2a1546',
      subject: 'mm: do not reclaim private data from pinned page',
      year: 2023,
      property: 'no-stale-swap',
      before: { marks: 'never', pinned: 'skips' },
      after: { marks: 'never', pinned: 'skips-twice' },
    },
  ],
});
