// What a name of the kernel's is to the reader of litmus tests: how many arguments it takes, whether it has a value, and what
// it does.

import type { Action, Place, Value } from './instruction.ts';

/** The arguments of a call, as what a primitive takes them for. */
export interface Arguments {
  /** A pointer, as in smp_load_acquire(x). */
  place(index: number): Place;
  /** What a pointer points to, as in READ_ONCE(*x). */
  target(index: number): Place;
  /** A lock or a domain of SRCU, which is no memory that a test may look at. */
  thing(index: number): string;
  value(index: number): Value;
}

export interface Primitive {
  readonly takes: number;
  /** What it does; the register takes its value. */
  readonly actions: (given: Arguments, register: string) => readonly Action[];
  /** Whether it has a value. */
  readonly answers: boolean;
}

/** One without a value. */
export function statement(
  takes: number,
  actions: (given: Arguments) => readonly Action[],
): Primitive {
  return { takes, actions, answers: false };
}

/** One with a value. */
export function question(takes: number, actions: Primitive['actions']): Primitive {
  return { takes, actions, answers: true };
}
