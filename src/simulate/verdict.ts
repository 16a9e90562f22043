// What random walks say of a property.
//
// What must stay true: what is broken is broken, and what is reached is reached; of nothing else does a walk tell. So no
// property holds because walks break it not, and none is called broken because walks do not reach what it asks for.

import {
  isPending,
  type PropertyDefinition,
  type PropertyKind,
} from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';

/** `isFound`: a walk has broken it, or reached what is to be reached. */
export function verdictByWalks(property: PropertyDefinition, isFound: boolean): Verdict {
  if (isPending(property)) return 'pending';
  if (isFound) return property.kind === 'reachable' ? 'holds' : 'violated';
  return BROKEN_BY_A_WALK.has(property.kind) ? 'no-violation-found' : 'inconclusive';
}

/** One run can break them, and a walk notices when it does; of a deadlock only where nothing can step any more. */
const BROKEN_BY_A_WALK: ReadonlySet<PropertyKind> = new Set<PropertyKind>([
  'invariant',
  'unreachable',
  'conservation',
  'observer',
  'assertion',
  'deadlock',
  'at-end',
]);
