// A schedule made shorter by delta debugging (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002):
// parts of it are left out, all steps of a process first and then larger and smaller pieces, as long as what is left still breaks
// the property. A step that cannot be taken any more is left out, too, and nothing comes after the violation.
//
// What must stay true: what is returned was taken again step by step and breaks the property; and no single step of it can be
// left out, unless the work that may be spent came to its end.

import { ModelError } from '../base/errors.ts';
import type { GrowingRun, Move } from './growing-run.ts';

/** So many steps are looked for in all: some seconds. */
const MOST_LOOKS = 400_000;

/** The moves that a schedule really takes until it breaks the property; nothing where it does not, or the model goes wrong. */
export function breaksBy(
  run: GrowingRun,
  property: string,
  initial: Int32Array,
  schedule: readonly Move[],
): Move[] | undefined {
  try {
    return breaking(run, property, initial, schedule);
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

function breaking(
  run: GrowingRun,
  property: string,
  initial: Int32Array,
  schedule: readonly Move[],
): Move[] | undefined {
  if (run.begin(initial).includes(property)) return [];
  for (const { instance, from, choice } of schedule) {
    if (!run.isWithin()) return undefined;
    const step = run.steps(instance).find((one) => one.from === from && one.choice === choice);
    if (step === undefined) continue;
    if (run.take(step).includes(property)) return run.moves;
    if (step.failed) return undefined;
  }
  const isBroken = run.isWithin() && run.brokenAtEnd(run.steps()).includes(property);
  return isBroken ? run.moves : undefined;
}

/** `breaks` takes a schedule again, as above. */
export function shortened(
  schedule: readonly Move[],
  breaks: (schedule: readonly Move[]) => readonly Move[] | undefined,
  isSpent: () => boolean,
): readonly Move[] {
  let kept = withoutProcesses(schedule, breaks, isSpent);
  for (let size = Math.ceil(kept.length / 2); size >= 1; ) {
    let isShorter = false;
    for (let at = 0; at < kept.length && !isSpent(); ) {
      const left = breaks([...kept.slice(0, at), ...kept.slice(at + size)]);
      if (left === undefined) at += size;
      else {
        kept = left;
        isShorter = true;
      }
    }
    if (isSpent() || (size === 1 && !isShorter)) return kept;
    // What could not be left out before may be now.
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return kept;
}

/** Whoever is not needed at all steps no more. */
function withoutProcesses(
  schedule: readonly Move[],
  breaks: (schedule: readonly Move[]) => readonly Move[] | undefined,
  isSpent: () => boolean,
): readonly Move[] {
  let kept = schedule;
  for (const process of new Set(schedule.map(({ instance }) => instance))) {
    if (isSpent()) return kept;
    kept = breaks(kept.filter(({ instance }) => instance !== process)) ?? kept;
  }
  return kept;
}

/** A schedule shortened; `breaks` takes one again, as above, and `isEnded` says that there is no time for more. */
export function shortenedSchedule(
  run: GrowingRun,
  schedule: readonly Move[],
  breaks: (schedule: readonly Move[]) => readonly Move[] | undefined,
  isEnded: () => boolean,
): readonly Move[] {
  const began = run.looks;
  return shortened(schedule, breaks, () => run.looks - began > MOST_LOOKS || isEnded());
}
