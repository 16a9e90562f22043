// The task of `inspect`.

import { inspectModel } from '../../check/inspect.ts';
import type { Inspection } from '../../outcome/inspection.ts';
import { loadSubject, type SubjectInput } from './subject.ts';

export async function inspect(input: SubjectInput): Promise<Inspection> {
  const { model, parameters, properties } = await loadSubject(input);
  return inspectModel(model, parameters, properties);
}
