// Atomic bit operations: include/asm-generic/bitops/instrumented-atomic.h, Documentation/atomic_bitops.txt. One step is one
// operation. The `_lock` and `__clear_bit_unlock` forms differ in the order of memory alone, and are these. What answers nothing orders
// nothing, what answers is a full barrier (Documentation/atomic_t.txt, ORDERING).

import { type Cell, type SetView, set } from '../language/cell.ts';
import { action, kernelCell, query } from './kernel-cell.ts';

const NONE = { order: 'relaxed' } as const;
const FULL = { order: 'full' } as const;

export interface AtomicBits {
  /** The bits that are set. */
  readonly bits: SetView<number>;
  /** test_bit(). */
  test(nr: number): boolean;
  /** set_bit(), clear_bit(), change_bit(). */
  set(nr: number): void;
  clear(nr: number): void;
  change(nr: number): void;
  /** test_and_set_bit(), test_and_clear_bit(): whether the bit was set before. */
  testAndSet(nr: number): boolean;
  testAndClear(nr: number): boolean;
}

interface State {
  readonly bits: SetView<number>;
}

/** A word of so many bits, all clear: `flags: atomicBits(2)`. */
export function atomicBits(bits: number): Cell<AtomicBits> {
  return kernelCell<AtomicBits>(
    { bits: set(bits) },
    {
      test: query(function (this: State, nr: number) {
        return this.bits.has(nr);
      }),
      // rule: set_bit(), clear_bit() and change_bit() order nothing
      set: action(function (this: State, nr: number) {
        this.bits.add(nr);
      }, NONE),
      clear: action(function (this: State, nr: number) {
        this.bits.delete(nr);
      }, NONE),
      // rule: a bit operation changes its own bit and no other
      change: action(function (this: State, nr: number) {
        if (this.bits.has(nr)) this.bits.delete(nr);
        else this.bits.add(nr);
      }, NONE),
      // rule: test_and_set_bit() and test_and_clear_bit() answer what the bit was
      testAndSet: action(function (this: State, nr: number) {
        const before = this.bits.has(nr);
        this.bits.add(nr);
        return before;
      }, FULL),
      testAndClear: action(function (this: State, nr: number) {
        const before = this.bits.has(nr);
        this.bits.delete(nr);
        return before;
      }, FULL),
    },
  );
}
