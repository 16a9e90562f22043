// Tells a step that never returns from a search that is merely slow. What must stay true: a working
// search is never accused. It changes the running instance many times a millisecond, so that one
// look after a second is a hint, and only a long stare without any change is a proof.

import type { Progress } from '../search/progress.ts';

/** How many looks in a row must see the same; the caller looks ten times a second. */
const LOOKS = 10;
/** How long the stare lasts: thousands of steps of a working search. */
const STARE_MS = 50;

export class Watch {
  readonly #progress: Progress;
  #beats = 0;
  #instance = -1;
  #same = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** The instance whose step does not return, once that is certain. */
  look(): number | undefined {
    const { beats, instance } = this.#glance();
    const same = beats === this.#beats && instance === this.#instance;
    this.#same = same && beats > 0 && instance >= 0 ? this.#same + 1 : 0;
    this.#beats = beats;
    this.#instance = instance;
    return this.#same >= LOOKS && this.#stare() ? instance : undefined;
  }

  #glance(): { beats: number; instance: number } {
    return { beats: this.#progress.beats(), instance: this.#progress.runningInstance() };
  }

  #stare(): boolean {
    const end = performance.now() + STARE_MS;
    while (performance.now() < end) {
      const { beats, instance } = this.#glance();
      if (beats !== this.#beats || instance !== this.#instance) {
        this.#same = 0;
        return false;
      }
    }
    return true;
  }
}
