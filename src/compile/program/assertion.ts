// A failing assertion ends its transition: a finding, thrown as a value of its own so that it is never mistaken for a
// mistake in the model. Of a step it breaks the property that it names, or `assertions` where none has that name.

import { ASSERTIONS } from '../../language/claims/property.ts';

export class AssertionFailure {
  readonly message: string;
  readonly property: string;
  constructor(message: string, property: string) {
    this.message = message;
    this.property = property;
  }
}

export type Assert = (condition: boolean, message: string, property?: string) => void;

/** The `assert` of steps, where the properties that may be named are those. */
export function assertingFor(claims: ReadonlySet<string>): Assert {
  return (condition, message, property = ASSERTIONS) => {
    if (condition) return;
    throw new AssertionFailure(message, claims.has(property) ? property : ASSERTIONS);
  };
}

export const assertTrue: Assert = assertingFor(new Set());
