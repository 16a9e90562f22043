// The tasks of `litmus`: one litmus test, read, made a model and run to all its ends; or the text of that model.

import { ModelError } from '../../base/errors.ts';
import { outcomesOf } from '../../check/outcomes.ts';
import type { Unfinished } from '../../check/whole-graph.ts';
import { LitmusMistake } from '../../litmus/mistake.ts';
import { type MemoryOfTest, type RunnableTest, readTest } from '../../litmus/read-test.ts';
import { verdictOf } from '../../litmus/verdict.ts';
import { litmusText } from '../../load/litmus-files.ts';
import { loadModelText } from '../../load/load-text.ts';
import type { LitmusRefusal, LitmusResult } from '../../outcome/litmus.ts';
import type { TaskContext } from '../task-context.ts';
import { instanceNames, parametersFromText } from './subject.ts';

export interface LitmusInput {
  readonly file: string;
  readonly memoryModel: string;
  readonly maxStates: number;
  readonly memoryBytes: number;
}

export async function litmus(
  { file, memoryModel, maxStates, memoryBytes }: LitmusInput,
  { progress, searching }: TaskContext,
): Promise<LitmusResult | Unfinished> {
  const read = readOrRefusal(file, memoryModel);
  if ('type' in read) return read;
  const { test, model: text, show, finals, waiting, set } = read;
  const model = await loadModelText(text);
  const parameters = parametersFromText(model, set);
  searching(instanceNames({ model, parameters }));
  try {
    const options = { maxStates, memoryBytes, shared: progress, show };
    const found = outcomesOf(model, parameters, options);
    if ('figures' in found) return found;
    const seen = { finals: finals(found.outcomes), waiting: waiting(found.outcomes) };
    return verdictOf(test, seen, file, memoryModel);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { type: 'refusal', file, kind: 'malformed', message: error.message };
  }
}

/** The text of the model that a test is made into. */
export async function litmusModel({
  file,
}: {
  readonly file: string;
}): Promise<{ readonly text: string } | LitmusRefusal> {
  const read = readOrRefusal(file, 'sc');
  return 'type' in read ? read : { text: read.model };
}

type Read = RunnableTest & { readonly set: MemoryOfTest };

function readOrRefusal(file: string, memoryModel: string): Read | LitmusRefusal {
  try {
    const read = readTest(litmusText(file), file);
    return { ...read, set: read.memory(memoryModel) };
  } catch (error) {
    if (!(error instanceof LitmusMistake)) throw error;
    const { kind, line, message } = error;
    return { type: 'refusal', file, kind, message, ...(line > 0 && { line }) };
  }
}
