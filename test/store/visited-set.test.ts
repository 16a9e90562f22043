// The visited set against a JavaScript Set of strings, through several doublings of the table.

import { describe, expect, test } from 'vitest';
import { generateHash } from '../../src/store/hash.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';

const MEMORY = 2 ** 24;

/** Vectors of small numbers, many of them twice; the same in every run. */
function* vectors(words: number, many: number): Generator<Int32Array> {
  let seed = 1;
  for (let k = 0; k < many; k++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    const number = (seed >>> 8) % (many / 2);
    yield Int32Array.from({ length: words }, (_, w) => (w === 0 ? number : Math.imul(number, w)));
  }
}

describe.each([1, 2, 5])('vectors of %i words', (words) => {
  test('are numbered in the order in which they come, once each', () => {
    const set = new VisitedSet(words, MEMORY, 0);
    const known = new Map<string, number>();
    for (const vector of vectors(words, 40_000)) {
      const key = vector.join();
      const number = known.get(key);
      expect(set.find(vector)).toBe(number ?? -1);
      expect(set.insert(vector)).toBe(number === undefined ? known.size : ~number);
      if (number === undefined) known.set(key, known.size);
    }
    expect(set.count).toBe(known.size);
    expect(set.table.length).toBeGreaterThan(known.size);
  });
});

test('two states with one hash are two states', () => {
  const [one, other] = sameHash();
  const set = new VisitedSet(2, MEMORY, 0);
  expect(set.insert(one)).toBe(0);
  expect(set.find(other)).toBe(-1);
  expect(set.insert(other)).toBe(1);
  expect([set.insert(one), set.insert(other)]).toEqual([~0, ~1]);
});

/** Of 2^32 hashes two are likely to coincide among some 80,000 vectors. */
function sameHash(): [Int32Array, Int32Array] {
  const hash = generateHash(2);
  const byHash = new Map<number, Int32Array>();
  for (let k = 0; ; k++) {
    const vector = Int32Array.of(k, Math.imul(k, 0x5bd1e995));
    const known = hash(vector, 0);
    const twin = byHash.get(known);
    if (twin) return [twin, vector];
    byHash.set(known, vector);
  }
}
