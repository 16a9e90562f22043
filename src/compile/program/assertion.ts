// A failing assertion ends its transition: a finding, thrown as a value of its own so that it is never mistaken for a
// mistake in the model.

import { ModelError } from '../../base/errors.ts';
import { inWords } from '../../base/given.ts';

export class AssertionFailure {
  readonly message: string;
  /** What it breaks, where it names a property that there is. */
  readonly property: string | undefined;
  constructor(message: string, property: string | undefined) {
    this.message = message;
    this.property = property;
  }
}

export type Assert = (condition: boolean, message: string, property?: string) => void;

/** The `assert` of steps, where these are the properties that may be named. */
export function assertingFor(claims: ReadonlySet<string>): Assert {
  return (condition, message, property) => {
    if (typeof condition !== 'boolean') throw new ModelError(noCondition(condition));
    if (condition) return;
    const isKnown = property !== undefined && claims.has(property);
    throw new AssertionFailure(message, isKnown ? property : undefined);
  };
}

function noCondition(condition: unknown): string {
  return `assert(condition, 'what is broken') needs true or false first, not ${inWords(condition)}`;
}

export const assertTrue: Assert = assertingFor(new Set());
