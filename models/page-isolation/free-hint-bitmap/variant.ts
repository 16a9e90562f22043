// What can be chosen in free-hint-bitmap, what follows from it for more than one process, and the cells.

import {
  array,
  type Builder,
  bool,
  cell,
  oneOf,
  orNone,
  parameter,
  range,
  record,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { barriers, rcu, spinlock } from 'mmcheck/kernel';

export const parameters = {
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
  publish: parameter(
    'What orders the page before its bit, where memory may reorder them; program-order does not ask.',
    oneOf('program-order', 'nothing', 'smp_wmb', 'smp_mb', 'zone->lock'),
  ),
  unplug: parameter('Memory hot-unplug takes the bitmap away.', bool),
  allocator: parameter('Blocks that were freed are allocated, and freed again.', bool),
  sections: parameter('Memory sections.', range(1, 2)),
  blocksPerSection: parameter('Blocks in a section, of which each has one page.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { bitmap, guard, publish, unplug, sections, blocksPerSection } = values;
  const swap = bitmap === 'rcu-swap';
  const guarded = guard !== 'none';
  const blocks = sections * blocksPerSection;
  const perBit = bitmap === 'bit-per-section' ? blocksPerSection : 1;
  const find: 'rcu_read_lock' | 'rcu_dereference' = guarded ? 'rcu_read_lock' : 'rcu_dereference';
  return {
    ...values,
    swap,
    twoLevel: bitmap === 'two-level',
    guarded,
    /** A bitmap that is never replaced needs no pointer: nobody has to find it. */
    fixed: !swap && !unplug && !guarded,
    find,
    /** Sections of zone->lock are one step, which is a barrier in sequentially consistent memory only. */
    locksZone: publish === 'zone->lock',
    blocks,
    perBit,
    bits: blocks / perBit,
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ sections, blocks, bits }: Variant) => ({
  /** What became of the one page of each block; the reported ones are free, too. */
  page: array(blocks, oneOf('allocated', 'free', 'isolated', 'reported')),
  bitmaps: array(2, record({ live: bool, bits: array(bits, bool) }), (map: number) => ({
    live: map === 0,
  })),
  bitmap: cell(orNone(upTo(1)), 0),
  meta_bitmap: array(sections, bool),
  hint_lock: spinlock('hint_lock'),
  zone_lock: spinlock('zone->lock'),
  smp: barriers(),
  rcu: rcu({ readers: 1 }),
});
