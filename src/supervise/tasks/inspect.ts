// The task of `inspect`.

import { inspectModel } from '../../check/inspect.ts';
import { selectProperties } from '../../check/prepare.ts';
import type { Inspection } from '../../outcome/inspection.ts';
import { checkPropertyNames, loadSubject, type SubjectInput } from './subject.ts';

export interface InspectInput extends SubjectInput {
  /** The properties that are shown, and that reductions are asked for; by default all. */
  readonly only?: readonly string[];
}

export async function inspect({ only, ...input }: InspectInput): Promise<Inspection> {
  const { model, parameters, properties } = await loadSubject(input);
  checkPropertyNames(properties, only);
  return inspectModel(model, parameters, selectProperties(properties, only));
}
