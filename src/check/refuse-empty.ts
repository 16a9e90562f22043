// A claim that looks at nothing of the state has the same answer always, so it is refused before a search begins. Of a claim in
// two parts, one may: `from any state on`.

import { ModelError } from '../base/errors.ts';
import type { ClaimAccess } from '../compile/monitor/claim-accesses.ts';

export function refuseEmpty(asked: readonly ClaimAccess[]): void {
  const empty = asked.find(
    (one) =>
      looksAtNothing(one) &&
      asked.every((other) => other === one || other.property !== one.property),
  );
  if (!empty) return;
  const { property } = empty;
  throw new ModelError(
    'looks at nothing of the state, so it has the same answer always; name what it is about in its parameter pattern: ({ cell }) => ...',
    { property },
  );
}

function looksAtNothing({ access: { cells, helpers, tools } }: ClaimAccess): boolean {
  return cells.length + helpers.length + tools.length === 0;
}
