// Hash compaction (Wolper & Leroy, CAV 1993; Stern & Dill, CHARME 1995): a table of fingerprints. Where a state is looked for is
// told by one hash, its fingerprint by the other, so that both tell it from others: 31 bits and, with a table of 2^27
// slots, 27 more.
//
// A new state is omitted if one of the fingerprints that its look-up passes is its own: of b bits, each is with a
// probability of 2^-b (Stern & Dill). How many it passes in a table of linear probing that is full to a part a:
// (1 + 1 / (1 - a)^2) / 2 - 1 (Knuth, The Art of Computer Programming 3, section 6.4, theorem K).

import { MOST_WORDS, reserve } from '../base/allocation.ts';
import { type HashedStates, placeOf } from './hashed-states.ts';

const SLOT_BYTES = 4;
const FULLEST = 0.8;
/** One less than a slot has, as 0 is an empty one. */
const FINGERPRINT_BITS = 31;

export class CompactStates implements HashedStates {
  readonly #slots: Int32Array;
  readonly #bits: number;
  readonly #most: number;
  #count = 0;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read = 0;

  /** Fingerprints of fewer bits are for tests of what is said of omissions. */
  constructor(bytes: number, bits = FINGERPRINT_BITS) {
    this.#slots = reserve(Math.min(MOST_WORDS, Math.floor(bytes / SLOT_BYTES)));
    this.#bits = bits;
    this.#most = Math.floor(FULLEST * this.#slots.length);
  }

  mark(hash: number, second: number): boolean {
    const slots = this.#slots;
    const print = this.#fingerprint(second);
    const at = this.#find(hash, print);
    if (slots[at] === print) return false;
    slots[at] = print;
    this.#count++;
    return true;
  }

  isMarked(hash: number, second: number): boolean {
    return this.#slots[this.#find(hash, this.#fingerprint(second))] !== 0;
  }

  warm(hashes: Int32Array, count: number): void {
    let read = 0;
    for (let k = 0; k < count; k++) read ^= this.#slots[placeOf(hashes[k], this.#slots.length)];
    this.read = read;
  }

  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  get bytes(): number {
    return SLOT_BYTES * this.#slots.length;
  }

  get omission(): number {
    const part = this.#count / this.#slots.length;
    const passed = (1 + 1 / (1 - part) ** 2) / 2 - 1;
    return Math.min(1, passed * 2 ** -this.#bits);
  }

  #fingerprint(second: number): number {
    return ((second >>> (32 - this.#bits)) + 1) | 0;
  }

  /** The slot of a fingerprint, or the empty one where it belongs. */
  #find(hash: number, print: number): number {
    const slots = this.#slots;
    const { length } = slots;
    let at = placeOf(hash, length);
    while (slots[at] !== 0 && slots[at] !== print) at = at + 1 === length ? 0 : at + 1;
    return at;
  }
}
