// What is wrong where a run ends, in words: of a run that was not found by a search, but taken step by step.

import { OVER } from '../decide/at-end.ts';
import type { Properties } from '../language/claims/property.ts';
import type { TraceProperty } from '../trace/trace.ts';
import { deadlockedIn, notAtEnd } from '../transition/end-location.ts';
import type { Stepper } from '../transition/stepper.ts';
import { reEvaluate } from './re-evaluate.ts';
import type { Path } from './run.ts';
import { deadlockExplanation, waitExplanation } from './wait-explanation.ts';

/** The run breaks the property by its last step, or ends in a state that does. */
export function saidOfRun(
  stepper: Stepper,
  properties: Properties,
  property: Omit<TraceProperty, 'message'>,
  path: Path,
): string {
  const { system } = stepper;
  const end = path.steps.at(-1)?.state ?? path.initial;
  const words = (): string[] => {
    switch (property.kind) {
      case 'deadlock':
        return deadlockExplanation(system, path, deadlockedIn(system.layout, end));
      case 'at-end':
        return [...waitExplanation(system, path, notAtEnd(system.layout, end)), OVER];
      default:
        return [
          reEvaluate(stepper, properties, { ...property, message: '' }, path).property.message,
        ];
    }
  };
  return words().join('\n');
}
