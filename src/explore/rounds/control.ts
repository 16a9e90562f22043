// How the threads of one search share the parts of a phase: each part is done by one of them, whoever comes first, and the
// leader goes on when all are done. The words are shared; a helper that comes late finds nothing left, so that a
// thread which is not running is not waited for.
//
// What must stay true: a part is claimed by one thread, and only while its phase goes on. The word of claims holds the
// number of the phase above that of the next part, so that a helper which slept through a phase cannot claim in the next
// what it would do as it was told before.

const PHASE = 0;
const KIND = 1;
const PARTS = 2;
const NEXT = 3;
const DONE = 4;
const WORDS = 5;

/** Bits of the word of claims that number parts. */
const PART_BITS = 11;
export const MOST_PARTS = (1 << PART_BITS) - 1;
const PART_MASK = MOST_PARTS;
const PHASE_MASK = ~PART_MASK;

/** Instead of a kind of phase: the helpers go home. */
export const END = 0;

/** How often a word is read before its reader goes to sleep: phases mostly come one upon the other. */
const SPINS = 2000;

export class Control {
  static readonly bytes = WORDS * Int32Array.BYTES_PER_ELEMENT;
  readonly #words: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
  }

  /** The number of the phase that goes on, or went on last. */
  get phase(): number {
    return Atomics.load(this.#words, PHASE);
  }

  get kind(): number {
    return Atomics.load(this.#words, KIND);
  }

  /** The leader begins a phase; what helpers are to know of it has been written before. */
  begin(kind: number, parts: number): number {
    const words = this.#words;
    const phase = this.phase + 1;
    // Nothing is claimed while this is written: there is no such part.
    Atomics.store(words, NEXT, (phase << PART_BITS) | MOST_PARTS);
    Atomics.store(words, KIND, kind);
    Atomics.store(words, PARTS, parts);
    Atomics.store(words, DONE, 0);
    Atomics.store(words, NEXT, phase << PART_BITS);
    Atomics.store(words, PHASE, phase);
    Atomics.notify(words, PHASE);
    return phase;
  }

  /** Nothing more is claimed of the phase that goes on: it is over when what was claimed is done. */
  stop(): void {
    const words = this.#words;
    const next = Atomics.exchange(words, NEXT, (this.phase << PART_BITS) | MOST_PARTS);
    Atomics.store(words, PARTS, Math.min(next & PART_MASK, Atomics.load(words, PARTS)));
  }

  /** The number of a part of a phase that no other member does; -1 where there is none left. */
  claim(phase: number): number {
    const words = this.#words;
    for (;;) {
      const next = Atomics.load(words, NEXT);
      const part = next & PART_MASK;
      if ((next & PHASE_MASK) !== phase << PART_BITS || part >= Atomics.load(words, PARTS)) {
        return -1;
      }
      if (Atomics.compareExchange(words, NEXT, next, next + 1) === next) return part;
    }
  }

  /** A part is done. */
  done(): void {
    const done = Atomics.add(this.#words, DONE, 1) + 1;
    if (done >= Atomics.load(this.#words, PARTS)) Atomics.notify(this.#words, DONE);
  }

  get isOver(): boolean {
    return Atomics.load(this.#words, DONE) >= Atomics.load(this.#words, PARTS);
  }

  /** The leader waits for parts that others do, so long at most; whether all are done. */
  waitForParts(milliseconds: number): boolean {
    for (let k = 0; k < SPINS; k++) if (this.isOver) return true;
    const done = Atomics.load(this.#words, DONE);
    if (done < Atomics.load(this.#words, PARTS)) {
      Atomics.wait(this.#words, DONE, done, milliseconds);
    }
    return this.isOver;
  }

  /** A helper waits for a phase after the one that it knows. */
  waitForPhase(known: number): number {
    const words = this.#words;
    for (let k = 0; k < SPINS; k++) {
      const phase = Atomics.load(words, PHASE);
      if (phase !== known) return phase;
    }
    Atomics.wait(words, PHASE, known);
    return Atomics.load(words, PHASE);
  }
}
