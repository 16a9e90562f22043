// The tasks of `sweep`: what its values are, before anything is searched, and the search at one of them.

import { UsageError } from '../../base/errors.ts';
import { type ParameterValues, parameterDomain } from '../../language/define-model.ts';
import { loadModel } from '../../load/load-model.ts';
import { withoutRuns } from '../../outcome/outcome.ts';
import type { TaskContext } from '../task-context.ts';
import { type CheckResult, type SearchInput, searched } from './check.ts';
import { parametersFromText, type SubjectInput } from './subject.ts';

export interface SweepValuesInput extends SubjectInput {
  readonly parameter: string;
  readonly values: readonly number[];
}

export interface SweepValues {
  readonly model: string;
  /** All parameters but the one. */
  readonly fixed: ParameterValues;
  /** The least and the greatest value that the model knows. */
  readonly low: number;
  readonly high: number;
}

/** Throws a UsageError where one of the values is none of the parameter's. */
export async function sweepValues({
  file,
  set,
  parameter,
  values,
}: SweepValuesInput): Promise<SweepValues> {
  const { model } = await loadModel(file);
  for (const value of values) parametersFromText(model, { ...set, [parameter]: String(value) });
  const domain = parameterDomain(model, parameter);
  if (domain.type !== 'range') {
    throw new UsageError(`${model.name}: parameter ${parameter} is no number; sweep one that is`);
  }
  const { [parameter]: _, ...fixed } = parametersFromText(model, set);
  return { model: model.name, fixed, low: domain.low, high: domain.high };
}

/** All states, whatever is decided before: how many there are must not depend on where a violation lies. */
export async function sweepSize(
  input: SearchInput,
  context: TaskContext<CheckResult>,
): Promise<CheckResult> {
  const options = { ...input.options, untilWrong: true };
  return { outcome: withoutRuns(await searched({ ...input, options }, context)) };
}
