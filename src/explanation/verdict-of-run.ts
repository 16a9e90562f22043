// Whether one run breaks the property: what its last step or its last state decides. A deadlock counts where nothing can step
// any more; what takes the whole graph, or a run that never ends, is not decided by one run that ends.

import { UsageError } from '../base/errors.ts';
import { enabledIn } from '../counterexample/enabled.ts';
import { reEvaluate } from '../counterexample/re-evaluate.ts';
import type { Path } from '../counterexample/run.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ReEvaluation, TraceProperty } from '../trace/trace.ts';
import { deadlockedIn } from '../transition/end-location.ts';
import type { Stepper } from '../transition/stepper.ts';

export type Breaks = (path: Path) => boolean;

/** Throws a UsageError where one run does not decide the property. */
export function breaking(
  stepper: Stepper,
  properties: Properties,
  property: TraceProperty,
  path: Path,
): Breaks {
  if (property.kind === 'deadlock') {
    const breaks = (one: Path): boolean => isDeadlocked(stepper, one);
    if (path.loop === undefined && breaks(path)) return breaks;
    throw undecided(property, 'other processes still step where it ends');
  }
  if (path.loop !== undefined) throw undecided(property, 'the run never ends');
  const { claim } = reEvaluate(stepper, properties, property, path);
  if (claim !== 'stands') throw undecided(property, WHY[claim]);
  return (one) => reEvaluate(stepper, properties, property, one).claim === 'stands';
}

const WHY: Readonly<Record<Exclude<ReEvaluation, 'stands'>, string>> = {
  absent: 'there is no such property any more',
  falls: 'the run does not break it any more',
  'not-asked': 'one run does not decide it',
};

function undecided({ name }: TraceProperty, why: string): UsageError {
  return new UsageError(`'${name}' cannot be explained: ${why}; \`mmcheck replay\` shows the run`);
}

/** Nothing can step, and some process is not where it may wait for ever. */
function isDeadlocked(stepper: Stepper, { initial, steps }: Path): boolean {
  const end = steps.at(-1)?.state ?? initial;
  if (enabledIn(stepper, end).size > 0) return false;
  return deadlockedIn(stepper.system.layout, end).length > 0;
}
