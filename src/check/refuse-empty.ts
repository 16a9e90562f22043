// A claim about states that looks at nothing of them has the same answer always, so it is refused before a search begins. Of
// runs one may ask so: `eventually(() => false)` shows a run that goes on for ever.

import { ModelError } from '../base/errors.ts';
import type { ClaimAccess } from '../compile/monitor/claim-accesses.ts';
import type { Properties, PropertyKind } from '../language/claims/property.ts';

const OF_STATES: readonly (PropertyKind | undefined)[] = [
  'invariant',
  'unreachable',
  'at-end',
  'conservation',
];

export function refuseEmpty(properties: Properties, asked: readonly ClaimAccess[]): void {
  const empty = asked.find(
    (one) => OF_STATES.includes(properties[one.property]?.kind) && looksAtNothing(one),
  );
  if (!empty) return;
  const { property } = empty;
  throw new ModelError(
    'looks at nothing of the state, so it has the same answer always; name what it is about in its parameter pattern: ({ cell }) => ...',
    { property },
  );
}

/** What a pattern names and the claim does not read tells it nothing; what helpers read is among the accesses. */
function looksAtNothing({ access: { accesses } }: ClaimAccess): boolean {
  return accesses.length === 0;
}
