// Bitstate hashing, or supertrace (Holzmann, "An analysis of bitstate hashing", 1998): of each state a few bits of a large array
// are set, at places that hashes tell. It never becomes full, only worse.
//
// The places are those of enhanced double hashing (Dillinger & Manolios, FMCAD 2004), which is nearly as good as a hash for
// each. A new state is omitted if all of its k bits are set: with a probability of p^k where a part p of the array is
// (Bloom 1970; Holzmann 1998). The bits are counted, so p is known, not estimated.

import { MOST_WORDS, reserve } from '../base/allocation.ts';
import { type HashedStates, placeOf } from './hashed-states.ts';

/** As SPIN has it: more are worth it only where the array is much larger than the states are many. */
const BITS_A_STATE = 3;
const WORD_BYTES = 4;
const WORD_BITS = 32;

export class BitStates implements HashedStates {
  readonly #words: Int32Array;
  #set = 0;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read = 0;
  readonly isFull = false;

  constructor(bytes: number) {
    this.#words = reserve(Math.min(MOST_WORDS, Math.floor(bytes / WORD_BYTES)));
  }

  mark(hash: number, second: number): boolean {
    const words = this.#words;
    let isNew = false;
    let place = hash;
    let step = second;
    let bits = bitsOf(hash, second);
    for (let k = 1; k <= BITS_A_STATE; k++) {
      const at = placeOf(place, words.length);
      const bit = 1 << bits;
      if ((words[at] & bit) === 0) {
        words[at] |= bit;
        this.#set++;
        isNew = true;
      }
      place = (place + step) | 0;
      step = (step + k) | 0;
      bits >>>= 5;
    }
    return isNew;
  }

  isMarked(hash: number, second: number): boolean {
    const words = this.#words;
    let place = hash;
    let step = second;
    let bits = bitsOf(hash, second);
    for (let k = 1; k <= BITS_A_STATE; k++) {
      if ((words[placeOf(place, words.length)] & (1 << bits)) === 0) return false;
      place = (place + step) | 0;
      step = (step + k) | 0;
      bits >>>= 5;
    }
    return true;
  }

  warm(hashes: Int32Array, count: number): void {
    let read = 0;
    for (let k = 0; k < count; k++) read ^= this.#words[placeOf(hashes[k], this.#words.length)];
    this.read = read;
  }

  get bytes(): number {
    return WORD_BYTES * this.#words.length;
  }

  get omission(): number {
    return (this.#set / (WORD_BITS * this.#words.length)) ** BITS_A_STATE;
  }
}

/** Five bits for each place within its word, the lowest first; a shift looks at no more. */
function bitsOf(hash: number, second: number): number {
  const mixed = Math.imul(hash ^ ((second << 16) | (second >>> 16)), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 15);
}
