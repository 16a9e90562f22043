// The packed table against a set of strings: the same answers, whatever the widths of words, and however small the table is
// at its beginning, so that states collide, blocks run full and regions grow.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashCode, hashOf } from '../../src/store/hash.ts';
import { PackedStates } from '../../src/store/packed.ts';
import { denseWords, FINALIZER, placeCode } from '../../src/store/quotient.ts';
import { STORE_FULL } from '../../src/store/state-store.ts';

const MEMORY = 2 ** 22;

/** Words of 0 to 32 bits, 1 to 300 in all. */
const widths = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 32 }), fc.constant(32)), {
    minLength: 1,
    maxLength: 10,
  })
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
function states(
  wordBits: readonly number[],
  values: readonly number[],
  many: number,
): Int32Array[] {
  let next = 1;
  const random = () => {
    next = (Math.imul(next ^ (next >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return next >>> 0;
  };
  return Array.from({ length: many }, () =>
    Int32Array.from(wordBits, (bits) => {
      const small = values[random() % values.length] + (random() % 40);
      return (random() % 2 === 0 ? small : random()) & limited(bits);
    }),
  );
}

/** Whether a table says of each state what a set says, before it is put in, when, and after. */
function agrees(given: ReturnType<typeof made>, all: readonly Int32Array[]): boolean {
  const { table, mark, isMarked } = given;
  const set = new Set<string>();
  for (const state of all) {
    const key = state.join();
    const isKnown = set.has(key);
    set.add(key);
    if (isMarked(state) !== isKnown || mark(state) === isKnown || !isMarked(state)) return false;
  }
  return all.every(isMarked) && table.counts.reduce((sum, one) => sum + one, 0) === set.size;
}

test('a table says of each state what a set says, and nothing is lost when it grows', () => {
  const asked = fc.property(
    widths,
    fc.array(fc.integer(), { minLength: 1, maxLength: 5 }),
    fc.constantFrom(undefined, 1, 2 ** 12),
    (wordBits, values, firstBytes) => {
      const one = made(wordBits, MEMORY, firstBytes);
      const before = one.table.bytes;
      expect(agrees(one, states(wordBits, values, 4000))).toBe(true);
      const bits = wordBits.reduce((sum, each) => sum + each, 0);
      if (firstBytes === 1 && bits > 32) expect(one.table.bytes).toBeGreaterThan(before);
    },
  );
  fc.assert(asked, { numRuns: 30, seed: 24, endOnFailure: true });
});

test.each([1, 2, 17, 31, 32, 33, 47, 59, 63, 64, 65, 96, 100, 200, 300])(
  'states of %i bits that differ in one bit only are told apart',
  (bits) => {
    const wordBits = Array.from({ length: Math.ceil(bits / 32) }, (_, w) =>
      Math.min(32, bits - 32 * w),
    );
    const one = made(wordBits, MEMORY, 1);
    const zero = new Int32Array(wordBits.length);
    const others = Array.from({ length: bits }, (_, bit) => {
      const state = zero.slice();
      state[bit >>> 5] |= 1 << (bit & 31);
      return state;
    });
    expect(agrees(one, [zero, ...others, ...others, zero])).toBe(true);
  },
);

test('all states of a few bits are there, and each once', () => {
  const { table, mark } = made([9, 0, 7]);
  for (let round = 0; round < 2; round++) {
    for (let k = 0; k < 2 ** 16; k++) {
      if (mark(Int32Array.of(k & 511, 0, k >>> 9)) !== (round === 0)) expect.unreachable(`${k}`);
    }
  }
  expect(table.counts.reduce((sum, one) => sum + one, 0)).toBe(2 ** 16);
});

describe('the map of states to images', () => {
  test('can be undone', () => {
    const asked = fc.property(widths, fc.integer(), (wordBits, seed) => {
      for (const state of states(wordBits, [seed], 50)) {
        const given = denseWords(wordBits, (w) => `states[from + ${w}]`);
        const [first, ...others] = given.map(
          ({ code }) => new Function('states', 'from', `return (${code}) | 0`)(state, 0) as number,
        );
        const place = hashOf((word) => placeCode(denseWords(wordBits, word)))(state, 0);
        const undone = unmixed(place) ^ hashOf(() => restOf(others))(state, 0);
        expect(undone).toBe(first);
      }
    });
    fc.assert(asked, { numRuns: 100, seed: 24, endOnFailure: true });
  });

  test('its words have all bits of the state', () => {
    const words = denseWords([3, 0, 32, 20], (w) => `states[from + ${w}]`);
    expect(words.map(({ bits }) => bits)).toEqual([32, 23]);
    const [first, second] = words.map(
      ({ code }) => new Function('states', 'from', `return ${code}`),
    );
    const state = Int32Array.of(0b101, 0, 0x80000001 | 0, 0xabcde);
    expect([first(state, 0) | 0, second(state, 0) | 0]).toEqual([
      0b101 | (0x80000001 << 3),
      (0x80000001 >>> 29) | (0xabcde << 3),
    ]);
  });
});

test.each([40, 64, 72, 96, 130])(
  'states of %i bits with one place are told apart by what is left of them',
  (bits) => {
    const wordBits = Array.from({ length: Math.ceil(bits / 32) }, (_, w) =>
      Math.min(32, bits - 32 * w),
    );
    const place = 0x12345678;
    const rests = states(wordBits.slice(1), [0, 1 << 20], 100).flatMap((rest) => [
      rest,
      // The same but for one bit of its last word, which stands at the end of a slot.
      rest.map((word, w) => (w === rest.length - 1 ? word ^ 1 : word)),
    ]);
    const all = rests.map((rest) => {
      const others = [...rest];
      return Int32Array.of(unmixed(place) ^ hashOf(() => restOf(others))(rest, 0), ...others);
    });
    const one = made(wordBits, MEMORY, 1);
    const hash = hashOf(one.table.hashCode);
    expect(new Set(all.map((state) => hash(state, 0)))).toEqual(new Set([place]));
    expect(agrees(one, [...all, ...all])).toBe(true);
  },
);

/** Code for the hash of the other words, as the map has it. */
function restOf(others: readonly number[]): string {
  return hashCode(others.length, (w) => `${others[w]}`);
}

/** Undoes the finalizer of the place. */
function unmixed(place: number): number {
  const shifted = (x: number, by: number): number => {
    let found = x;
    for (let k = 0; k < 32; k += by) found = x ^ (found >>> by);
    return found;
  };
  const [one, two] = FINALIZER;
  const once = Math.imul(shifted(place, 16), inverse(two));
  return shifted(Math.imul(shifted(once, 13), inverse(one)), 16);
}

/** Of an odd number modulo 2^32: each step of Newton's iteration doubles the bits that are right. */
function inverse(odd: number): number {
  let found = odd;
  for (let k = 0; k < 5; k++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

describe('at the end of its memory', () => {
  const wordBits = [32, 28];

  test('nothing is lost, and nothing counts as known that is not there', () => {
    const { table, mark, isMarked } = made(wordBits, 2 ** 18);
    let count = 0;
    const fill = () => {
      for (;;) {
        mark(Int32Array.of(count, count & 1023));
        count++;
      }
    };
    expect(fill).toThrow(expect.toSatisfy((error) => error === STORE_FULL));
    expect(isMarked(Int32Array.of(count, count & 1023))).toBe(false);
    for (let k = 0; k < count; k++) {
      if (!isMarked(Int32Array.of(k, k & 1023))) expect.unreachable(`${k}`);
    }
    expect(table.counts.reduce((sum, one) => sum + one, 0)).toBe(count);
    expect(table.bytes).toBeLessThanOrEqual(2 ** 18);
    expect(table.bytes / count).toBeLessThan(12);
  });

  test.each([18, 20, 24])('of 2^%i bytes nearly all are in use', (bits) => {
    const { table, mark } = made(wordBits, 2 ** bits);
    const fill = () => {
      for (let k = 0; ; k++) mark(Int32Array.of(k, k & 1023));
    };
    expect(fill).toThrow(expect.toSatisfy((error) => error === STORE_FULL));
    expect(table.bytes / 2 ** bits).toBeGreaterThan(0.95);
    expect(table.bytes).toBeLessThanOrEqual(2 ** bits);
  });

  test('what others use is taken from it', () => {
    let used = 0;
    const given = { wordBits, memoryBytes: 2 ** 20, seed: 0, beside: () => used };
    const table = new PackedStates(given);
    const hash = hashOf(table.hashCode);
    used = 2 ** 20 - table.bytes;
    const before = table.bytes;
    expect(() => {
      for (let k = 0; ; k++) table.mark(Int32Array.of(k, 0), 0, hash(Int32Array.of(k, 0), 0));
    }).toThrow(expect.toSatisfy((error) => error === STORE_FULL));
    expect(table.bytes).toBe(before);
  });

  test('too little memory for any table is refused', () => {
    expect(() => made(wordBits, 2 ** 10)).toThrow('raise it with --memory');
  });
});
