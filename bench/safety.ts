// What the catalogue is searched for when reductions are compared: properties of finite runs, for which both are sound.

import type { Properties, PropertyKind } from '../src/language/claims/property.ts';

/** Liveness refuses both reductions, lock order partial-order reduction, and asks for more than a search. */
const OTHERS: readonly PropertyKind[] = ['liveness', 'always-possible', 'lock-order'];

export function safetyOf(all: Properties): Properties {
  return Object.fromEntries(Object.entries(all).filter(([, { kind }]) => !OTHERS.includes(kind)));
}
