// The claims about gup-vs-page-mkclean, and what becomes of each.
//
// To wait for writeback in get_user_pages() closes nothing where devices need stable pages: while a page is under
// writeback no pte of it is writable, and the write fault waits already. Either way a pin that is older than the
// writeback goes on writing. To skip pinned pages breaks fsync(), as Chinner feared, and not only for the device: a cpu
// that writes to the same page is not heard either. It also keeps what a device has written that never marks the page,
// since the page is dirty from its pin on. A copy is right for all that was said to be dirty. That both hold where
// FOLL_LONGTERM is refused says nothing but that nobody pins.

import { array, defineSpec, none, violated } from 'mmcheck';
import { variantOf } from '../../models/gup/gup-vs-page-mkclean/variant.ts';
import model from '../../models/gup/gup-vs-page-mkclean.ts';

const G = (label: string) => ['gup', label] as const;
const F = (label: string) => ['flusher', label] as const;
const R = (label: string) => ['shrink_page', label] as const;
const S = (label: string) => ['fsync', label] as const;
const C = (label: string) => ['cpu_store', label] as const;

const holds = {
  'stable-under-writeback': 'holds',
  'asked-before-dirty': 'holds',
  'reaches-the-disk': 'holds',
  'fsync-is-durable': 'holds',
  'no-pin-under-writeback': 'holds',
} as const;
const oldPin = [G('follow_page_pte'), F('page_mkclean'), F('checksum'), G('dma')] as const;
const dropped = [
  G('follow_page_pte'),
  F('page_mkclean'),
  R('release_buffers'),
  G('set_page_dirty_lock'),
] as const;
const missedPin = [
  G('gup_fast_pte'),
  F('page_mkclean'),
  F('maybe_dma_pinned'),
  G('gup_fast_pin'),
] as const;

export default defineSpec(model, {
  seed:
    '[PATCH v3 1/1] mm: introduce put_user_page*(), placeholder versions (Hubbard, Mar 2019), fc1d8e7cca2d; ' +
    'cc5095747edf ext4 (2022); d824ec2a1546, 8ac268436e6d (2023)',
  answer:
    'Chinner: to skip pinned pages breaks fsync(). A page stays as it is under writeback if a copy of it ' +
    'is written, or if such pins are refused, as Lameter would have it; to wait in get_user_pages() is ' +
    'not enough.',
  properties: ({ atTheEnd, invariant, observer }, values) => {
    const { page, content } = variantOf(values);
    /** Where get_user_pages() comes to when the page is pinned. */
    const isPinned = (to: string) => ['dma', 'set_page_dirty_lock'].includes(to);
    return {
      'stable-under-writeback': invariant(
        'what is written does not change after its checksum was made',
        ({ pages }) =>
          pages.every(
            ({ checksum, bounce, content }) =>
              checksum === none || checksum === (bounce === none ? content : bounce),
          ),
      ),
      'asked-before-dirty': invariant(
        'no page is dirty of which the filesystem was not told',
        ({ pages }) => pages.every(({ dirty, buffers }) => !dirty || buffers),
      ),
      'reaches-the-disk': atTheEnd('what was written last is on the disk', ({ pages }) =>
        pages.every(({ disk, latest }) => disk === latest),
      ),
      'fsync-is-durable': observer('what was dirty before fsync() is on the disk after it', {
        state: { dirtied: array(page, content), due: array(page, content) },
        on: {
          cpu_store: {
            store: ({ step, me, pages, my }) => {
              if (step.to === 'begin') my.dirtied[me.page] = pages[me.page].latest;
            },
          },
          gup: {
            set_page_dirty_lock: ({ me, pages, my }) => {
              my.dirtied[me.page] = pages[me.page].latest;
            },
          },
          fsync: {
            begin: ({ my }) => {
              for (const p of page.ids) my.due[p] = my.dirtied[p];
            },
            return: ({ pages, my, assert }) => {
              for (const p of page.ids) {
                assert(pages[p].disk >= my.due[p], 'fsync() returns, and it is not');
              }
            },
          },
        },
      }),
      'no-pin-under-writeback': observer('no page is pinned while it is under writeback', {
        state: {},
        on: {
          gup: ({ step, me, pages, assert }) => {
            const hadPin = isPinned(step.from);
            assert(hadPin || !isPinned(step.to) || !pages[me.page].writeback, 'it is');
          },
        },
      }),
    };
  },
  rows: [
    {
      set: {},
      expect: { ...holds, 'stable-under-writeback': violated(oldPin) },
      note: 'set_page_dirty_lock() after the DMA, and the next writeback, bring the last write to the disk.',
    },
    { set: { pinners: 0, stores: 2 }, expect: holds },
    { set: { pinners: 0, stores: 1, fsync: true, reclaim: 'drops' }, expect: holds },
    {
      set: { pinners: 0, stores: 1, stable_writes: false },
      expect: {
        ...holds,
        'stable-under-writeback': violated([F('checksum'), C('store')]),
      },
    },
    {
      set: { stable_writes: false },
      expect: {
        ...holds,
        'stable-under-writeback': violated([F('checksum'), G('dma')]),
        'no-pin-under-writeback': violated([F('set_page_writeback'), G('follow_page_pte')]),
      },
    },
    {
      set: { pins: 'waits', stable_writes: false },
      expect: { ...holds, 'stable-under-writeback': violated(oldPin) },
      note: 'This closes the race of the pin with writeback, and no other.',
    },
    {
      set: { pins: 'waits' },
      expect: { ...holds, 'stable-under-writeback': violated(oldPin) },
    },
    {
      set: { reclaim: 'drops' },
      expect: {
        ...holds,
        'stable-under-writeback': violated(oldPin),
        'asked-before-dirty': violated(dropped),
        'reaches-the-disk': violated([...dropped, F('page_has_buffers')]),
      },
      note: 'Since cc5095747edf ext4 warns, and cleans the page: what was written is lost.',
    },
    {
      set: { reclaim: 'keeps-pinned' },
      expect: { ...holds, 'stable-under-writeback': violated(oldPin) },
    },
    {
      set: { marks: 'before-dma' },
      expect: {
        ...holds,
        'stable-under-writeback': violated(oldPin),
        'reaches-the-disk': violated([G('set_page_dirty_lock'), F('submit_bio'), G('dma')]),
      },
    },
    {
      set: { marks: 'never' },
      expect: {
        ...holds,
        'stable-under-writeback': violated(oldPin),
        'reaches-the-disk': violated([G('follow_page_pte'), F('submit_bio'), G('dma')]),
      },
    },
    {
      set: { marks: 'never', pins: 'skipped', reclaim: 'keeps-pinned' },
      expect: holds,
      note: 'The page is dirty when it is pinned, and nobody cleans it before the pin is gone.',
    },
    { set: { pins: 'copied', fast: 'rechecks', reclaim: 'keeps-pinned' }, expect: holds },
    {
      set: { pins: 'copied', fast: 'trusts' },
      expect: {
        ...holds,
        'stable-under-writeback': violated([...missedPin, F('checksum'), G('dma')]),
        'no-pin-under-writeback': violated([...missedPin]),
      },
    },
    { set: { pins: 'copied', fsync: true, stores: 1 }, expect: holds },
    {
      set: { pins: 'skipped', fsync: true, stores: 1 },
      expect: {
        ...holds,
        'fsync-is-durable': violated([
          G('follow_page_pte'),
          S('begin'),
          S('redirty_page'),
          S('return'),
        ]),
      },
    },
    { set: { pins: 'refused', fast: 'rechecks', stores: 1 }, expect: holds },
    {
      set: { reclaim: 'drops', pages: 2, pinners: 2, dmas: 2 },
      expect: {
        ...holds,
        'stable-under-writeback': violated(oldPin),
        'asked-before-dirty': violated(dropped),
        'reaches-the-disk': violated([...dropped, F('page_has_buffers')]),
      },
      stress: true,
    },
    {
      set: {
        pins: 'copied',
        fast: 'rechecks',
        reclaim: 'keeps-pinned',
        stores: 1,
        pinners: 2,
      },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: 'd824ec2a1546',
      subject: 'mm: do not reclaim private data from pinned page',
      year: 2023,
      property: 'asked-before-dirty',
      before: { reclaim: 'drops' },
      after: { reclaim: 'keeps-pinned' },
    },
    {
      commit: '8ac268436e6d',
      subject: 'mm/gup: disallow FOLL_LONGTERM GUP-nonfast writing to file-backed mappings',
      year: 2023,
      property: 'stable-under-writeback',
      before: {},
      after: { pins: 'refused', fast: 'rechecks', stores: 1 },
    },
  ],
});
