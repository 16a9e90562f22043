// Two of the states that each state leads to, drawn from all of them: what a flow backward along a finished graph needs
// beside the predecessors to get nearly everywhere (backward-fixpoint.ts).
//
// Every successor is as likely as any other (reservoir sampling: the n-th takes one of two places with probability
// 2/n). That is a matter of speed only: the states of a breadth-first search are mostly found by the steps of the
// first processes, and successors drawn from the last ones' leave four times as many states open. The draw is the
// same in every run.

export const SAMPLED = 2;

export class SampledSuccessors {
  /** `SAMPLED` for each state; itself for one that leads nowhere else, or to fewer. */
  readonly of: Int32Array;
  #parent = -1;
  #seen = 0;
  #draws = 0;

  constructor(capacity: number) {
    this.of = new Int32Array(SAMPLED * capacity);
  }

  /** A state is about to be expanded. */
  begin(state: number): void {
    for (let k = 0; k < SAMPLED; k++) this.of[SAMPLED * state + k] = state;
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
    if (place < SAMPLED) this.of[SAMPLED * from + place] = to;
  }

  #below(n: number): number {
    return Math.floor(((Math.imul(++this.#draws, 0x9e3779b1) >>> 0) * n) / 2 ** 32);
  }
}
