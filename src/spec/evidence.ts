// What explains a verdict to who reads it: what is claimed, the run that decides it, and where the events of the expected
// story are in that run. It is made only where it is asked for, as runs of all rows are large.

import type { PropertyOutcome } from '../outcome/outcome.ts';
import { encodeTrace, type JsonTrace } from '../trace/trace-json.ts';
import type { Expectation } from './spec.ts';
import { storyOfRun, type ToldEvent } from './story.ts';

export interface Evidence {
  /** What is claimed. */
  readonly about: string;
  /** One, and of a lock order as many as show what is wrong with it; none where no run decides the verdict. */
  readonly runs: readonly ShownEvidence[];
  readonly story?: readonly ToldEvent[];
}

export interface ShownEvidence {
  /** What the run shows, where that is not the whole. */
  readonly words?: string;
  readonly run: JsonTrace;
}

export function evidenceOf(found: PropertyOutcome, { story = [] }: Expectation): Evidence {
  return {
    about: found.about,
    runs: runsOf(found),
    ...(story.length > 0 && { story: storyOfRun(story, found) }),
  };
}

function runsOf({ counterexample, lockOrder }: PropertyOutcome): ShownEvidence[] {
  if (counterexample) return [{ run: encodeTrace(counterexample) }];
  const problems = lockOrder?.problems ?? [];
  return problems.flatMap(({ message, witnesses }) =>
    witnesses.map(({ words, run }) => ({ words: `${message}: ${words}`, run: encodeTrace(run) })),
  );
}
