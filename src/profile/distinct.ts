// How many different keys there are, in little memory: adaptive sampling (Flajolet, On adaptive sampling, Computing 34, 1990).
// Exact up to `room` keys; beyond that only keys whose hash ends in so many zeros are kept, and each stands for the others:
// with 65,536 kept, the error is about half a percent.

const ROOM = 65_536;

export class DistinctCount {
  #kept = new Set<number>();
  #zeros = 0;
  readonly #room: number;

  constructor(room: number = ROOM) {
    this.#room = room;
  }

  /** A key by two hashes of 32 bits: of the first, the low bits decide whether it is kept. */
  add(low: number, high: number): void {
    if ((low & ((1 << this.#zeros) - 1)) !== 0) return;
    this.#kept.add((low >>> 0) + (high & 0x1f_ffff) * 2 ** 32);
    while (this.#kept.size > this.#room && this.#zeros < 31) this.#keepFewer();
  }

  get count(): number {
    return this.#kept.size * 2 ** this.#zeros;
  }

  #keepFewer(): void {
    const mask = 2 ** ++this.#zeros;
    this.#kept = new Set([...this.#kept].filter((key) => key % mask === 0));
  }
}
