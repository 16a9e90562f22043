// Rows that expect the model to go wrong: a value outside its domain, the misuse of a primitive. That is no claim about the
// model's states but one about its steps, so it is compared by the step and by what is said, and proves nothing else.

import { ModelError } from '../base/errors.ts';
import type { CheckOutcome, ModelMistake } from '../outcome/outcome.ts';
import type { GoesWrongRun } from './run-outcome.ts';
import type { GoesWrong } from './spec.ts';

/** Throws the mistake where it is another one: then the row is broken, as any other is. */
export function goesWrongRun(
  expected: GoesWrong,
  { modelError, limit }: Pick<CheckOutcome, 'modelError' | 'limit'>,
): GoesWrongRun {
  if (modelError === undefined) {
    return { ...expected, verdict: limit ? 'inconclusive' : 'goes-on' };
  }
  const { message, place } = modelError;
  if (isExpected(expected, modelError)) return { ...expected, verdict: 'goes-wrong', message };
  const { at, says } = expected;
  throw new ModelError(
    `${message}; the row expects it to go wrong otherwise: at ${at.join(' ')}, with the words '${says}'`,
    place,
  );
}

function isExpected({ at, says }: GoesWrong, { message, place, process }: ModelMistake): boolean {
  const [who, label] = at;
  const { step = '', property } = place;
  // An observer or a claim that goes wrong is none of the model's steps.
  if (property !== undefined || (who !== process && who !== place.process)) return false;
  return (step === label || step.endsWith(`/${label}`)) && message.includes(says);
}
