// The run that is shown of what a walk has broken: the shortest, where a search of few states can tell, or the walk's own,
// shortened. A run of a search is a check's, so that what both show of a small model is the same.

import { ModelError } from '../base/errors.ts';
import { traceOf } from '../check/explain.ts';
import type { PreparedCheck } from '../check/prepare.ts';
import { Search } from '../check/search.ts';
import { type ShownProperty, traceOfMoves } from '../check/taken-again.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { Trace } from '../trace/trace.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { FoundByWalk } from './walks.ts';

/** A search for a shorter run looks at no more states. */
const FEW = 50_000;

/** `maySearch` is false where there is no time for it. */
export function shownTrace(
  check: PreparedCheck,
  stepper: Stepper,
  property: ShownProperty,
  found: FoundByWalk,
  maySearch: boolean,
): Trace {
  const shortest = maySearch ? shortestRun(check, property, found.moves.length) : 'unknown';
  if (typeof shortest === 'object') return shortest;
  const trace = traceOfMoves({ ...check, stepper }, property, found, shortest === 'none');
  return found.unneeded === 0 ? trace : { ...trace, unneeded: found.unneeded };
}

/** A run of fewer steps; `none` where there is none, and `unknown` where that takes more states. */
function shortestRun(
  check: PreparedCheck,
  property: ShownProperty,
  length: number,
): Trace | 'none' | 'unknown' {
  const { name, kind } = property;
  if (length === 0) return 'none';
  const { system, properties, limits } = check;
  const some = name === ASSERTIONS ? {} : { [name]: properties[name] };
  // Where a run ends is known only when its last state has been expanded, and of some only when all have been.
  const endsMatter = kind === 'deadlock' || kind === 'at-end';
  const search = new Search(system, new Monitor(system, some), some, {
    ...limits,
    maxStates: FEW,
    maxDepth: endsMatter ? Number.POSITIVE_INFINITY : length - 1,
    assertions: kind === 'assertion',
  });
  const { findings, limit, beyond } = searched(search);
  const finding = findings.get(name);
  const isWhole = limit === undefined || limit === 'depth';
  if (finding === undefined) return isWhole && beyond === 0 ? 'none' : 'unknown';
  if (endsMatter && !isWhole) return 'unknown';
  return traceOf(check, property, { graph: search.graph, finding, minimal: true });
}

/** A mistake of the model where no walk has been ends the search as a limit does. */
function searched(search: Search): ReturnType<Search['run']> {
  try {
    return search.run();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ...search.soFar(), limit: 'error' };
  }
}
