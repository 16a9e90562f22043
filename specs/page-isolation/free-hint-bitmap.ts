// The claims about free-hint-bitmap, and what becomes of each. The history: none of the bitmaps was
// merged; 36e66c554b5c (2020) has no bitmap, and walks the free lists instead. Nitesh Narayan Lal's
// v11 clears a bit under zone->lock, as it looks at the page; his v12 when it has let go of the
// lock: "Here you are clearing it without any zone->lock being held" (Duyck). Where memory is weak the
// bit needs no barrier as long as the look is under zone->lock.

import { defineSpec, none, violated } from 'mmcheck';
import model from '../../models/page-isolation/free-hint-bitmap.ts';

const F = (label: string) => ['free_pages', label] as const;
const W = (label: string) => ['hinting', label] as const;
const H = (label: string) => ['remove_memory', label] as const;
const A = ['alloc_pages', 'rmqueue'] as const;

const holds = {
  'no-lost-hint': 'holds',
  'reports-what-it-isolated': 'holds',
  'no-needless-look': 'holds',
  'no-use-after-free': 'holds',
} as const;

/** Duyck's race: W clears the bit and does not see the page, which is freed only now. */
const cleared = [
  F('set_bit'),
  W('test_and_clear_bit'),
  W('isolate_free_page'),
  F('free_one_page'),
] as const;
const setFirst = {
  ...holds,
  'no-lost-hint': violated(cleared),
  'no-needless-look': violated(cleared.slice(0, 3)),
} as const;
/** The bit is in memory before the page that it announces: what W clears is lost as above. */
const overtaken = [
  F('free_one_page'),
  F('set_bit'),
  ['buffer_free_pages', 'flush'],
  W('test_and_clear_bit'),
  W('isolate_free_page'),
] as const;
/** W has looked while the page was in use; the bit that it clears is that of another free. */
const clearedLate = [
  F('set_bit'),
  A,
  W('isolate_free_page'),
  F('free_one_page'),
  F('set_bit'),
  W('clear_bit'),
] as const;

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019), on the bitmaps of ' +
    "Nitesh's free page hinting; 36e66c554b5c does without",
  answer:
    'A bit that is set before its page is free, or cleared after the look (v12), loses a page. The ' +
    'other way round nothing is lost, as long as who uses it keeps the bitmap.',
  properties: ({ invariant, observer }, values) => {
    const { bitmap: scheme, blocksPerSection, clear, guard, unplug } = values;
    const perBit = scheme === 'bit-per-section' ? blocksPerSection : 1;
    const twoLevel = scheme === 'two-level';
    const find = guard === 'none' ? 'rcu_dereference' : 'rcu_read_lock';
    const test = clear === 'before-look' ? 'test_and_clear_bit' : 'test_bit';
    const bit = guard === 'none' && !unplug ? test : find;
    const round = scheme === 'rcu-swap' ? 'swap_bitmap' : twoLevel ? 'test_meta' : bit;

    return {
      'no-lost-hint': invariant(
        'when nobody is at work, a free page that was not reported has its bit set',
        ({ page, bitmap, bitmaps, meta_bitmap, free_pages, hinting }) => {
          const map = bitmap.value;
          if (map === none || hinting[0].at !== round) return true;
          if (free_pages.some(({ at }) => at !== 'put_page')) return true;
          return page.every(
            (one, block) =>
              one !== 'free' ||
              (bitmaps[map].bits[Math.floor(block / perBit)] &&
                (!twoLevel || meta_bitmap[Math.floor(block / blocksPerSection)])),
          );
        },
      ),
      'reports-what-it-isolated': observer('what is reported was isolated under zone->lock', {
        state: {},
        on: {
          hinting: {
            report: ({ page, me, assert }) =>
              assert(page[me.block] === 'isolated', 'the page may be in use'),
          },
        },
      }),
      'no-needless-look': observer('the hinting thread looks at no page for nothing', {
        state: {},
        on: {
          hinting: {
            isolate_free_page: ({ step, assert }) =>
              assert(step.to === 'report', 'the page is not free, or was reported'),
          },
        },
      }),
      'no-use-after-free': observer('nobody uses a bitmap that was freed', {
        state: {},
        on: {
          free_pages: {
            set_bit: ({ bitmaps, me, assert }) =>
              assert(bitmaps[me.map].live, 'set_bit() in a bitmap that was freed'),
          },
          hinting: {
            test_and_clear_bit: ({ bitmaps, me, assert }) =>
              assert(bitmaps[me.map].live, 'test_and_clear_bit() in a bitmap that was freed'),
            test_bit: ({ bitmaps, me, assert }) =>
              assert(bitmaps[me.map].live, 'test_bit() in a bitmap that was freed'),
            isolate_free_page: ({ bitmaps, me, assert }) =>
              assert(
                clear !== 'with-look' || bitmaps[me.map].live,
                'clear_bit() in a bitmap that was freed',
              ),
            clear_bit: ({ bitmaps, me, assert }) =>
              assert(bitmaps[me.map].live, 'clear_bit() in a bitmap that was freed'),
          },
        },
      }),
    };
  },
  rows: [
    { set: { bitmap: 'bit-per-block', order: 'free-then-set' }, expect: holds },
    { set: { bitmap: 'bit-per-block', order: 'set-then-free' }, expect: setFirst },
    {
      set: { bitmap: 'bit-per-block', order: 'free-then-set', allocator: true },
      expect: {
        ...holds,
        'no-needless-look': violated([F('set_bit'), A, W('isolate_free_page')]),
      },
      note: 'Whoever allocates the page leaves its bit set: by design.',
    },
    {
      set: { bitmap: 'bit-per-block', clear: 'with-look', allocator: true },
      expect: {
        ...holds,
        'no-needless-look': violated([F('set_bit'), A, W('isolate_free_page')]),
      },
    },
    {
      set: { bitmap: 'bit-per-block', clear: 'after-look', allocator: true },
      expect: {
        ...holds,
        'no-lost-hint': violated(clearedLate),
        'no-needless-look': violated([F('set_bit'), A, W('isolate_free_page')]),
      },
    },
    {
      set: { bitmap: 'bit-per-block', validate: 'trust-bit', allocator: true },
      expect: {
        ...holds,
        'reports-what-it-isolated': violated([F('set_bit'), W('report')]),
      },
    },

    {
      set: { bitmap: 'bit-per-section', order: 'free-then-set', blocksPerSection: 2 },
      expect: {
        ...holds,
        'no-needless-look': violated([F('set_bit'), W('isolate_free_page')]),
      },
      note: 'The thread looks at all pages of a section for one of them: duplicates are allowed.',
    },
    {
      set: { bitmap: 'bit-per-section', order: 'set-then-free', blocksPerSection: 2 },
      expect: setFirst,
    },

    { set: { bitmap: 'rcu-swap', guard: 'rcu' }, expect: holds },
    { set: { bitmap: 'rcu-swap', guard: 'lock' }, expect: holds },
    {
      set: { bitmap: 'rcu-swap', guard: 'none' },
      expect: {
        ...holds,
        'no-lost-hint': violated([
          F('free_one_page'),
          F('rcu_dereference'),
          W('swap_bitmap'),
          W('test_and_clear_bit'),
          F('set_bit'),
        ]),
        'no-use-after-free': violated([
          F('rcu_dereference'),
          W('swap_bitmap'),
          W('kfree'),
          F('set_bit'),
        ]),
      },
    },
    { set: { bitmap: 'rcu-swap', order: 'set-then-free', guard: 'rcu' }, expect: setFirst },

    {
      set: { bitmap: 'two-level', meta: 'clear-then-scan', blocksPerSection: 2 },
      expect: holds,
    },
    {
      set: { bitmap: 'two-level', meta: 'scan-then-clear', blocksPerSection: 2 },
      expect: {
        ...holds,
        'no-lost-hint': violated([
          W('test_meta'),
          W('test_and_clear_bit'),
          F('set_bit'),
          F('set_meta'),
          W('clear_meta'),
        ]),
      },
    },

    {
      set: { bitmap: 'bit-per-block', guard: 'none', unplug: true },
      expect: {
        ...holds,
        'no-use-after-free': violated([W('rcu_dereference'), H('kfree'), W('test_and_clear_bit')]),
      },
    },
    { set: { bitmap: 'bit-per-block', guard: 'rcu', unplug: true }, expect: holds },
    { set: { bitmap: 'bit-per-block', guard: 'lock', unplug: true }, expect: holds },

    // Where stores may pass one another, the order of the two is one of program text only.
    {
      set: { publish: 'nothing', 'memory-model': 'tso' },
      expect: holds,
    },
    {
      set: { publish: 'nothing', 'memory-model': 'pso' },
      expect: {
        ...holds,
        'no-lost-hint': violated([...overtaken, F('schedule')]),
        'no-needless-look': violated(overtaken),
      },
      note: 'If W looked at the page without zone->lock.',
    },
    { set: { publish: 'smp_wmb', 'memory-model': 'pso' }, expect: holds },
    {
      set: { publish: 'smp_mb', 'memory-model': 'pso' },
      expect: holds,
      note: 'smp_mb__before_atomic(), for set_bit() is no barrier; test_and_set_bit() is one by itself.',
    },
    {
      set: { publish: 'zone->lock', 'memory-model': 'pso' },
      expect: holds,
      note:
        'The bit needs no barrier: it is set by who has had zone->lock, and W takes that before it looks. ' +
        'So it waits until what was stored under the lock is there.',
    },

    {
      set: { bitmap: 'two-level', sections: 2, blocksPerSection: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { bitmap: 'two-level', blocksPerSection: 2, allocator: true },
      expect: {
        ...holds,
        'no-needless-look': violated([F('set_bit'), A, W('isolate_free_page')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject: '[RFC][Patch v12 1/2] mm: page_reporting: core infrastructure',
      year: 2019,
      property: 'no-lost-hint',
      before: { bitmap: 'bit-per-block', clear: 'with-look', allocator: true },
      after: { bitmap: 'bit-per-block', clear: 'after-look', allocator: true },
    },
  ],
});
