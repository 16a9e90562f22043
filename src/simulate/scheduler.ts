// Who steps next in a random walk. A scheduler belongs to one walk; what it draws comes from the walk's own numbers.

import type { Successor } from '../counterexample/growing-run.ts';
import type { Draw } from './draw.ts';

export interface Scheduler {
  /** The one to take of the steps that can be taken in a state; there is at least one. */
  pick(steps: readonly Successor[], state: Int32Array): Successor;
}

/** Each step that can be taken is as likely as any other. */
export class Uniform implements Scheduler {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  pick(steps: readonly Successor[]): Successor {
    return steps[this.#draw(steps.length)];
  }
}
