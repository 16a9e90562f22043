// States by number, from the first that is still needed to the last that came: all that a breadth-first search has to have
// in full. They lie in pieces, which are used again.

const SHIFT = 12;
const PIECE = 1 << SHIFT;
const MASK = PIECE - 1;

export class StateQueue {
  count = 0;
  readonly #words: number;
  readonly #pieces: (Int32Array | undefined)[] = [];
  readonly #spare: Int32Array[] = [];
  /** The first piece that is there. */
  #first = 0;
  #made = 0;

  constructor(words: number) {
    this.#words = words;
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
    const words = this.#words;
    if ((this.count & MASK) === 0) this.#pieces.push(this.#spare.pop() ?? this.#make());
    const piece = this.#pieces[this.count >>> SHIFT] as Int32Array;
    const to = (this.count & MASK) * words;
    for (let w = 0; w < words; w++) piece[to + w] = states[from + w];
    this.count++;
  }

  load(index: number, into: Int32Array): void {
    const words = this.#words;
    const piece = this.#pieces[index >>> SHIFT] as Int32Array;
    const from = (index & MASK) * words;
    for (let w = 0; w < words; w++) into[w] = piece[from + w];
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
