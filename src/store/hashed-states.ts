// What a lossy store keeps of its states: what two hashes of each leave, and not the state. So it may take a new state for a
// known one, never the other way round.
//
// How likely that is, is said on the assumption that hashes of different states are as good as random.

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

/** The place of a hash among so many, which need not be a power of two: the high part of the product (Lemire 2019). */
export function placeOf(hash: number, places: number): number {
  return Math.floor((hash >>> 0) * (places / 2 ** 32));
}
