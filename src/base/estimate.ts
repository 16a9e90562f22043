// How much of a breadth-first search is left, from the figures that it reports: what stands in the frontier has still to be
// expanded, and what comes of that is known only as far as the frontier shrinks.
//
// What must stay true: `least` is never more than what is left, since every state in the frontier is expanded. `most` holds only if
// the frontier goes on to shrink as fast as it did, which it mostly does, since fewer and fewer successors are new
// (docs/benchmarks.md says how often). Where the frontier grows nothing is said.

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

interface Sample {
  readonly at: number;
  readonly expanded: number;
  readonly frontier: number;
}

export class Estimate {
  #samples: Sample[] = [];

  /** To be told as the search goes on, with the time in milliseconds; what it says is of this moment. */
  add(
    { states, frontier }: Pick<Figures, 'states' | 'frontier'>,
    at: number,
  ): Remaining | undefined {
    const now = { at, expanded: states - frontier, frontier };
    // Another search has begun.
    if (now.expanded < (this.#samples.at(-1)?.expanded ?? 0)) this.#samples = [];
    this.#samples.push(now);
    const from = now.expanded * (1 - WINDOW);
    while (this.#samples.length > 2 && this.#samples[1].expanded <= from) this.#samples.shift();
    const [then] = this.#samples;
    const since = now.expanded - then.expanded;
    if (since < FEWEST_EXPANDED || frontier === 0) return undefined;
    const fall = (then.frontier - frontier) / since;
    if (fall < SLOWEST_FALL) return undefined;
    const speed = since / Math.max(1, at - then.at);
    return { least: frontier, most: frontier / Math.min(1, fall), speed };
  }
}
