// The packed table against a set of strings: the same answers, whatever the widths of words, and however small the table is
// at its beginning, so that states collide, blocks run full and regions grow.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../src/store/hash.ts';
import { PackedStates } from '../../src/store/packed.ts';
import { denseWords, FINALIZER, placeCode } from '../../src/store/quotient.ts';
import { STORE_FULL } from '../../src/store/state-store.ts';

const MEMORY = 2 ** 22;

/** Words of 0 to 32 bits, 1 to 300 in all. */
const widths = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 32 }), fc.constant(32)), { minLength: 1, maxLength: 10 })
  .filter((bits) => bits.some((one) => one > 0));

function limited(bits: number): number {
  return bits === 32 ? -1 : 2 ** bits - 1;
}

function made(wordBits: readonly number[], memoryBytes = MEMORY, firstBytes?: number) {
  const given = { wordBits, memoryBytes, seed: 0, beside: () => 0 };
  const table = new PackedStates(given, firstBytes);
  const hash = hashOf(table.hashCode);
  return {
    table,
    mark: (state: Int32Array) => table.mark(state, 0, hash(state, 0)),
    isMarked: (state: Int32Array) => table.isMarked(state, 0, hash(state, 0)),
  };
}

/** Many states of few values in each word, so that many share a word and all are met again. */
function states(wordBits: readonly number[], values: readonly number[], many: number): Int32Array[] {
  let next = 1;
  const random = () => (next = Math.imul(next ^ (next >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
  return Array.from({ length: many }, () =>
    Int32Array.from(wordBits, (bits) => {
      const small = values[random() % values.length] + (random() % 40);
      return (random() % 2 === 0 ? small : random()) & limited(bits);
    }),
  );
}

test('a table says of each state what a set says', () => {
  const asked = fc.property(
    widths,
    fc.array(fc.integer(), { minLength: 1, maxLength: 5 }),
    fc.constantFrom(undefined, 1, 2 ** 12),
    (wordBits, values, firstBytes) => {
      const { table, mark, isMarked } = made(wordBits, MEMORY, firstBytes);
      const set = new Set<string>();
      for (const state of states(wordBits, values, 4000)) {
        const key = state.join();
        expect(isMarked(state)).toBe(set.has(key));
        expect(mark(state)).toBe(!set.has(key));
        set.add(key);
        expect(isMarked(state)).toBe(true);
      }
      expect(table.counts.reduce((sum, one) => sum + one, 0)).toBe(set.size);
    },
  );
  fc.assert(asked, { numRuns: 40, seed: 24, endOnFailure: true });
});
