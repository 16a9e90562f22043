// Runs what an author wrote outside of steps: the function that builds a system, the one that makes
// the properties, the initial values. What it throws is a mistake in the model, told as one, and
// never a crash of mmcheck.

import { lineOf } from './authors-lines.ts';
import { ModelError, type ModelErrorPlace } from './errors.ts';

export function authored<T>(what: string, run: () => T, place: ModelErrorPlace = {}): T {
  try {
    return run();
  } catch (error) {
    const known = error instanceof Error && /^(?:Usage|Model)Error$/.test(error.name);
    if (known) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new ModelError(`${what} throws: ${words}`, { ...lineOf(error), ...place });
  }
}
