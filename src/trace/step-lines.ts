// Where in the model each step stands, for those who show a run in an editor or beside a change. A run takes the same steps
// many times, and each is looked up once.

import { lineOfFunction } from '../base/authors-lines.ts';

export class StepLines {
  readonly #known = new Map<object, string | undefined>();

  /** `models/x.ts:12`; nothing of a call, of a step of the kernel's primitives, or where no pattern tells. */
  of(step: object): string | undefined {
    if (!this.#known.has(step)) this.#known.set(step, lineOfFunction(step));
    return this.#known.get(step);
  }
}
