// The property of a trace, evaluated again on the run that was replayed: one that can still be taken may break nothing
// any more, since the property has changed, of which the fingerprint of the model knows nothing, or since the trace was
// cut.
//
// Evaluated again is what the last state or the last step decides, and of a run that never ends what that run itself
// does. A deadlock, an order of locks or what is always possible is decided by all runs, which takes a search; there
// the words of the trace are all that there is.

import { ASKING, begins, RUNNING } from '../base/progress.ts';
import { compileCondition } from '../compile/monitor/compile-predicate.ts';
import { propertyViews } from '../compile/monitor/property-views.ts';
import type { StateCheck } from '../compile/monitor/state-checks.ts';
import { OVER } from '../decide/at-end.ts';
import {
  type AtEndDefinition,
  type Properties,
  STEP_ASSERTIONS,
} from '../language/claims/property.ts';
import type { ReEvaluation, TraceProperty } from '../trace/trace.ts';
import type { Stepper } from '../transition/stepper.ts';
import { enabledIn } from './enabled.ts';
import { saidOfLasso } from './re-evaluate-lasso.ts';
import type { Path } from './run.ts';

export interface ReEvaluated {
  readonly claim: ReEvaluation;
  /** The property as it is now, with what it says now. */
  readonly property: TraceProperty;
}

/** What a run that was walked by hand shows, where it breaks nothing: no property of the model. */
export const WALK: TraceProperty = {
  name: 'walk',
  kind: 'reachable',
  about: 'where a walk by hand has come to',
  message: 'where a walk by hand has come to',
};

/** The monitor of the stepper has to have the property that the trace names. */
export function reEvaluate(
  stepper: Stepper,
  properties: Properties,
  { name, kind, message: before }: TraceProperty,
  path: Path,
): ReEvaluated {
  const answer = (claim: ReEvaluation, about: string, message = ''): ReEvaluated => ({
    claim,
    property: { name, kind, about, message },
  });
  const known = { ...properties, assertions: STEP_ASSERTIONS }[name];
  if (known?.kind !== kind) {
    const isWalk = name === WALK.name && kind === WALK.kind;
    return isWalk ? answer('not-asked', WALK.about, before) : answer('absent', '');
  }
  const property = properties[name];
  if (property?.kind === 'liveness' && 'claim' in property) {
    const wrong = saidOfLasso(stepper, name, property, path);
    return answer(wrong === undefined ? 'falls' : 'stands', known.about, wrong);
  }
  if (property?.kind === 'at-end') {
    const wrong = isWrongEnd(stepper, property, name, path) ? OVER : undefined;
    return answer(wrong === undefined ? 'falls' : 'stands', known.about, wrong);
  }
  const check = stepper.monitor.stateProperties.find((check) => check.name === name);
  const asksSteps = kind === 'assertion' || kind === 'observer';
  if (!check && !asksSteps) return answer('not-asked', known.about, before);
  const said = check ? saidOfEnd(stepper, check, path) : saidOfLastStep(stepper, name, path);
  return answer(said === undefined ? 'falls' : 'stands', known.about, said);
}

function saidOfEnd(
  { system, flags }: Stepper,
  check: StateCheck,
  { initial, steps }: Path,
): string | undefined {
  system.state.set(steps.at(-1)?.state ?? initial);
  const running = begins(flags, ASKING);
  const said = check.problem();
  flags[RUNNING] = running;
  return said;
}

/** Whether no process can step any more where the run ends, and the property is false there. */
function isWrongEnd(
  stepper: Stepper,
  { holds }: AtEndDefinition,
  name: string,
  { initial, steps }: Path,
): boolean {
  const { system, flags } = stepper;
  const end = steps.at(-1)?.state ?? initial;
  if (enabledIn(stepper, end).size > 0) return false;
  system.state.set(end);
  const running = begins(flags, ASKING);
  const isRight = compileCondition(holds, propertyViews(system), system.state, name).evaluate();
  flags[RUNNING] = running;
  return !isRight;
}

/** By an assertion of the step itself, or of an observer. */
function saidOfLastStep(
  stepper: Stepper,
  property: string,
  { initial, steps }: Path,
): string | undefined {
  const last = steps.at(-1);
  let said: string | undefined;
  stepper.system.state.set(steps.at(-2)?.state ?? initial);
  stepper.expand({
    moved: () => {},
    stayed: () => {},
    violated: (name, message, instance, choice) => {
      if (name !== property || instance !== last?.instance || choice !== last.choice) return;
      said ??= message;
    },
  });
  return said;
}
