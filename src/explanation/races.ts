// The races of a run: immediate pairs of dependent steps of two processes, each turned round and taken again. Where the run
// then breaks the property no more, their order matters.
//
// What must stay true: it is said of this run only. Another schedule may break the property with the pair turned round.

import type { Path } from '../counterexample/run.ts';
import type { ExplainedStep, Race } from '../outcome/explanation.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Dependence } from './dependence.ts';
import { scheduleOf, type Taken, type Turn, take } from './schedule.ts';
import type { Breaks } from './verdict-of-run.ts';

export function racesOf(
  stepper: Stepper,
  path: Path,
  dependence: Dependence,
  breaks: Breaks,
): Race[] {
  const turns = scheduleOf(stepper, path);
  return dependence.immediatePairs().map(([i, j]) => {
    const order = dependence.withTurned(i, j);
    const turned = order.map((k) => turns[k]);
    const taken = take(stepper, path.initial, turned);
    return {
      first: stepAt(turns, i),
      second: stepAt(turns, j),
      on: dependence.sharedBy(i, j),
      ...judged(taken, order.indexOf(j), turned, breaks),
    };
  });
}

export function stepAt(turns: readonly Turn[], k: number): ExplainedStep {
  return { number: k + 1, process: turns[k].name, label: turns[k].label };
}

function judged(
  taken: Taken,
  second: number,
  turned: readonly Turn[],
  breaks: Breaks,
): Pick<Race, 'order' | 'otherwise'> {
  const { path, stopped, goesWrong } = taken;
  if (stopped !== undefined && stopped <= second) return { order: 'cannot-turn' };
  if (breaksSomewhere(path, breaks)) return { order: 'does-not-matter' };
  if (stopped === undefined) return { order: 'matters', otherwise: 'the property is not broken' };
  const { name, label } = turned[stopped];
  const otherwise = goesWrong
    ? `the model goes wrong when ${name} takes ${label}`
    : `${name} cannot take ${label} any more`;
  return { order: 'matters', otherwise };
}

function breaksSomewhere({ initial, steps }: Path, breaks: Breaks): boolean {
  return [...steps.keys()].some((k) => breaks({ initial, steps: steps.slice(0, k + 1) }));
}
