// What a search puts its states into. A store says of each state whether it is new, and gives new ones numbers in the order in
// which they come.
//
// What must stay true: a state that was put in is known from then on. An exact store (visited-set.ts) calls no other state
// known; a lossy one (hashed-states.ts) may, and that state is omitted, with all that is reached through it alone.

import type { HashCode } from './hash.ts';

export interface StateStore {
  readonly words: number;
  readonly count: number;
  /** Bytes in use. */
  readonly bytes: number;
  /** Bytes that it would need at once to go on when it is full. */
  readonly bytesToGrow: number;
  /** Code for the hash by which it looks for states. */
  readonly hashCode: HashCode;
  /** The number of the state if it is new, else less than 0. */
  insert(state: Int32Array): number;
  /** The same for a state that begins at a place of a longer vector, and whose hash is known. */
  readonly insertFrom: (states: Int32Array, from: number, hash: number) => number;
  /** Reads what look-ups of these hashes will read. */
  warm(hashes: Int32Array, count: number): void;
  /** Whether a state is taken for one that was put in: less than 0 if not. */
  find(state: Int32Array): number;
  /** Copies a state into a vector. */
  readonly load: (index: number, into: Int32Array) => void;
}

/** Thrown when a new state finds no room: the search ends there, with what it has learnt. */
export const STORE_FULL = Symbol('the store of states is full');
