// A lossy store: marks of all states (compact.ts, bitstate.ts), and in full only those that are still to be expanded.
//
// What must stay true: a state is loaded only before `forget` was told that it is not needed. Marks get half of the memory,
// at once; the other half is for states in full and for what the graph keeps of each.

import { generateHash, generateSecondHash, type Hash } from './hash.ts';
import type { HashedStates, MakeHashedStates } from './hashed-states.ts';
import { StateQueue } from './state-queue.ts';
import { STORE_FULL, type StateStore } from './state-store.ts';

const PART_OF_MARKS = 1 / 2;
/** A known state has no number here. */
const KNOWN = -1;

export class LossySet implements StateStore {
  readonly words: number;
  readonly load: StateStore['load'];
  readonly insertFrom: StateStore['insertFrom'];
  readonly #marks: HashedStates;
  readonly #queue: StateQueue;
  readonly #hash: Hash;
  readonly #second: Hash;
  readonly #roomBytes: number;
  readonly #keptBeside: () => number;

  /** `keptBeside`: bytes that others keep of the states, which count as memory. */
  constructor(
    words: number,
    memoryBytes: number,
    seed: number,
    make: MakeHashedStates,
    keptBeside: () => number,
  ) {
    this.words = words;
    this.#marks = make(PART_OF_MARKS * memoryBytes);
    this.#queue = new StateQueue(words);
    this.#hash = generateHash(words);
    this.#second = generateSecondHash(words, seed);
    this.#roomBytes = memoryBytes - this.#marks.bytes;
    this.#keptBeside = keptBeside;
    this.load = (index, into) => this.#queue.load(index, into);
    this.insertFrom = (states, from, hash) => {
      const queue = this.#queue;
      if (queue.mustGrow || this.#marks.isFull) this.#checkRoom();
      if (!this.#marks.mark(hash, this.#second(states, from))) return KNOWN;
      queue.push(states, from);
      return queue.count - 1;
    };
  }

  insert(state: Int32Array): number {
    return this.insertFrom(state, 0, this.#hash(state, 0));
  }

  warm(hashes: Int32Array, count: number): void {
    this.#marks.warm(hashes, count);
  }

  find(state: Int32Array): number {
    return this.#marks.isMarked(this.#hash(state, 0), this.#second(state, 0)) ? 0 : -1;
  }

  forget(before: number): void {
    this.#queue.forget(before);
  }

  get count(): number {
    return this.#queue.count;
  }

  get bytes(): number {
    return this.#marks.bytes + this.#queue.bytes;
  }

  get bytesToGrow(): number {
    return this.#queue.pieceBytes;
  }

  /** See HashedStates. */
  get omission(): number {
    return this.#marks.omission;
  }

  /** Before the state is marked: one that finds no room must not count as known. */
  #checkRoom(): void {
    const { bytes, pieceBytes } = this.#queue;
    const isOver = bytes + pieceBytes + this.#keptBeside() > this.#roomBytes;
    if (this.#marks.isFull || (this.#queue.mustGrow && isOver)) throw STORE_FULL;
  }
}
