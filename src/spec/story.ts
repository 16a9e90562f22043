// The story of an expectation beside a run: whether its events come in this order, and which steps they are.

import type { PropertyOutcome } from '../outcome/outcome.ts';
import type { TraceStep } from '../trace/trace.ts';
import type { StoryEvent } from './spec.ts';

/** An event of a story, and the step of the run that it is. */
export interface ToldEvent {
  readonly process: string;
  readonly label: string;
  /** From 1; none where the run does not have it. Of a run that repeats, the step is one of those that it has. */
  readonly step?: number;
}

/** The first event of the story that does not come after those before it, in words. */
export function storyProblem(
  story: readonly StoryEvent[],
  found: PropertyOutcome,
): string | undefined {
  const told = toldEvents(story, stepsOf(found, story.length));
  const k = told.findIndex(({ step }) => step === undefined);
  if (k < 0) return undefined;
  const after = k === 0 ? '' : ` after ${story[k - 1].join(' ')}`;
  return `the story's event ${story[k].join(' ')} is missing${after}`;
}

/** The events as far as the run has them. */
export function storyOfRun(story: readonly StoryEvent[], found: PropertyOutcome): ToldEvent[] {
  const { counterexample: run } = found;
  const told = toldEvents(story, stepsOf(found, story.length));
  // Of several runs a number says nothing.
  if (run === undefined) return told.map(({ process, label }) => ({ process, label }));
  const { steps, loop = 0 } = run;
  const turn = steps.size - loop;
  const inRun = (step: number) =>
    step <= steps.size ? step : loop + 1 + ((step - loop - 1) % turn);
  return told.map(({ step, ...event }) => ({
    ...event,
    ...(step !== undefined && { step: inRun(step) }),
  }));
}

/** Once an event is missing, so are those after it. */
function toldEvents(story: readonly StoryEvent[], steps: readonly TraceStep[]): ToldEvent[] {
  let from = 0;
  return story.map(([process, label]) => {
    const at = from < 0 ? -1 : eventIndex(steps, process, label, from);
    from = at < 0 ? -1 : at + 1;
    return { process, label, ...(at >= 0 && { step: at + 1 }) };
  });
}

/**
 * The steps of the counterexample, what repeats forever as often as there may be events in it; of a lock order those of
 * all its runs, twice, as a circle has no first one.
 */
function stepsOf(
  { counterexample, lockOrder }: PropertyOutcome,
  events: number,
): readonly TraceStep[] {
  if (counterexample) {
    const { steps, loop = steps.size } = counterexample;
    const turn = steps.slice(loop).toArray();
    return [...steps, ...Array.from({ length: turn.length === 0 ? 0 : events }, () => turn).flat()];
  }
  const witnesses = lockOrder?.problems.flatMap((problem) => problem.witnesses) ?? [];
  const steps = witnesses.flatMap(({ run }) => run.steps.toArray());
  return [...steps, ...steps];
}

/** An event names a process or an instance; its label may stand within a call. */
function eventIndex(
  steps: readonly TraceStep[],
  process: string,
  label: string,
  from: number,
): number {
  return steps.findIndex(
    (step, k) =>
      k >= from &&
      (step.process === process || step.name === process) &&
      (step.label === label || step.label.endsWith(`/${label}`)),
  );
}
