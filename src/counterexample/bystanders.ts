// The steps of a run without which it breaks its property all the same are left out of what is shown: those of bystanders, and
// detours. A shortest run has none, or a shorter one would have been found; so this is for runs that no search has found
// as a shortest one.
//
// What must stay true: nothing is left out by analysis. What is left is a run of the model, taken again step by step, from the same
// initial state, and it ends in the same violation: of the same property, with the same words, or with the same processes
// waiting at the same labels.

import { limitRequested, type Progress } from '../base/progress.ts';
import { readField } from '../compile/layout/field.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { ASSERTIONS, type Properties } from '../language/claims/property.ts';
import type { TraceProperty } from '../trace/trace.ts';
import { deadlockedIn, notAtEnd } from '../transition/end-location.ts';
import { Stepper } from '../transition/stepper.ts';
import { GrowingRun, type Move } from './growing-run.ts';
import { stepTaken } from './path.ts';
import { reEvaluate } from './re-evaluate.ts';
import type { Path } from './run.ts';
import { breaksBy, shortenedSchedule } from './shorten.ts';

type Property = Pick<TraceProperty, 'name' | 'kind' | 'about'>;

/** The moves that are needed; all of them where the run alone does not break the property. */
export function neededMoves(
  { system, flags }: Stepper,
  properties: Properties,
  property: Property,
  { initial, steps }: Path,
  progress: Progress,
): readonly Move[] {
  const { name } = property;
  const own: Properties = name === ASSERTIONS ? {} : { [name]: properties[name] };
  const stepper = new Stepper(system, new Monitor(system, own), { flags });
  const run = new GrowingRun(stepper, own);
  const all = steps.map(({ instance, from, choice }) => ({ instance, from, choice }));
  if (breaksBy(run, name, initial, all) === undefined) return all;
  const wrong = violationOf(stepper, own, property, run);
  return shortenedSchedule(
    run,
    all,
    (some) => {
      const moves = breaksBy(run, name, initial, some);
      return moves && violationOf(stepper, own, property, run) === wrong ? moves : undefined;
    },
    () => limitRequested(progress) !== undefined,
  );
}

/** What is wrong where a run has come to, without the numbers of its steps. */
function violationOf(
  stepper: Stepper,
  properties: Properties,
  property: Property,
  { before, moves, state }: GrowingRun,
): string {
  const { layout } = stepper.system;
  const locations = (instances: readonly number[]): string =>
    instances.map((k) => `${k}:${readField(state, layout.instances[k].label)}`).join();
  switch (property.kind) {
    case 'deadlock':
      return locations(deadlockedIn(layout, state));
    case 'at-end':
      return locations(notAtEnd(layout, state));
    default: {
      const last = moves.at(-1);
      const path = { initial: before, steps: last ? [stepTaken(stepper, before, last)] : [] };
      return reEvaluate(stepper, properties, { ...property, message: '' }, path).property.message;
    }
  }
}
