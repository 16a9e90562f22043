// The task of `outcomes`: how the runs of a model end.

import { outcomesOf } from '../../check/outcomes.ts';
import type { Unfinished } from '../../check/whole-graph.ts';
import type { Outcomes } from '../../outcome/outcomes.ts';
import type { TaskContext } from '../task-context.ts';
import { instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export interface OutcomesInput extends SubjectInput {
  readonly maxStates: number;
  readonly memoryBytes: number;
  readonly show?: readonly string[];
}

export async function outcomes(
  { maxStates, memoryBytes, show, ...input }: OutcomesInput,
  { progress, searching }: TaskContext,
): Promise<Outcomes | Unfinished> {
  const subject = await loadSubject(input);
  searching(instanceNames(subject));
  const options = { maxStates, memoryBytes, shared: progress, ...(show && { show }) };
  return outcomesOf(subject.model, subject.parameters, options);
}
