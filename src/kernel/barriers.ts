// Memory barriers: include/asm-generic/barrier.h, Documentation/memory-barriers.txt, tools/memory-model/linux-kernel.def.
// They order the loads and stores of who calls them, as the memory model of a check has it; in sequentially consistent memory,
// where nothing is to be ordered, each is a line without effect. A barrier has no state.
//
//   { flag: atomic(bool), data: cell(upTo(1)), smp: barriers() }
//
//   store:   ({ data }) => { data.value = 1; return 'next'; },
//   barrier: ({ smp }) => { smp.wmb(); return 'next'; },
//   publish: ({ flag }) => { flag.set(true); return 'done'; },
//
// smp_wmb() and smp_rmb() may share a step with what they order. smp_mb() is a step of its own: under lkmm, where others may come
// between it and a load behind it, or a store in front of it, one moment with them is stronger.
// Acquire and release are of the word: atomic.ts.
//
// not kept: smp_mb__before_atomic() and its like, for operations that order nothing themselves
// not kept: smp_store_mb() is two steps, or a store and mb() in one

import type { Cell } from '../language/cell.ts';
import { action, kernelCell } from './kernel-cell.ts';

export interface Barriers {
  /** smp_mb(): orders all before it with all after it. */
  mb(): void;
  /** smp_wmb(): orders stores with stores. */
  wmb(): void;
  /** smp_rmb(): orders loads with loads. */
  rmb(): void;
}

/** The barriers of a system. */
export function barriers(): Cell<Barriers> {
  return kernelCell<Barriers>(
    {},
    {
      // rule: smp_mb() orders stores with the loads after it
      mb: action(() => {}, { order: 'mb' }),
      // rule: smp_wmb() orders stores with the stores after it
      wmb: action(() => {}, { order: 'wmb' }),
      // rule: smp_rmb() orders loads with the loads after it
      rmb: action(() => {}, { order: 'rmb' }),
    },
  );
}
