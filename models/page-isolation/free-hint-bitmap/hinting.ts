// W of free-hint-bitmap: the hinting thread goes round the bitmap, tests and clears each bit, looks at
// the pages behind it, and reports those that are free.

import { bool, none, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function hinting({ process }: Make, variant: Variant) {
  const { guard, meta, clear, validate, sections, blocksPerSection } = variant;
  const { swap, twoLevel, guarded, fixed, find, locksZone, blocks, perBit, bits } = variant;
  const wait = guard === 'rcu' ? 'synchronize_rcu' : undefined;
  const test = clear === 'before-look' ? 'test_and_clear_bit' : 'test_bit';
  const tested = guarded && !swap ? 'rcu_read_unlock' : undefined;
  const nextBit = fixed ? test : find;
  const nextRound = swap ? 'swap_bitmap' : twoLevel ? 'test_meta' : nextBit;
  return process({
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
        does: ({ page, bitmaps, zone_lock, me }) => {
          // The section is this step: who gets the lock sees what was stored under it.
          if (locksZone && !zone_lock.acquire(me)) return 'blocked';
          if (locksZone) zone_lock.release(me);
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
  });
}
