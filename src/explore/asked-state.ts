// The state that code of an author's is being asked about that is no step: properties, a constraint. Where that code throws, this
// is where, and where it does not return, the watching thread knows what runs.

import { ASKING, begins, RUNNING } from '../base/progress.ts';

export class AskedState {
  /** Its number; -1 while nothing is asked. */
  index = -1;
  readonly #flags: Int32Array;
  #running = 0;

  constructor(flags: Int32Array) {
    this.#flags = flags;
  }

  begin(index: number): void {
    this.#running = begins(this.#flags, ASKING);
    this.index = index;
  }

  /** What a question says of it; where that throws, it stays the one that was asked. */
  answer(index: number, question: () => boolean): boolean {
    this.begin(index);
    const answer = question();
    this.end();
    return answer;
  }

  end(): void {
    this.index = -1;
    this.#flags[RUNNING] = this.#running;
  }
}
