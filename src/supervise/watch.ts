// Tells code of an author's that never returns from a search that is merely slow. What must stay true: a working
// search is never accused. It changes what runs many times a millisecond, so that one look after a second is a hint,
// and only a long stare without any change is a proof.

import { NOBODY, type Progress } from '../base/progress.ts';

/** How many looks in a row must see the same; the caller looks ten times a second. */
const LOOKS = 10;
/** How long the stare lasts: thousands of steps of a working search. */
const STARE_MS = 50;

export class Watch {
  readonly #progress: Progress;
  #beats = 0;
  #running = NOBODY;
  #same = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** What does not return, once that is certain: an instance, or one of the words of progress.ts that stand for none. */
  look(): number | undefined {
    const { beats, running } = this.#glance();
    const same = beats === this.#beats && running === this.#running;
    this.#same = same && running !== NOBODY ? this.#same + 1 : 0;
    this.#beats = beats;
    this.#running = running;
    return this.#same >= LOOKS && this.#stare() ? running : undefined;
  }

  #glance(): { beats: number; running: number } {
    return { beats: this.#progress.beats(), running: this.#progress.runningInstance() };
  }

  #stare(): boolean {
    const end = performance.now() + STARE_MS;
    while (performance.now() < end) {
      const { beats, running } = this.#glance();
      if (beats !== this.#beats || running !== this.#running) {
        this.#same = 0;
        return false;
      }
    }
    return true;
  }
}
