// The task of `check MODEL`: one search, all properties.

import { checkModel } from '../../check/check.ts';
import type { CheckOptions } from '../../check/options.ts';
import type { TaskContext } from '../task-context.ts';
import { toWireOutcome, type WireOutcome } from '../wire-outcome.ts';
import { checkPropertyNames, instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export type SearchOptions = Omit<CheckOptions, 'progress'>;
export interface CheckInput extends SubjectInput {
  readonly options: SearchOptions;
}

export async function check(
  input: CheckInput,
  { progress, searching }: TaskContext,
): Promise<WireOutcome> {
  const subject = await loadSubject(input);
  const { model, parameters, properties } = subject;
  checkPropertyNames(properties, input.options.only);
  searching(instanceNames(subject));
  return toWireOutcome(checkModel(model, parameters, properties, { ...input.options, progress }));
}
