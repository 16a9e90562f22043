// What is told of a check whose thread came to an end before it was done, though it had learnt something: the verdicts that
// were known, and what ended it.

import { ModelError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { Figures } from '../base/progress.ts';
import type { RunlessOutcome } from '../outcome/outcome.ts';
import type { Simulation } from '../outcome/simulation.ts';
import type { RowRun } from '../spec/run-outcome.ts';
import { Stopped } from '../supervise/supervisor.ts';
import { explanationOf, stoppedText } from './explain.ts';
import { progressText, walkedText } from './progress-line.ts';

/** How far the search had come may be known better than when it told. */
export function outcomeCutShort(
  learnt: RunlessOutcome,
  why: Error,
  figures: Figures,
): RunlessOutcome {
  const { statistics, limit } = learnt;
  const goesOn = limit?.reached === 'interrupted' && figures.states > statistics.states;
  const { states, transitions, depth, memoryBytes } = figures;
  return {
    ...learnt,
    statistics: goesOn
      ? { ...statistics, states, transitions, depth, peakMemoryBytes: memoryBytes }
      : statistics,
    limit: limitBy(why),
  };
}

export function simulationCutShort(learnt: Simulation<never>, why: Error): Simulation<never> {
  return { ...learnt, limit: limitBy(why, walkedText) };
}

/** A row whose model goes wrong is broken, whatever was found in it before. */
export function rowCutShort(learnt: RowRun, why: Error): RowRun {
  const limit = limitBy(why);
  if (limit.reached === 'error') return { ...learnt, error: limit.message };
  return { ...learnt, limit };
}

function limitBy(why: Error, textOf = progressText): NonNullable<RowRun['limit']> {
  if (why instanceof Stopped) {
    return { reached: reachedBy(why), message: `${stoppedText(why, textOf)}; ${TOLD}` };
  }
  const words =
    why instanceof ModelError ? explanationOf(why).message : 'mmcheck itself went wrong';
  return { reached: 'error', message: `${words}; ${TOLD}` };
}

const TOLD = 'told is what had been found by then, and its runs were not built';

export function reachedBy({ reason }: Stopped): Exclude<LimitReached, 'error'> {
  return reason === 'time' || reason === 'memory' ? reason : 'interrupted';
}
