// What is said where nobody takes the rows, or jobs, of a queue: a run without a worker would wait for ever, and look as if it searched.

const SECONDS = 30;

export class UntakenRows {
  readonly #queue: string;
  readonly #asked: number;
  readonly #began: number;
  #isOver = false;

  /** So many rows were put into the queue of this address, at this moment in milliseconds. */
  constructor(queue: string, asked: number, began: number) {
    this.#queue = queue;
    this.#asked = asked;
    this.#began = began;
  }

  /** The line, once; given how many rows are being checked and how many have no answer, at this moment. */
  word(active: number, left: number, now: number): string | undefined {
    if (active > 0 || left < this.#asked) this.#isOver = true;
    if (this.#isOver || now - this.#began < 1000 * SECONDS) return undefined;
    this.#isOver = true;
    return `mmcheck: no worker has taken any work in ${SECONDS} s; start one with \`mmcheck worker --queue ${this.#queue}\``;
  }
}
