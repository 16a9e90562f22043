// Tells code of an author's that never returns from a search that is merely slow. What must stay true: a working search is
// never accused, however little of the machine it gets. So it is judged by what it has done since its last step began, and
// by the processor that its own thread has used for that, never by the time that has passed.

import { NO_PROCESS, type Progress } from '../base/progress.ts';
import type { ThreadClock } from './thread-clock.ts';

/** What one step may use: thousands of times what steps use, and a short wait for who wrote one that does not end. */
const STEP_MS = 2000;

export class Watch {
  readonly #progress: Progress;
  readonly #clock: ThreadClock;
  #seen: readonly number[] = [];
  /** What had been used when the same was seen first. */
  #usedBefore = 0;

  constructor(progress: Progress, clock: ThreadClock) {
    this.#progress = progress;
    this.#clock = clock;
  }

  /** What does not return, once that is certain: an instance, or one of the words of progress.ts that stand for none. */
  look(): number | undefined {
    const running = this.#progress.runningInstance();
    const seen = [running, this.#progress.steps(), this.#progress.beats()];
    const isNew = running === NO_PROCESS || seen.some((word, k) => word !== this.#seen[k]);
    this.#seen = seen;
    // A step that begins after this look has used less than is counted from here.
    const used = this.#clock();
    if (isNew) this.#usedBefore = used;
    return used - this.#usedBefore >= STEP_MS ? running : undefined;
  }
}
