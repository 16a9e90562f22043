// How code of the model can fail: an assertion, which is a finding, and everything else, which is a
// broken model and is reported with the place where it happened.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';

/** Thrown by `assert` to end the run; caught by whoever started it. */
export class AssertionFailed extends Error {
  readonly property: string | undefined;
  constructor(message: string, property?: string) {
    super(message);
    this.property = property;
  }
}

export function assert(condition: boolean, message: string, property?: string): void {
  if (!condition) throw new AssertionFailed(message, property);
}

/** Runs code of the model; the assertion that failed in it. */
export function failureOf(run: () => void): AssertionFailed | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof AssertionFailed) return error;
    throw error;
  }
}

/** Runs code of the model, so that whatever it throws names the place. */
export function located<T>(place: ModelErrorPlace, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof AssertionFailed) throw error;
    if (error instanceof ModelError && Object.keys(error.place).length > 0) throw error;
    throw new ModelError(error instanceof Error ? error.message : String(error), place);
  }
}
