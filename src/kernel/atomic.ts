// Atomic read-modify-write: include/linux/atomic, this_cpu operations (mm/slub.c's this_cpu_cmpxchg_double()). One step
// is one such operation; what these cells add to plain ones is that the operation reads like the kernel's.
//
// Their order of memory is that of Documentation/atomic_t.txt: what reads and writes in one is fully ordered, a plain read or
// write orders nothing, and there are the acquire and release forms of these.
//
// not kept: try_cmpxchg() tells what it found

import type { Cell } from '../language/cell.ts';
import type { Domain } from '../language/domain.ts';
import { action, kernelCell, query } from './kernel-cell.ts';

const IF_STORED = { order: 'full if stored' } as const;
const NOW = { givesField: 'now' } as const;

export interface Atomic<T> {
  readonly now: T;
  /** READ_ONCE(), atomic_read(). */
  read(): T;
  /** WRITE_ONCE(), atomic_set(). */
  set(next: T): void;
  /** smp_load_acquire(), atomic_read_acquire(): before all that comes after it. */
  readAcquire(): T;
  /** smp_store_release(), atomic_set_release(): after all that comes before it. */
  setRelease(next: T): void;
  /** xchg(): the value before. */
  xchg(next: T): T;
  /** cmpxchg(): the value before; it is replaced if it is `expected`. */
  cmpxchg(expected: T, next: T): T;
  /** try_cmpxchg(): whether it was replaced. */
  tryCmpxchg(expected: T, next: T): boolean;
}

/** A word that is changed atomically: `state: atomic(oneOf('idle', 'requested', 'active'))`. */
export function atomic<T>(domain: Domain<T>, initial?: T): Cell<Atomic<T>> {
  interface State {
    now: T;
  }
  function read(this: State): T {
    return this.now;
  }
  function set(this: State, next: T): void {
    this.now = next;
  }
  function xchg(this: State, next: T): T {
    const before = this.now;
    this.now = next;
    return before;
  }
  return kernelCell<Atomic<T>>(
    { now: domain },
    {
      read: query(read, { order: 'relaxed', ...NOW }),
      set: action(set, { order: 'relaxed' }),
      // rule: smp_load_acquire() orders the load with what comes after it
      readAcquire: query(read, { order: 'acquire', ...NOW }),
      // rule: smp_store_release() orders what comes before it with the store
      setRelease: action(set, { order: 'release' }),
      // rule: xchg() answers the value before
      // rule: xchg() is a full barrier
      xchg: action(xchg, { order: 'full', ...NOW }),
      // rule: cmpxchg() answers the value before, and replaces it where it is as expected
      cmpxchg: action(
        function (this: State, expected: T, next: T) {
          // Read once: a second load need not answer the same.
          const before = this.now;
          if (before === expected) this.now = next;
          return before;
        },
        { ...IF_STORED, ...NOW },
      ),
      tryCmpxchg: action(function (this: State, expected: T, next: T) {
        if (this.now !== expected) return false;
        this.now = next;
        return true;
      }, IF_STORED),
    },
    { words: true, ...(initial !== undefined && { initial: { now: initial } }) },
  );
}

export interface AtomicPair<A, B> {
  first: A;
  second: B;
  /** cmpxchg_double(): replaces both words if both are as expected. */
  cmpxchg(expectedFirst: A, expectedSecond: B, nextFirst: A, nextSecond: B): boolean;
}

/** Two words that are compared and replaced together: SLUB's `freelist` and `tid`. Each may be read alone. */
export function atomicPair<A, B>(
  first: Domain<A>,
  second: Domain<B>,
  initial?: { readonly first?: A; readonly second?: B },
): Cell<AtomicPair<A, B>> {
  interface State {
    first: A;
    second: B;
  }
  return kernelCell<AtomicPair<A, B>>(
    { first, second },
    {
      // rule: cmpxchg_double() replaces both words or none
      cmpxchg: action(function (this: State, oldFirst: A, oldSecond: B, newFirst: A, newSecond: B) {
        if (this.first !== oldFirst || this.second !== oldSecond) return false;
        this.first = newFirst;
        this.second = newSecond;
        return true;
      }, IF_STORED),
    },
    { assignable: true, words: true, ...(initial !== undefined && { initial }) },
  );
}
