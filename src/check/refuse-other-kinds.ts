// A conservation of a kind that looks at places of another kind counts ids that mean something else: each is a number, and cpu 0 would
// pass for page 0. It is refused before a search begins.
//
// What must stay true: nothing is refused that may count the kind. What holds numbers of no kind may hold anything, and one place of the
// kind is enough.

import { ModelError } from '../base/errors.ts';
import type { ClaimAccess } from '../compile/monitor/claim-accesses.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import { kindsIn } from '../language/same-kinds.ts';

export function refuseOtherKinds(
  { definition: { cells, processes } }: CompiledSystem,
  properties: Properties,
  asked: readonly ClaimAccess[],
): void {
  for (const { property, access } of asked) {
    const claim = properties[property];
    if (claim?.kind !== 'conservation' || typeof claim.of === 'number') continue;
    const { name } = claim.of;
    const lookedAt = access.accesses.map(({ cell }) => cells[cell] ?? processes[cell]?.locals);
    const kinds = lookedAt.map((data) => [...kindsIn(data)].map((kind) => kind.name));
    if (kinds.some((names) => names.length === 0 || names.includes(name))) continue;
    const others = [...new Set(kinds.flat())];
    if (others.length === 0) continue;
    throw new ModelError(
      `it counts each ${name}, and all that it looks at are places of each ${others.join(' and ')}; name what holds each ${name}, or count another kind`,
      { property },
    );
  }
}
