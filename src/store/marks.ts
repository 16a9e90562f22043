// What is kept of every state by a search that keeps only its frontier in full: enough to say whether a state was seen, and no
// more. The packed table (packed.ts) is exact; others (hashed-states.ts) may take a new state for a known one, never the other way
// round.

import type { HashCode } from './hash.ts';

export interface Marks {
  /** Code for the hash by which a state is looked for. */
  readonly hashCode: HashCode;
  /** Marks the state at a place of a vector, whose hash is known; false if it is taken for one that is marked. */
  readonly mark: (states: Int32Array, from: number, hash: number) => boolean;
  /** Whether it would be. */
  readonly isMarked: (states: Int32Array, from: number, hash: number) => boolean;
  /** Reads what look-ups of these hashes will read. */
  warm(hashes: Int32Array, count: number): void;
  readonly bytes: number;
  /** Bytes that it would need at once, beside those, to go on when it is full. */
  readonly bytesToGrow: number;
  /**
   * The probability that a new state is taken for a known one when it is looked up next; undefined where that cannot be. It
   * never falls, so that it bounds that of each look-up before.
   */
  readonly omission: number | undefined;
}

export interface MarksGiven {
  /** How many bits of each word of a state vary: its lowest. */
  readonly wordBits: readonly number[];
  readonly memoryBytes: number;
  /** Makes other hashes, where states may be omitted. */
  readonly seed: number;
  /** Bytes of the memory that are in use for something else. */
  readonly beside: () => number;
}

export type MakeMarks = (given: MarksGiven) => Marks;
