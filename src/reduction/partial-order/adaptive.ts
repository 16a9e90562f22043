// Adaptive switching: whether it pays to prune transitions. To try costs about as much as to store a state (all steps
// are run, to see who is blocked), and it gains only where the states are avoided to which the transitions lead that
// are pruned: often most of them are reached by other ways all the same. So some of these are kept, and looked for
// when the search has expanded all states that it knew at that time. Where too few are missing it is disabled for
// long, and then asks again. Where nothing is pruned at all it backs off, which needs no proof.
//
// A heuristic: it decides how a state is expanded, never whether that is sound. Depth-first it knows less, for what
// was known long ago may still wait for its turn. What it decides follows from the order in which states are found,
// which is the same in every run.

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

/** After so many states in a row in which nothing was pruned, it backs off; each time for twice as many states. */
const IDLE = 32;
const BACK_OFF = 512;
const LONGEST_BACK_OFF = 8192;

/** Everything is tried but while it is disabled or backs off. */
const PHASES = ['reducing', 'sampling', 'evaluating', 'disabled'] as const;
type Phase = (typeof PHASES)[number];
/** For a phase whose end is not known yet: JSON has no infinity. */
const OPEN = -1;

export class AdaptiveSwitch {
  #phase: Phase = 'reducing';
  readonly #known: Known;
  readonly #words: number;
  readonly #targets: Int32Array;
  #kept = 0;
  #sampled = 0;
  #expanded = 0;
  /** How many states will have been expanded when the phase ends, and when the back-off does. */
  #until = FIRST;
  #backOffUntil = 0;
  #backOff = BACK_OFF;
  #idle = 0;

  constructor(known: Known, words: number) {
    this.#known = known;
    this.#words = words;
    this.#targets = new Int32Array(TARGETS * words);
  }

  saved(): readonly number[] {
    return [
      PHASES.indexOf(this.#phase),
      this.#until === Number.POSITIVE_INFINITY ? OPEN : this.#until,
      this.#kept,
      this.#sampled,
      this.#expanded,
      this.#backOffUntil,
      this.#backOff,
      this.#idle,
      ...this.#targets,
    ];
  }

  restore(saved: readonly number[]): void {
    const [phase, until, kept, sampled, expanded, backOffUntil, backOff, idle, ...targets] = saved;
    this.#phase = PHASES[phase];
    this.#until = until === OPEN ? Number.POSITIVE_INFINITY : until;
    this.#kept = kept;
    this.#sampled = sampled;
    this.#expanded = expanded;
    this.#backOffUntil = backOffUntil;
    this.#backOff = backOff;
    this.#idle = idle;
    this.#targets.set(targets);
  }

  /** Whether the transitions that are pruned should be told. */
  get isSampling(): boolean {
    return this.#phase === 'sampling';
  }

  /** Whether the next state should be fully expanded. */
  get isDisabled(): boolean {
    return this.#phase === 'disabled' || this.#expanded <= this.#backOffUntil;
  }

  /** Another state is going to be expanded. */
  begin(): void {
    if (this.#expanded++ >= this.#until) this.#endPhase();
  }

  /**
   * Of the next states, for how many no phase ends, and whether they are fully expanded. If they are not, what is pruned of
   * them may still end in a back-off: see holdsFor().
   */
  get next(): { readonly states: number; readonly wholly: boolean } {
    const left = this.#until - this.#expanded;
    const rest = this.#backOffUntil - this.#expanded;
    if (this.#phase === 'disabled') return { states: left, wholly: true };
    if (rest > 0) return { states: Math.min(left, rest), wholly: true };
    return { states: this.#phase === 'sampling' ? 0 : left, wholly: false };
  }

  /** How many of so many states would have been tried, one after the other, before it backs off. */
  holdsFor(states: number, pruned: (k: number) => boolean): number {
    let idle = this.#idle;
    for (let k = 0; k < states; k++) {
      idle = pruned(k) ? 0 : idle + 1;
      if (idle === IDLE) return k + 1;
    }
    return states;
  }

  /** So many states have been expanded as `next` says. */
  skip(states: number, pruned: (k: number) => boolean): void {
    const { wholly } = this.next;
    for (let k = 0; k < states; k++) {
      this.#expanded++;
      if (!wholly) this.tried(pruned(k));
    }
  }

  /** A state was tried, and something was pruned or not. */
  tried(isReduced: boolean): void {
    if (isReduced) {
      this.#idle = 0;
      this.#backOff = BACK_OFF;
    } else if (++this.#idle === IDLE) {
      this.#idle = 0;
      this.#backOffUntil = this.#expanded + this.#backOff;
      this.#backOff = Math.min(2 * this.#backOff, LONGEST_BACK_OFF);
    }
    if (this.#phase === 'sampling') this.#sample();
  }

  #sample(): void {
    this.#sampled++;
    if (this.#kept < TARGETS && this.#sampled < SAMPLED) return;
    this.#phase = 'evaluating';
    this.#until = this.#kept === 0 ? this.#expanded : this.#known.count;
  }

  /** A transition was pruned, or the chain that begins with it, that leads to a state. */
  pruned(state: Int32Array): void {
    if (this.#kept < TARGETS) this.#targets.set(state, this.#kept++ * this.#words);
  }

  #endPhase(): void {
    switch (this.#phase) {
      case 'reducing':
        this.#phase = 'sampling';
        this.#until = Number.POSITIVE_INFINITY;
        this.#kept = 0;
        this.#sampled = 0;
        break;
      case 'evaluating':
        this.#phase = this.#avoided() >= LEAST * this.#sampled ? 'reducing' : 'disabled';
        this.#until = AGAIN * this.#expanded;
        break;
      case 'disabled':
        // What is sampled must not be reached from states that were fully expanded.
        this.#phase = 'reducing';
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
