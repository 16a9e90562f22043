// The property of a run that never ends, evaluated again on that run alone: whether it owes what was claimed from some
// state on and never does it, and whether it is fair. By the definitions (decide/obligations.ts, decide/fairness.ts),
// state by state.

import { hasBit } from '../base/bits.ts';
import { ASKING, begins, RUNNING } from '../base/progress.ts';
import { type FairnessSets, fairnessSets } from '../decide/fairness.ts';
import { type Obligation, obligationsOf } from '../decide/obligations.ts';
import type { LivenessDefinition } from '../language/claims/property.ts';
import type { Stepper } from '../transition/stepper.ts';
import { enabledIn, isProgress } from './enabled.ts';
import { lassoExplanation, type Repeated } from './lasso-explanation.ts';
import type { Path } from './run.ts';

/** What is wrong with the run; nothing where it breaks the property no more, or has an end. */
export function saidOfLasso(
  stepper: Stepper,
  name: string,
  definition: LivenessDefinition,
  path: Path,
): string | undefined {
  const { loop } = path;
  if (loop === undefined) return undefined;
  const fairness = fairnessSets(stepper.system, definition.fairness);
  const repeated = { ...repeatedFrom(stepper, path, loop), weak: fairness.weak };
  if (!isFair(stepper, repeated, fairness)) return undefined;
  const broken = obligationsOf(stepper.system, name, definition).find((obligation) =>
    owesForEver(stepper, obligation, path, loop),
  );
  return broken && lassoExplanation(stepper, { ...repeated, wrong: broken.wrong });
}

function repeatedFrom(
  stepper: Stepper,
  { initial, steps }: Path,
  loop: number,
): Pick<Repeated, 'stem' | 'cycle'> {
  const states = [initial, ...steps.map(({ state }) => state)];
  const cycle = steps.slice(loop).map(({ instance, state }, k) => ({
    instance,
    state,
    changes: isProgress(stepper, states[loop + k], state),
  }));
  return { stem: states.slice(0, loop + 1), cycle };
}

/** Whether what repeats forever is a run of which the property speaks. */
function isFair(
  stepper: Stepper,
  { stem, cycle }: Pick<Repeated, 'stem' | 'cycle'>,
  { weak, strong }: FairnessSets,
): boolean {
  const states = cycle.length === 0 ? [stem[stem.length - 1]] : cycle.map(({ state }) => state);
  const enabled = states.map((state) => enabledIn(stepper, state));
  const takesPart = new Set(cycle.filter(({ changes }) => changes).map(({ instance }) => instance));
  return stepper.system.layout.instances.every(({ index }) => {
    if (takesPart.has(index)) return true;
    if (hasBit(weak, index)) return enabled.some((those) => !those.has(index));
    return !hasBit(strong, index) || enabled.every((those) => !those.has(index));
  });
}

/**
 * Whether the run owes from one of its states on what it never does: in all that repeats, and on the way there. What has to
 * recur is in what repeats.
 */
function owesForEver(
  { system, flags }: Stepper,
  { begins: obliges, inside, recurs, starving }: Obligation,
  { initial, steps }: Path,
  loop: number,
): boolean {
  const states = [initial, ...steps.map(({ state }) => state)];
  const holdsIn = (k: number, condition: () => boolean): boolean => {
    system.state.set(states[k]);
    const running = begins(flags, ASKING);
    const holds = condition();
    flags[RUNNING] = running;
    return holds;
  };
  const isOwing = (k: number): boolean =>
    (steps[k] === undefined || steps[k].instance !== starving) && holdsIn(k, inside);
  const isStart = (k: number): boolean => (obliges === 'initially' ? k === 0 : holdsIn(k, obliges));
  if (recurs && !states.some((_, k) => k >= loop && holdsIn(k, recurs))) return false;
  let isStarted = false;
  for (let k = steps.length; k >= 0 && (k >= loop || !isStarted); k--) {
    if (!isOwing(k)) return false;
    isStarted ||= isStart(k);
  }
  return isStarted;
}
