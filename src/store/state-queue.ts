// States by number, from the first that is still needed to the last that came: all that a breadth-first search has to have
// in full. They lie in pieces, which are used again.

import { eachWord } from './each-word.ts';

const SHIFT = 12;
const PIECE = 1 << SHIFT;
const MASK = PIECE - 1;

export class StateQueue {
  count = 0;
  readonly #words: number;
  readonly #copy: Copy;
  readonly #pieces: (Int32Array | undefined)[] = [];
  readonly #spare: Int32Array[] = [];
  /** The first piece that is there. */
  #first = 0;
  #made = 0;

  constructor(words: number) {
    this.#words = words;
    this.#copy = generateCopy(words);
  }

  get bytes(): number {
    return this.#made * this.pieceBytes;
  }

  get pieceBytes(): number {
    return 4 * PIECE * this.#words;
  }

  /** Whether the next state is the first of a piece; and what that piece takes, if it is still to be made. */
  get beginsPiece(): boolean {
    return (this.count & MASK) === 0;
  }

  get bytesOfNext(): number {
    return this.#spare.length === 0 ? this.pieceBytes : 0;
  }

  push(states: Int32Array, from: number): void {
    if ((this.count & MASK) === 0) this.#pieces.push(this.#spare.pop() ?? this.#make());
    const piece = this.#pieces[this.count >>> SHIFT] as Int32Array;
    this.#copy(states, from, piece, (this.count & MASK) * this.#words);
    this.count++;
  }

  load(index: number, into: Int32Array): void {
    const piece = this.#pieces[index >>> SHIFT] as Int32Array;
    this.#copy(piece, (index & MASK) * this.#words, into, 0);
  }

  /** States before this one are not needed any more. */
  forget(before: number): void {
    for (; this.#first < before >>> SHIFT; this.#first++) {
      this.#spare.push(this.#pieces[this.#first] as Int32Array);
      this.#pieces[this.#first] = undefined;
    }
  }

  #make(): Int32Array {
    this.#made++;
    return new Int32Array(PIECE * this.#words);
  }
}

type Copy = (from: Int32Array, at: number, to: Int32Array, there: number) => void;

/** Copies a state, unrolled for the number of words: every one is copied here, and back. */
function generateCopy(words: number): Copy {
  const body = `return function copy(from, at, to, there) {
    ${eachWord(words, (w) => `to[there + ${w}] = from[at + ${w}];`)}
  }`;
  return new Function(body)();
}
