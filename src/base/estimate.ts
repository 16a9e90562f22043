// How much of a breadth-first search is left, from the figures that it reports: what stands in the frontier has still to be
// expanded, and what comes of that is known only as far as the frontier shrinks.
//
// What must stay true: `least` is never more than what is left, since every state in the frontier is expanded. `most` holds only if
// the frontier goes on to shrink as fast as it did, which nobody knows: it held for all searches of docs/benchmarks.md, by which the three
// numbers below were chosen. Where the frontier grows, or has been little larger, nothing is said.

import type { Figures } from './progress.ts';

/** States that are still to be expanded. */
export interface Remaining {
  readonly least: number;
  readonly most: number;
  /** How many were expanded in a millisecond, in the stretch that this is judged by. */
  readonly speed: number;
}

/** The part of the search that is looked back at. */
const WINDOW = 0.1;
/** A frontier that loses less of each state that is expanded may grow again. */
const SLOWEST_FALL = 0.2;
const FEWEST_EXPANDED = 4096;
/** A search may have several phases, and its frontier a valley between them: only far below its summit is it near the end. */
const FAR_BELOW = 1 / 3;
/** The last levels may be narrow and many: of each state that was expanded so much may still come. */
const TAIL = 0.1;

interface Sample {
  readonly at: number;
  readonly expanded: number;
  readonly frontier: number;
}

export class Estimate {
  #samples: Sample[] = [];
  #summit = 0;

  /** To be told as the search goes on, with the time in milliseconds; what it says is of this moment. */
  add(
    { states, frontier }: Pick<Figures, 'states' | 'frontier'>,
    at: number,
  ): Remaining | undefined {
    const now = { at, expanded: states - frontier, frontier };
    // Another search has begun.
    if (now.expanded < (this.#samples.at(-1)?.expanded ?? 0)) {
      this.#samples = [];
      this.#summit = 0;
    }
    this.#samples.push(now);
    this.#summit = Math.max(this.#summit, frontier);
    const from = now.expanded * (1 - WINDOW);
    while (this.#samples.length > 2 && this.#samples[1].expanded <= from) this.#samples.shift();
    const [then] = this.#samples;
    const since = now.expanded - then.expanded;
    if (since < FEWEST_EXPANDED || frontier === 0) return undefined;
    const fall = (then.frontier - frontier) / since;
    if (fall < SLOWEST_FALL || frontier > FAR_BELOW * this.#summit) return undefined;
    const speed = since / Math.max(1, at - then.at);
    return {
      least: frontier,
      most: frontier / Math.min(1, fall) + TAIL * now.expanded,
      speed,
    };
  }
}
