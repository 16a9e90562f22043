// refcount: lib/refcount.c, include/linux/refcount.h, and page references (include/linux/page_ref.h). A get on a count of
// zero is the bug that refcount_t warns of, so it is an answer, not a silent increment: a step asserts it.
//
// As a rule what refcount_t warns of is refused, for the model is wrong. With `saturates` it is what the kernel does:
// the count is REFCOUNT_SATURATED from then on, whatever is done to it, so that the object leaks instead of being used
// after it is freed, and `warning` remembers the first, for a property to ask: `ref.warning === 'none'`.
//
// A page's count is no refcount_t and never saturates: get_page() on zero is the caller's mistake, and to freeze one is
// to take all references at once.

import { checkOptions } from '../base/given.ts';
import type { Cell } from '../language/cell.ts';
import { bool, oneOf, upTo } from '../language/domain.ts';
import { action, kernelCell, query, refuse } from './kernel-cell.ts';

/** Documentation/core-api/refcount-vs-atomic.rst: who has a reference has it from somewhere, and that is what orders. */
const NONE = { order: 'relaxed' } as const;

/** What refcount_warn_saturate() says, of each event. */
const WARNINGS = [
  'none',
  'addition on 0; use-after-free',
  'underflow; use-after-free',
  'decrement hit 0; leaking memory',
  'saturated; leaking memory',
] as const;
export type RefcountWarning = (typeof WARNINGS)[number];

export interface Refcount {
  readonly count: number;
  /** REFCOUNT_SATURATED: the count moves no more. */
  readonly saturated: boolean;
  /** The first warning of refcount_warn_saturate(), or 'none'. */
  readonly warning: RefcountWarning;
  /** refcount_inc(), get_page(): false where the count is zero ("addition on 0; use-after-free"). */
  inc(): boolean;
  /** refcount_inc_not_zero(), get_page_unless_zero(). */
  incNotZero(): boolean;
  /** refcount_dec(): for a reference that is never the last. */
  dec(): void;
  /** refcount_dec_and_test(), put_page_testzero(): whether that was the last reference. */
  decAndTest(): boolean;
  /** refcount_dec_if_one(): gives the last reference back, and no other. */
  decIfOne(): boolean;
  /** refcount_dec_not_one(): gives any reference back but the last; then false. */
  decNotOne(): boolean;
  /** page_ref_freeze(): takes all `expected` references at once, if there are exactly that many. */
  freeze(expected: number): boolean;
  /** refcount_set(), page_ref_unfreeze(). */
  set(count: number): void;
  read(): number;
}

interface State {
  count: number;
  saturated: boolean;
  warning: RefcountWarning;
}

export interface RefcountOptions {
  /** Saturates and warns as lib/refcount.c does; a count beyond the most saturates, too. */
  readonly saturates?: boolean;
}

/** A reference count of at most `max`. */
export function refcount(max: number, initial = 1, options: RefcountOptions = {}): Cell<Refcount> {
  checkOptions('refcount', options, ['saturates']);
  const { saturates = false } = options;

  // rule: a saturated count stays, whatever is done to it
  /** A count that is saturated shows the most: nobody takes it for zero. */
  function saturate(ref: State, warning: RefcountWarning): void {
    ref.count = max;
    ref.saturated = true;
    if (ref.warning === 'none') ref.warning = warning;
  }
  /** True while there is something to count; what is beyond is refused, or saturates. */
  function counts(ref: State, isRight: boolean, warning: RefcountWarning): boolean {
    if (isRight && !ref.saturated) return true;
    if (!saturates) refuse(ref, REFUSALS[warning]);
    saturate(ref, warning);
    return false;
  }
  function add(ref: State): void {
    // rule: more references than fit saturate
    // Without `saturates` the domain of the count refuses one too many, and says how many there may be.
    if (!saturates || counts(ref, ref.count < max, 'saturated; leaking memory')) ref.count++;
  }

  // not kept: refcount_add() and refcount_sub_and_test() of more than one at once
  // not kept: refcount_dec_and_lock() and its like in one step
  return kernelCell<Refcount>(
    { count: upTo(max), saturated: bool, warning: oneOf(...WARNINGS) },
    {
      // rule: to take a reference orders nothing
      inc: action(function (this: State) {
        // rule: an addition on 0 is a use after free, and saturates
        if (this.count === 0) {
          if (saturates) saturate(this, 'addition on 0; use-after-free');
          return false;
        }
        add(this);
        return true;
      }, NONE),
      // rule: nobody gets a reference to what has none
      incNotZero: action(
        function (this: State) {
          if (this.count === 0) return false;
          add(this);
          return true;
        },
        { mustCheck: true, ...NONE },
      ),
      // rule: dec() of the last reference leaks, and saturates
      dec: action(function (this: State) {
        if (counts(this, this.count > 1, 'decrement hit 0; leaking memory')) this.count--;
      }),
      // rule: an underflow frees nothing, and saturates
      decAndTest: action(
        function (this: State) {
          if (!counts(this, this.count > 0, 'underflow; use-after-free')) return false;
          this.count--;
          return this.count === 0;
        },
        { mustCheck: true },
      ),
      // rule: decIfOne() takes the last reference, decNotOne() any other
      decIfOne: action(function (this: State) {
        if (this.saturated || this.count !== 1) return false;
        this.count = 0;
        return true;
      }),
      decNotOne: action(function (this: State) {
        if (this.saturated) return true;
        if (this.count === 1) return false;
        // WARN_ONCE() without saturation: the count stays 0.
        if (this.count > 0) this.count--;
        else if (!saturates) refuse(this, REFUSALS['underflow; use-after-free']);
        else if (this.warning === 'none') this.warning = 'underflow; use-after-free';
        return true;
      }),
      // rule: freezing takes all references at once, or none
      freeze: action(function (this: State, expected: number) {
        if (this.saturated || this.count !== expected) return false;
        this.count = 0;
        return true;
      }),
      set: action(function (this: State, count: number) {
        this.saturated = false;
        this.count = count;
      }),
      read: query(function (this: State) {
        return this.count;
      }),
    },
    { initial: { count: initial } },
  );
}

const REFUSALS: Readonly<Record<RefcountWarning, string>> = {
  none: '',
  'addition on 0; use-after-free': 'a reference count of 0 is incremented',
  'underflow; use-after-free': 'a reference count of 0 is decremented',
  'decrement hit 0; leaking memory':
    'the last reference is given back with dec(), which frees nothing; use decAndTest()',
  'saturated; leaking memory': 'there are more references than the count has room for',
};
