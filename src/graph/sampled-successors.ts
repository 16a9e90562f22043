// Two of the states that each state leads to, drawn from all of them: what a flow backward along a finished graph needs
// beside the predecessors to get nearly everywhere (backward-fixpoint.ts).
//
// Every successor is as likely as any other (reservoir sampling: the n-th takes one of two places with probability
// 2/n). That is a matter of speed only: the states of a breadth-first search are mostly found by the steps of the
// first processes, and successors drawn from the last ones' leave four times as many states open. The draw is the
// same in every run.

export const SAMPLED = 2;

export class SampledSuccessors {
  readonly of: Int32Array;
  /** The state that the array begins with. */
  first = 0;
  #parent = -1;
  #seen = 0;
  #draws = 0;

  /** `SAMPLED` words for each state; itself for one that leads nowhere else, or to fewer. */
  constructor(of: Int32Array) {
    this.of = of;
  }

  /** A state is about to be expanded. */
  begin(state: number): void {
    const at = SAMPLED * (state - this.first);
    for (let k = 0; k < SAMPLED; k++) this.of[at + k] = state;
  }

  /** A step led from one state to another; all that lead from one come one after the other. */
  note(from: number, to: number): void {
    if (to === from) return;
    if (from !== this.#parent) {
      this.#parent = from;
      this.#seen = 0;
    }
    const seen = this.#seen++;
    const place = seen < SAMPLED ? seen : this.#below(seen + 1);
    if (place < SAMPLED) this.of[SAMPLED * (from - this.first) + place] = to;
  }

  /** What the next draws depend on, as data. */
  saved(): readonly number[] {
    return [this.#parent, this.#seen, this.#draws];
  }

  restore([parent, seen, draws]: readonly number[]): void {
    this.#parent = parent;
    this.#seen = seen;
    this.#draws = draws;
  }

  #below(n: number): number {
    return Math.floor(((Math.imul(++this.#draws, 0x9e3779b1) >>> 0) * n) / 2 ** 32);
  }
}
