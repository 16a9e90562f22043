// What a tiny model of a primitive shows: the engine's verdicts, after the reference explorer has reached the same
// states and come to the same verdicts.

import { expect } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { explore } from '../../src/reference/explore.ts';
import { reachable } from '../support/reachable.ts';

export const deadlock = { kind: 'deadlock', about: 'nobody waits for ever' } as const;

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Predicate = (views: any) => boolean;

export const never = (when: Predicate) => ({ kind: 'unreachable', about: '', when }) as const;
export const always = (holds: Predicate) => ({ kind: 'invariant', about: '', holds }) as const;
export const somewhere = (when: Predicate) => ({ kind: 'reachable', about: '', when }) as const;

/** The verdict of each property, assertions included. */
export function verdictsOf(
  system: SystemDefinition,
  properties: Properties = {},
): Record<string, string> {
  const all = { deadlock, ...properties };
  const engine = reachable(system, all);
  const reference = explore(system, all);
  expect(engine.keys.size).toBe(reference.states.size);
  expect(engine.transitions).toBe(reference.transitions);
  const verdicts = Object.fromEntries(
    Object.entries(engine.verdicts).map(([name, { verdict }]) => [name, verdict]),
  );
  for (const [name, { verdict }] of Object.entries(reference.verdicts)) {
    expect([name, verdicts[name]]).toEqual([name, verdict]);
  }
  return verdicts;
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
