// refcount: lib/refcount.c, include/linux/refcount.h, and page references (get_page_unless_zero()). A get on a count of
// zero is the bug that refcount_t warns of, so it is an answer, not a silent increment: a step asserts it.

import type { Cell } from '../model/cell.ts';
import { upTo } from '../model/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

export interface Refcount {
  readonly count: number;
  /** refcount_inc(), get_page(): false, and nothing happens, where the count is zero ("addition on 0; use-after-free"). */
  inc(): boolean;
  /** refcount_inc_not_zero(), get_page_unless_zero(). */
  incNotZero(): boolean;
  /** refcount_dec_and_test(), put_page_testzero(): whether that was the last reference. */
  decAndTest(): boolean;
  /** page_ref_freeze(): takes all `expected` references at once, if there are exactly that many. */
  freeze(expected: number): boolean;
  /** refcount_set(), page_ref_unfreeze(). */
  set(count: number): void;
  read(): number;
}

interface State {
  count: number;
}

function incNotZero(this: State): boolean {
  if (this.count === 0) return false;
  this.count++;
  return true;
}

/** A reference count of at most `max`. */
export function refcount(max: number, initial = 1): Cell<Refcount> {
  return kernelCell<Refcount>(
    { count: upTo(max) },
    {
      inc: action(incNotZero),
      incNotZero: action(incNotZero),
      decAndTest: action(function (this: State) {
        if (this.count === 0) refuse(this, 'a reference count of 0 is decremented');
        this.count--;
        return this.count === 0;
      }),
      freeze: action(function (this: State, expected: number) {
        if (this.count !== expected) return false;
        this.count = 0;
        return true;
      }),
      set: action(function (this: State, count: number) {
        this.count = count;
      }),
      read: query(function (this: State) {
        return this.count;
      }),
    },
    { initial: { count: initial } },
  );
}
