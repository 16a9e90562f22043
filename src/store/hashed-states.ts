// Marks of a lossy store: what two hashes of each state leave, and not the state. So a new state may be taken for a known one,
// never the other way round.
//
// How likely that is, is said on the assumption that hashes of different states are as good as random.

import { generateSecondHash, hashCode } from './hash.ts';
import type { MakeMarks } from './marks.ts';
import { STORE_FULL } from './state-store.ts';

export interface HashedStates {
  /** Marks a state by its hashes; false if it is taken for one that is marked. */
  mark(hash: number, second: number): boolean;
  /** Whether it would be. */
  isMarked(hash: number, second: number): boolean;
  /** Reads what look-ups of these hashes will read. */
  warm(hashes: Int32Array, count: number): void;
  readonly isFull: boolean;
  readonly bytes: number;
  /**
   * The probability that a new state is taken for a known one when it is looked up next. It never falls, so that it bounds
   * that of each look-up before.
   */
  readonly omission: number;
}

/** Made of so many bytes. */
export type MakeHashedStates = (bytes: number) => HashedStates;

/** They get this part of the memory, at once, as they cannot grow; the rest is for the frontier and for how states were found. */
const PART = 1 / 2;

export function hashedMarks(make: MakeHashedStates): MakeMarks {
  return ({ wordBits, memoryBytes, seed }) => {
    const states = make(PART * memoryBytes);
    const second = generateSecondHash(wordBits.length, seed);
    return {
      hashCode: (word) => hashCode(wordBits.length, word),
      mark(vector, from, hash) {
        // Before the state is marked: one that finds no room must not count as known.
        if (states.isFull) throw STORE_FULL;
        return states.mark(hash, second(vector, from));
      },
      isMarked: (vector, from, hash) => states.isMarked(hash, second(vector, from)),
      warm: (hashes, count) => states.warm(hashes, count),
      bytes: states.bytes,
      bytesToGrow: 0,
      get omission() {
        return states.omission;
      },
    };
  };
}

/** The place of a hash among so many, which need not be a power of two: the high part of the product (Lemire 2019). */
export function placeOf(hash: number, places: number): number {
  return Math.floor((hash >>> 0) * (places / 2 ** 32));
}
