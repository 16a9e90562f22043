// Whether it pays to leave transitions out. To try costs about as much as to store a state (all steps are run, to see who
// is blocked), and it gains only where the states are avoided to which the transitions lead that are left out: often most
// of them are reached by other ways all the same. So some of these are kept, and looked for when the search has expanded
// all states that it knew at that time. Where too few are missing it rests for long, and then asks again. Where nothing is
// left out at all it naps, which needs no proof.
//
// A heuristic: it decides how a state is expanded, never whether that is sound. Depth-first it knows less, for what was
// known long ago may still wait for its turn. What it decides follows from the order in which states are found, which is
// the same in every run.

import type { Known } from '../../transition/reduced.ts';

/** How many states must be avoided for each that is tried. */
const LEAST = 0.1;
/** The first states of a search say little of the others. */
const FIRST = 2048;
/** So many targets are kept, from at most so many states. */
const TARGETS = 128;
const SAMPLED = 1024;
/** How many times as many states as before will have been expanded when it is asked again. */
const AGAIN = 3;

/** After so many states in a row in which nothing was left out, it naps; each time for twice as many states. */
const IDLE = 32;
const NAP = 512;
const LONGEST_NAP = 8192;

/** Everything is tried but in a rest, and while it naps. */
type Phase = 'trying' | 'sampling' | 'waiting' | 'resting';

export class Payoff {
  #phase: Phase = 'trying';
  readonly #known: Known;
  readonly #words: number;
  readonly #targets: Int32Array;
  #kept = 0;
  #sampled = 0;
  #expanded = 0;
  /** How many states will have been expanded when the phase ends, and when the nap does. */
  #until = FIRST;
  #napUntil = 0;
  #nap = NAP;
  #idle = 0;

  constructor(known: Known, words: number) {
    this.#known = known;
    this.#words = words;
    this.#targets = new Int32Array(TARGETS * words);
  }

  /** Whether the transitions that are left out should be told. */
  get isSampling(): boolean {
    return this.#phase === 'sampling';
  }

  /** Whether the next state should be expanded wholly. */
  get isResting(): boolean {
    return this.#phase === 'resting' || this.#expanded <= this.#napUntil;
  }

  /** Another state is going to be expanded. */
  next(): void {
    if (this.#expanded++ >= this.#until) this.#endPhase();
  }

  /** A state was tried, and something was left out or not. */
  tried(isReduced: boolean): void {
    if (isReduced) {
      this.#idle = 0;
      this.#nap = NAP;
    } else if (++this.#idle === IDLE) {
      this.#idle = 0;
      this.#napUntil = this.#expanded + this.#nap;
      this.#nap = Math.min(2 * this.#nap, LONGEST_NAP);
    }
    if (this.#phase === 'sampling') this.#sample();
  }

  #sample(): void {
    this.#sampled++;
    if (this.#kept < TARGETS && this.#sampled < SAMPLED) return;
    this.#phase = 'waiting';
    this.#until = this.#kept === 0 ? this.#expanded : this.#known.count;
  }

  /** A transition was left out, or the chain that begins with it, that leads to a state. */
  leftOut(state: Int32Array): void {
    if (this.#kept < TARGETS) this.#targets.set(state, this.#kept++ * this.#words);
  }

  #endPhase(): void {
    switch (this.#phase) {
      case 'trying':
        this.#phase = 'sampling';
        this.#until = Number.POSITIVE_INFINITY;
        this.#kept = 0;
        this.#sampled = 0;
        break;
      case 'waiting':
        this.#phase = this.#avoided() >= LEAST * this.#sampled ? 'trying' : 'resting';
        this.#until = AGAIN * this.#expanded;
        break;
      case 'resting':
        // What is sampled must not be reached from states that were expanded wholly.
        this.#phase = 'trying';
        this.#until = this.#known.count;
    }
  }

  #avoided(): number {
    let avoided = 0;
    for (let k = 0; k < this.#kept; k++) {
      if (!this.#known.has(this.#targets, k * this.#words)) avoided++;
    }
    return avoided;
  }
}
