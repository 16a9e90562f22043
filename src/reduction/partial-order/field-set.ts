// Sets of fields of the state vector, as the bits of one big integer: what a step reads and writes, and whether two
// steps conflict. They are made once for each process state of a process, never in the hot loop.

import type { Field } from '../../compile/layout/field.ts';

export type FieldSet = bigint;

/** What a step, or all that a process may still do, touches. */
export interface AccessSet {
  /** What it reads, and what it writes by operations that do not all commute with each other (commuting-fields.ts). */
  readonly uses: FieldSet;
  /** All that it writes. */
  readonly writes: FieldSet;
}

export const NOTHING: AccessSet = { uses: 0n, writes: 0n };

export function union(all: readonly AccessSet[]): AccessSet {
  let { uses, writes } = NOTHING;
  for (const one of all) {
    uses |= one.uses;
    writes |= one.writes;
  }
  return { uses, writes };
}

/** Whether the order of two steps can matter: one of them writes what the other uses. */
export function areDependent(a: AccessSet, b: AccessSet): boolean {
  return (a.writes & b.uses) !== 0n || (a.uses & b.writes) !== 0n;
}

/** Gives each field its bit, and each thing that is no field but must not be reordered. */
export class FieldNumbers {
  readonly #bits = new Map<Field | string, FieldSet>();

  of(fields: Iterable<Field>): FieldSet {
    let set = 0n;
    for (const field of fields) if (field.bits > 0) set |= this.#bit(field);
    return set;
  }

  /** A bit that is no field: the steps that touch it keep their order. */
  mark(name: string): FieldSet {
    return this.#bit(name);
  }

  #bit(key: Field | string): FieldSet {
    let bit = this.#bits.get(key);
    if (bit === undefined) {
      bit = 1n << BigInt(this.#bits.size);
      this.#bits.set(key, bit);
    }
    return bit;
  }
}
