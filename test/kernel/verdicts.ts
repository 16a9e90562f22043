// What a tiny model of a primitive shows.

import { ModelError } from '../../src/base/errors.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { judge } from '../support/judge.ts';
import { reachable } from '../support/reachable.ts';

export const deadlock = { kind: 'deadlock', about: 'nobody waits for ever' } as const;

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Predicate = (views: any) => boolean;

export const never = (when: Predicate) => ({ kind: 'unreachable', about: '', when }) as const;
export const always = (holds: Predicate) => ({ kind: 'invariant', about: '', holds }) as const;
export const somewhere = (when: Predicate) => ({ kind: 'reachable', about: '', when }) as const;

/** The verdict of each property, assertions included, and whether the system deadlocks. */
export function verdictsOf(
  system: SystemDefinition,
  properties: Properties = {},
): Record<string, string> {
  const judged = Object.entries(judge(system, { deadlock, ...properties }));
  return {
    assertions: 'holds',
    ...Object.fromEntries(judged.map(([name, { verdict }]) => [name, verdict])),
  };
}

/** What the engine says of a model that does what the kernel does not allow; nothing if it does not mind. */
export function refusalOf(system: SystemDefinition): string {
  try {
    reachable(system, { deadlock });
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return '';
}
