// free-hint-bitmap: a freed page is announced by a bit, which a hinting thread tests and clears.
//
// linux-mm, November 2019, on free page reporting (Hildenbrand, Duyck) and on the bitmaps of
// Nitesh's free page hinting, which 36e66c554b5c (2020) did without: "a race where you free a page
// and set the bit and the hinting thread tests and clears the bit but doesn't see the freed page".
// At stake: free memory that the host never hears of, and a bitmap that is used after it is freed.

import {
  array,
  bool,
  cell,
  defineModel,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  record,
  system,
  upTo,
} from 'mmcheck';
import { rcu, spinlock } from 'mmcheck/kernel';

export default defineModel('free-hint-bitmap', {
  about:
    'A freed page is announced by a bit that the hinting thread tests and clears: in which order, ' +
    'and who may free the bitmap? Free page reporting (2019).',
  parameters: {
    bitmap: parameter(
      'Bits of blocks or sections; or of both; rcu-swap: scanned once an empty bitmap is in its place.',
      oneOf('bit-per-block', 'bit-per-section', 'two-level', 'rcu-swap'),
    ),
    order: parameter('What a free does first.', oneOf('free-then-set', 'set-then-free')),
    guard: parameter('What keeps a bitmap while it is used.', oneOf('none', 'rcu', 'lock')),
    meta: parameter('When the upper bit is cleared.', oneOf('clear-then-scan', 'scan-then-clear')),
    clear: parameter(
      'When a bit is cleared: before the look at the page, as one with it, or afterwards.',
      oneOf('before-look', 'with-look', 'after-look'),
    ),
    validate: parameter('How hinting knows that a page is free.', oneOf('under-lock', 'trust-bit')),
    unplug: parameter('Memory hot-unplug takes the bitmap away.', bool),
    allocator: parameter('Blocks that were freed are allocated, and freed again.', bool),
    sections: parameter('Memory sections.', range(1, 2)),
    blocksPerSection: parameter('Blocks in a section, of which each has one page.', range(1, 2)),
  },

  system: (parameters) => {
    const { order, guard, meta, clear, validate, unplug, allocator } = parameters;
    const { sections, blocksPerSection } = parameters;
    const swap = parameters.bitmap === 'rcu-swap';
    const twoLevel = parameters.bitmap === 'two-level';
    const blocks = sections * blocksPerSection;
    const perBit = parameters.bitmap === 'bit-per-section' ? blocksPerSection : 1;
    const bits = blocks / perBit;
    const blockNumbers = Array.from({ length: blocks }, (_, block) => block);

    const guarded = guard !== 'none';
    const find = guarded ? 'rcu_read_lock' : 'rcu_dereference';
    /** A bitmap that is never replaced needs no pointer. */
    const fixed = !swap && !unplug && !guarded;
    const setHint = fixed ? 'set_bit' : find;
    const setFirst = order === 'set-then-free';
    const hinted = setFirst ? 'free_one_page' : 'put_page';
    const wait = guard === 'rcu' ? 'synchronize_rcu' : undefined;
    const test = clear === 'before-look' ? 'test_and_clear_bit' : 'test_bit';
    const tested = guarded && !swap ? 'rcu_read_unlock' : undefined;
    const nextBit = fixed ? test : find;
    const nextRound = swap ? 'swap_bitmap' : twoLevel ? 'test_meta' : nextBit;

    return system(
      {
        /** What became of the one page of each block; the reported ones are free, too. */
        page: array(blocks, oneOf('allocated', 'free', 'isolated', 'reported')),
        bitmaps: array(2, record({ live: bool, bits: array(bits, bool) }), (map: number) => ({
          live: map === 0,
        })),
        bitmap: cell(orNone(upTo(1)), 0),
        meta_bitmap: array(sections, bool),
        hint_lock: spinlock('hint_lock'),
        rcu: rcu({ readers: 1 }),
      },
      ({ process }) => ({
        free_pages: process({
          count: blocks,
          locals: { map: upTo(1), gone: bool },
          start: 'put_page',
          steps: {
            put_page: {
              at: 'mm/page_alloc.c __free_pages()',
              thread: 'F: page free',
              does: ({ page, me }) => {
                if (page[me.id] !== 'allocated') return 'blocked';
                return setFirst ? setHint : 'free_one_page';
              },
            },
            free_one_page: {
              at: 'mm/page_alloc.c __free_one_page()',
              thread: 'F: page free',
              atomic: 'under zone->lock',
              does: ({ page, me }) => {
                page[me.id] = 'free';
                return setFirst ? 'put_page' : setHint;
              },
            },
            rcu_read_lock: {
              thread: 'F: look up the bitmap',
              atomic: 'RCU or the lock, as guard says',
              does: ({ rcu, hint_lock, me }) => {
                if (guard === 'rcu') rcu.readLock(me);
                else if (!hint_lock.acquire(me)) return 'blocked';
                return 'rcu_dereference';
              },
            },
            rcu_dereference: {
              thread: 'F: look up the bitmap',
              does: ({ bitmap, me }) => {
                me.gone = bitmap.value === none;
                me.map = bitmap.value === none ? 0 : bitmap.value;
                if (!me.gone) return 'set_bit';
                return guarded ? 'rcu_read_unlock' : hinted;
              },
            },
            set_bit: {
              thread: ['F: set bit', 'F: set section bit, then meta bit'],
              does: ({ bitmaps, me }) => {
                bitmaps[me.map].bits[Math.floor(me.id / perBit)] = true;
                if (twoLevel) return 'set_meta';
                return guarded ? 'rcu_read_unlock' : hinted;
              },
            },
            set_meta: {
              thread: 'F: set section bit, then meta bit',
              does: ({ meta_bitmap, me }) => {
                meta_bitmap[Math.floor(me.id / blocksPerSection)] = true;
                return guarded ? 'rcu_read_unlock' : hinted;
              },
            },
            rcu_read_unlock: {
              thread: 'F: look up the bitmap',
              atomic: 'RCU or the lock, as guard says',
              does: ({ rcu, hint_lock, me }) => {
                if (guard === 'rcu') rcu.readUnlock(me);
                else hint_lock.release(me);
                return hinted;
              },
            },
          },
          end: ['put_page'],
        }),
        hinting: process({
          locals: {
            map: upTo(1),
            gone: bool,
            section: upTo(sections - 1),
            bit: upTo(bits),
            block: upTo(blocks),
            hit: bool,
          },
          start: nextRound,
          steps: {
            swap_bitmap: {
              thread: 'W: swaps the bitmap, waits a grace period, scans the old',
              atomic: 'under zone->lock; nobody else knows the empty bitmap yet',
              does: ({ bitmap, bitmaps, hint_lock, me }) => {
                if (hint_lock.owner !== none) return 'blocked';
                me.map = bitmap.value === none ? 0 : bitmap.value;
                const empty = 1 - me.map;
                bitmaps[empty].live = true;
                for (let b = 0; b < bits; b++) bitmaps[empty].bits[b] = false;
                bitmap.value = empty;
                return wait ?? test;
              },
            },
            synchronize_rcu: {
              thread: 'W: swaps the bitmap, waits a grace period, scans the old',
              does: ({ rcu }) => {
                rcu.start(0);
                return 'wait_rcu_gp';
              },
            },
            wait_rcu_gp: {
              thread: 'W: swaps the bitmap, waits a grace period, scans the old',
              does: ({ rcu }) => (rcu.isOver(0) ? test : 'blocked'),
            },

            test_meta: {
              thread: 'W: clears meta before or after it scans',
              does: ({ meta_bitmap, me }) => {
                if (!meta_bitmap[me.section]) {
                  me.section = (me.section + 1) % sections;
                  return 'test_meta';
                }
                if (meta === 'clear-then-scan') meta_bitmap[me.section] = false;
                me.bit = me.section * blocksPerSection;
                return test;
              },
            },
            clear_meta: {
              thread: 'W: clears meta before or after it scans',
              does: ({ meta_bitmap, me }) => {
                meta_bitmap[me.section] = false;
                return 'test_meta';
              },
            },

            rcu_read_lock: {
              thread: 'W: tests and clears the bit',
              atomic: 'RCU or the lock, as guard says',
              does: ({ rcu, hint_lock, me }) => {
                if (guard === 'rcu') rcu.readLock(me);
                else if (!hint_lock.acquire(me)) return 'blocked';
                return 'rcu_dereference';
              },
            },
            rcu_dereference: {
              thread: 'W: tests and clears the bit',
              does: ({ bitmap, me }) => {
                me.gone = bitmap.value === none;
                if (!me.gone) return test;
                return guarded ? 'rcu_read_unlock' : 'done';
              },
            },
            test_and_clear_bit: {
              thread: 'W: tests and clears the bit',
              does: ({ bitmaps, me }) => {
                me.hit = bitmaps[me.map].bits[me.bit];
                bitmaps[me.map].bits[me.bit] = false;
                me.block = me.bit * perBit;
                return tested ?? (me.hit ? 'isolate_free_page' : 'next_bit');
              },
            },
            test_bit: {
              thread: 'W: tests and clears the bit',
              does: ({ bitmaps, me }) => {
                me.hit = bitmaps[me.map].bits[me.bit];
                me.block = me.bit * perBit;
                return tested ?? (me.hit ? 'isolate_free_page' : 'next_bit');
              },
            },
            rcu_read_unlock: {
              thread: 'W: tests and clears the bit',
              atomic: 'RCU or the lock, as guard says',
              does: ({ rcu, hint_lock, me }) => {
                if (guard === 'rcu') rcu.readUnlock(me);
                else hint_lock.release(me);
                if (me.gone) return 'done';
                return me.hit ? 'isolate_free_page' : 'next_bit';
              },
            },

            isolate_free_page: {
              at: 'mm/page_alloc.c __isolate_free_page()',
              thread: 'W: looks at the page, under zone->lock',
              atomic: 'under zone->lock',
              does: ({ page, bitmaps, me }) => {
                if (clear === 'with-look') bitmaps[me.map].bits[me.bit] = false;
                if (validate === 'trust-bit') return 'report';
                if (page[me.block] !== 'free') return 'next_block';
                page[me.block] = 'isolated';
                return 'report';
              },
            },
            report: {
              at: 'drivers/virtio/virtio_balloon.c, to the host',
              thread: 'W: reports',
              does: () => 'return_page',
            },
            return_page: {
              at: 'mm/page_alloc.c __putback_isolated_page()',
              thread: 'W: reports',
              atomic: 'under zone->lock',
              does: ({ page, me }) => {
                if (page[me.block] !== 'allocated') page[me.block] = 'reported';
                return 'next_block';
              },
            },
            next_block: {
              thread: 'W: looks at the page, under zone->lock',
              does: ({ me }) => {
                me.block++;
                if (me.block % perBit !== 0) return 'isolate_free_page';
                return clear === 'after-look' ? 'clear_bit' : 'next_bit';
              },
            },
            clear_bit: {
              thread: 'W: tests and clears the bit',
              does: ({ bitmaps, me }) => {
                bitmaps[me.map].bits[me.bit] = false;
                return 'next_bit';
              },
            },
            next_bit: {
              thread: 'W: tests and clears the bit',
              does: ({ me }) => {
                me.hit = false;
                me.block = 0;
                me.bit++;
                if (swap || twoLevel) {
                  const end = swap ? bits : (me.section + 1) * blocksPerSection;
                  if (me.bit < end) return test;
                  me.bit = 0;
                  if (swap) return 'kfree';
                  return meta === 'scan-then-clear' ? 'clear_meta' : 'test_meta';
                }
                me.bit %= bits;
                return nextBit;
              },
            },
            kfree: {
              thread: 'W: swaps the bitmap, waits a grace period, scans the old',
              does: ({ bitmaps, me }) => {
                bitmaps[me.map].live = false;
                return 'swap_bitmap';
              },
            },
          },
        }),
        ...(allocator && {
          alloc_pages: process({
            environment: true,
            start: 'rmqueue',
            steps: {
              rmqueue: {
                at: 'mm/page_alloc.c rmqueue()',
                thread: 'A: re-allocates',
                atomic: 'under zone->lock',
                does: ({ page, choose }) => {
                  const offered = blockNumbers.filter(
                    (b) => page[b] === 'free' || page[b] === 'reported',
                  );
                  if (offered.length === 0) return 'blocked';
                  page[choose(offered)] = 'allocated';
                  return 'rmqueue';
                },
              },
            },
          }),
        }),
        ...(unplug && {
          remove_memory: process({
            start: 'rcu_assign_pointer',
            steps: {
              rcu_assign_pointer: {
                at: 'mm/memory_hotplug.c try_remove_memory() arch_remove_memory()',
                thread: 'H: frees the bitmap',
                atomic: 'under the lock, where there is one',
                does: ({ bitmap, hint_lock }) => {
                  if (hint_lock.owner !== none) return 'blocked';
                  bitmap.value = none;
                  return wait ?? 'kfree';
                },
              },
              synchronize_rcu: {
                thread: 'H: frees the bitmap',
                does: ({ rcu }) => {
                  rcu.start(0);
                  return 'wait_rcu_gp';
                },
              },
              wait_rcu_gp: {
                thread: 'H: frees the bitmap',
                does: ({ rcu }) => (rcu.isOver(0) ? 'kfree' : 'blocked'),
              },
              kfree: {
                thread: 'H: frees the bitmap',
                does: ({ bitmaps }) => {
                  bitmaps[0].live = false;
                  return 'done';
                },
              },
            },
          }),
        }),
      }),
    );
  },
});
