// Why a run breaks its property: which steps stand in a race whose order matters, and from when on it was too late.

import { UsageError } from '../base/errors.ts';
import type { Path } from '../counterexample/run.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ExplainedStep, Explanation, NoReturn } from '../outcome/explanation.ts';
import type { TraceProperty } from '../trace/trace.ts';
import type { Stepper } from '../transition/stepper.ts';
import { Dependence } from './dependence.ts';
import { lastChance } from './no-return.ts';
import { racesOf, stepAt } from './races.ts';
import { scheduleOf, type Turn } from './schedule.ts';
import { type Breaks, breaking } from './verdict-of-run.ts';

/** Each pair of steps is looked at, so a run may not be too long. */
const LONGEST = 400;

/** Throws a UsageError where the run cannot be explained. */
export function explainRun(
  stepper: Stepper,
  properties: Properties,
  property: TraceProperty,
  path: Path,
): Omit<Explanation, 'fixed'> {
  const { steps } = path;
  if (steps.length > LONGEST) {
    throw new UsageError(
      `the run has ${steps.length} steps: more than ${LONGEST} are not explained; smaller parameters may have a shorter one`,
    );
  }
  const breaks = breaking(stepper, properties, property, path);
  const races = racesOf(stepper, path, new Dependence(stepper, path), breaks);
  const turns = scheduleOf(stepper, path);
  return {
    steps: steps.length,
    mattering: mattering(races),
    races,
    noReturn: noReturnOf(stepper, path, turns, breaks),
  };
}

function mattering(races: Explanation['races']): ExplainedStep[] {
  const steps = races
    .filter(({ order }) => order === 'matters')
    .flatMap(({ first, second }) => [first, second]);
  return [...new Map(steps.map((step) => [step.number, step])).values()].sort(
    (a, b) => a.number - b.number,
  );
}

function noReturnOf(
  stepper: Stepper,
  path: Path,
  turns: readonly Turn[],
  breaks: Breaks,
): NoReturn {
  const { after, rest, exact } = lastChance(stepper, path, breaks);
  if (after === undefined) return { exact };
  const [instead] = scheduleOf(stepper, { initial: path.initial, steps: rest });
  return {
    step: stepAt(turns, after),
    instead: { number: after + 1, process: instead.name, label: instead.label },
    rest: rest.length,
    exact,
  };
}
