// A store that has in full only those states that are still to be expanded, and of all a mark (marks.ts).
//
// What must stay true: a state is loaded only before `forget` was told that it is not needed; and marks, states in full and what
// the graph keeps of each take no more than the memory that was given.

import { hashOf } from './hash.ts';
import type { MakeMarks, Marks } from './marks.ts';
import { StateQueue } from './state-queue.ts';
import { STORE_FULL, type StateStore } from './state-store.ts';

/** The largest number is a positive integer of 32 bits. */
const MOST_STATES = 2 ** 31;
/** A known state has no number here. */
const KNOWN = -1;

export interface MarkedSetGiven {
  readonly wordBits: readonly number[];
  readonly memoryBytes: number;
  readonly seed: number;
  readonly make: MakeMarks;
  /** Bytes that others keep of the states, which count as memory. */
  readonly keptBeside: () => number;
}

export class MarkedSet implements StateStore {
  readonly words: number;
  readonly hashCode: StateStore['hashCode'];
  readonly load: StateStore['load'];
  readonly insertFrom: StateStore['insertFrom'];
  readonly #marks: Marks;
  readonly #queue: StateQueue;
  readonly #hash: (states: Int32Array, from: number) => number;
  readonly #memoryBytes: number;
  readonly #keptBeside: () => number;

  constructor({ wordBits, memoryBytes, seed, make, keptBeside }: MarkedSetGiven) {
    const queue = new StateQueue(wordBits.length);
    const beside = () => queue.bytes + keptBeside();
    const marks = make({ wordBits, memoryBytes, seed, beside });
    this.words = wordBits.length;
    this.hashCode = marks.hashCode;
    this.#marks = marks;
    this.#queue = queue;
    this.#hash = hashOf(marks.hashCode);
    this.#memoryBytes = memoryBytes;
    this.#keptBeside = keptBeside;
    this.load = (index, into) => queue.load(index, into);
    this.insertFrom = (states, from, hash) => {
      if (queue.beginsPiece) this.#checkRoom();
      if (!marks.mark(states, from, hash)) return KNOWN;
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
    return this.#marks.isMarked(state, 0, this.#hash(state, 0)) ? 0 : -1;
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
    return this.#marks.bytesToGrow + this.#queue.pieceBytes;
  }

  /** See Marks. */
  get omission(): number | undefined {
    return this.#marks.omission;
  }

  /** Before the state is marked: one that finds no room must not count as known. */
  #checkRoom(): void {
    if (this.count >= MOST_STATES) throw STORE_FULL;
    if (this.bytes + this.#queue.bytesOfNext + this.#keptBeside() > this.#memoryBytes)
      throw STORE_FULL;
  }
}
