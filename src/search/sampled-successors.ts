// One state that each state leads to, drawn from all of them: what a flow backward along a finished graph needs beside
// the predecessors to get nearly everywhere (backward-flow.ts).
//
// Every successor is as likely as any other (reservoir sampling: the n-th takes the place with probability 1/n). That
// is a matter of speed only: the states of a breadth-first search are mostly found by the steps of the first
// processes, and successors drawn from the last ones' leave four times as many states open. The draw is the same in every run.

export class SampledSuccessors {
  /** Itself for a state that leads nowhere else. */
  readonly of: Int32Array;
  #parent = -1;
  #seen = 0;
  #draws = 0;

  constructor(capacity: number) {
    this.of = new Int32Array(capacity);
  }

  /** A state is about to be expanded. */
  begin(state: number): void {
    this.of[state] = state;
  }

  /** A step led from one state to another; all that lead from one come one after the other. */
  note(from: number, to: number): void {
    if (to === from) return;
    if (from !== this.#parent) {
      this.#parent = from;
      this.#seen = 0;
    }
    const draw = Math.imul(++this.#draws, 0x9e3779b1) >>> 0;
    if (draw * ++this.#seen < 2 ** 32) this.of[from] = to;
  }
}
