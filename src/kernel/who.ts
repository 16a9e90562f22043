// Who does something to a primitive. Every method that must know its caller is given the step's `me`, of which it
// reads nothing but `self`: a primitive never looks at a process's label or locals.

import type { ProcessId } from '../language/domain.ts';

/** A step's `me`. */
export interface Who {
  readonly self: ProcessId;
}
