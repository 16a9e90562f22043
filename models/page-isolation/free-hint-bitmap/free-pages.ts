// F of free-hint-bitmap: whoever frees a page finds the bitmap, if it may be replaced, and sets the bit,
// before or after the page is on the free list.

import { bool, none, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function freePages({ process }: Make, variant: Variant) {
  const { order, guard, guarded, fixed, find, twoLevel, blocks, perBit, blocksPerSection } =
    variant;
  const { publish, locksZone } = variant;
  const setFirst = order === 'set-then-free';
  const setHint = fixed ? 'set_bit' : find;
  const freed = setFirst ? 'put_page' : publish.startsWith('smp') ? 'barrier' : setHint;
  const hinted = setFirst ? 'free_one_page' : publish === 'program-order' ? 'put_page' : 'schedule';
  return process({
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
        does: ({ page, zone_lock, me }) => {
          if (locksZone && !zone_lock.acquire(me)) return 'blocked';
          page[me.id] = 'free';
          return locksZone ? 'spin_unlock' : freed;
        },
      },
      spin_unlock: {
        at: 'mm/page_alloc.c free_one_page() spin_unlock_irqrestore()',
        thread: 'F: page free',
        does: ({ zone_lock, me }) => {
          zone_lock.release(me);
          return freed;
        },
      },
      barrier: {
        thread: 'F: smp_wmb, or smp_mb__before_atomic, between the page and its bit',
        does: ({ smp }) => {
          if (publish === 'smp_wmb') smp.wmb();
          else smp.mb();
          return setHint;
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
      // Until then the bit, or the page, may not have reached memory.
      schedule: {
        thread: 'F: sleeps',
        does: ({ smp }) => {
          smp.mb();
          return 'put_page';
        },
      },
    },
    end: ['put_page'],
  });
}
