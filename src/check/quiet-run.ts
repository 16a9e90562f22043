// The run of a finding with the fewest context switches, where that is wanted and can be said.
//
// What must stay true: it is as long as the run that the search has shown, which is a shortest one; and it depends on the
// model and the property alone, on no other property and on no reduction. So it is looked for with the observer of this property
// only, and then taken again with all of them, which see it as any other run.

import { ModelError } from '../base/errors.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { fewestSwitches, type QuietRun } from '../counterexample/fewest-switches.ts';
import { pathTo } from '../counterexample/path.ts';
import type { Shown } from '../counterexample/shortest.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { Trace } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import { isBrokenByRun, isShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { askingAll, type ShownProperty, traceOfMoves } from './taken-again.ts';

/** So many states may be as near as the end of the run. */
const MOST_STATES = 100_000;

/** Nothing where there are too many states, or where more than one run decides the property. */
export function quietTrace(
  check: PreparedCheck,
  property: ShownProperty,
  shown: Shown,
): Trace | undefined {
  const { graph, finding } = shown;
  if (!isShortest(check.options, shown) || !isBrokenByRun(property.kind, finding)) return undefined;
  const length = pathTo(graph, finding).steps.length;
  const quiet = quietRun(check, property, length);
  if (quiet === undefined) return undefined;
  const taker = askingAll(check);
  const run = { initial: initialAt(taker.stepper, quiet.initial), moves: quiet.moves };
  return traceOfMoves(taker, property, run, true);
}

/** A mistake of the model where the search has not been ends it as too many states do. */
function quietRun(
  { system, properties, limits: { progress } }: PreparedCheck,
  { name }: ShownProperty,
  length: number,
): QuietRun | undefined {
  const own = name === ASSERTIONS ? {} : { [name]: properties[name] };
  const stepper = new Stepper(system, new Monitor(system, own), { flags: progress.flags });
  try {
    return fewestSwitches(stepper, own, name, length, MOST_STATES, progress);
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

function initialAt(stepper: Stepper, place: number): Int32Array {
  let k = 0;
  for (const made of stepper.initial()) {
    if (k++ === place) return made.slice();
  }
  throw new Error(`there is no initial state ${place}`);
}
