// A stack of integers outside of the JavaScript heap: an array of numbers dies long before memory does. It grows by
// pieces, so that nothing is copied and little of it is empty.

const SHIFT = 15;
const PIECE = 1 << SHIFT;
const MASK = PIECE - 1;

export class IntStack<Piece extends Int32Array | Int16Array | Int8Array = Int32Array> {
  size = 0;
  readonly #pieces: Piece[] = [];
  readonly #make: (length: number) => Piece;

  constructor(make: (length: number) => Piece) {
    this.#make = make;
  }

  push(value: number): void {
    const at = this.size++;
    if (at >>> SHIFT === this.#pieces.length) this.#pieces.push(this.#make(PIECE));
    this.#pieces[at >>> SHIFT][at & MASK] = value;
  }

  pop(): number {
    return this.get(--this.size);
  }

  get(at: number): number {
    return this.#pieces[at >>> SHIFT][at & MASK];
  }

  /** Gives back what it no longer needs. */
  trim(): void {
    this.#pieces.length = Math.min(this.#pieces.length, (this.size >>> SHIFT) + 1);
  }
}
