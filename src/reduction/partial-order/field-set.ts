// Sets of fields of the state vector, as the bits of one big integer: what a step reads and writes, and whether two
// steps meet. They are made once for each situation of a process, never in the hot loop.

import type { Field } from '../../model/layout/field.ts';

export type FieldSet = bigint;

/** What a step, or all that a process may still do, reads and writes. */
export interface Touched {
  readonly reads: FieldSet;
  readonly writes: FieldSet;
}

export const NOTHING: Touched = { reads: 0n, writes: 0n };

export function union(all: readonly Touched[]): Touched {
  let { reads, writes } = NOTHING;
  for (const one of all) {
    reads |= one.reads;
    writes |= one.writes;
  }
  return { reads, writes };
}

/** Whether the order of two steps can matter: one of them writes what the other touches. */
export function meets(a: Touched, b: Touched): boolean {
  return (a.writes & (b.reads | b.writes)) !== 0n || (a.reads & b.writes) !== 0n;
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
