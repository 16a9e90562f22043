// Runs what an author wrote outside of steps: the function that builds a system, the one that makes
// the properties, the initial values. What it throws is a mistake in the model, told as one, and
// never a crash of mmcheck.

import { lineOf } from './authors-lines.ts';
import { ModelError, type ModelErrorPlace } from './errors.ts';
import { thrownWords } from './thrown.ts';

export function authored<T>(what: string, run: () => T, place: ModelErrorPlace = {}): T {
  try {
    return run();
  } catch (error) {
    if (isTold(error)) throw withLine(error);
    throw new ModelError(`${what} throws: ${thrownWords(error)}`, { ...lineOf(error), ...place });
  }
}

/** By name, not by class: a model may have been given another copy of the library. */
function isTold(error: unknown): error is Error {
  return error instanceof Error && ['UsageError', 'ModelError'].includes(error.name);
}

/** What the library refuses has no line yet: the author's, which called it. */
function withLine(error: Error): Error {
  if (error.name !== 'ModelError') return error;
  return new ModelError(error.message, { ...lineOf(error), ...(error as ModelError).place });
}
