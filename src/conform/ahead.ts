// How many demands each instance has met beyond those that are due, packed behind a state of the model.

const BITS = 2;
const EACH = 32 / BITS;

/** A demand's part of the trace overlaps with that of the one before it and the one after it, and no other. */
const MOST_AHEAD = 2 ** BITS - 1;

export class Ahead {
  /** Of a state with the counts behind it. */
  readonly words: number;
  readonly #first: number;

  constructor(stateWords: number, instances: number) {
    this.#first = stateWords;
    this.words = stateWords + Math.ceil(instances / EACH);
  }

  of(state: Int32Array, instance: number): number {
    const word = this.#first + Math.floor(instance / EACH);
    return (state[word] >>> (BITS * (instance % EACH))) & MOST_AHEAD;
  }

  put(state: Int32Array, instance: number, count: number): void {
    const word = this.#first + Math.floor(instance / EACH);
    const shift = BITS * (instance % EACH);
    state[word] = (state[word] & ~(MOST_AHEAD << shift)) | (count << shift);
  }

  /** Takes what is due now from each instance's count; false where one has not met it. */
  less(state: Int32Array, due: readonly number[]): boolean {
    for (let k = 0; k < due.length; k++) {
      const left = this.of(state, k) - due[k];
      if (left < 0) return false;
      this.put(state, k, left);
    }
    return true;
  }
}
