// The task of `check MODEL`: one search, all properties.

import { checkModel } from '../../check/check.ts';
import type { CheckOptions } from '../../check/options.ts';
import { Coverage } from '../../load/coverage.ts';
import { importAnew } from '../../load/import-file.ts';
import type { Load } from '../../load/load-model.ts';
import type { TaskContext } from '../task-context.ts';
import { toWireOutcome, type WireOutcome } from '../wire-outcome.ts';
import { checkPropertyNames, instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export type SearchOptions = Omit<CheckOptions, 'progress'>;
export interface CheckInput extends SubjectInput {
  readonly options: SearchOptions;
  /** Counts how often each line of the author's files runs. */
  readonly coverage?: boolean;
}

export async function check(input: CheckInput, context: TaskContext): Promise<WireOutcome> {
  if (!input.coverage) return checked(input, context);
  const coverage = new Coverage();
  try {
    const outcome = await checked(input, context, (path) => importAnew(path, { maps: true }));
    return { ...outcome, coverage: coverage.end() };
  } catch (error) {
    coverage.end();
    throw error;
  }
}

async function checked(
  input: CheckInput,
  { progress, searching }: TaskContext,
  load?: Load,
): Promise<WireOutcome> {
  const subject = await loadSubject(input, load);
  const { model, parameters, properties } = subject;
  checkPropertyNames(properties, input.options.only);
  searching(instanceNames(subject));
  return toWireOutcome(checkModel(model, parameters, properties, { ...input.options, progress }));
}
