// The task of `explain`: why the run of a trace breaks its property, and, by the rows of the spec, what a variant in which the
// property holds does differently.

import { explainTrace } from '../../check/explain-trace.ts';
import { specOf } from '../../load/find-spec.ts';
import type { Explanation } from '../../outcome/explanation.ts';
import { fixedVariant } from '../../spec/fixed-variant.ts';
import { decodeTrace } from '../../trace/trace-json.ts';
import type { TaskContext } from '../task-context.ts';
import { type ReplayInput, subjectOfTrace } from './replay.ts';

export async function explain(
  input: ReplayInput,
  { progress, searching }: TaskContext,
): Promise<Explanation> {
  const trace = decodeTrace(input.trace);
  const { loaded, properties } = await subjectOfTrace(trace, input, searching);
  const spec = await specOf(loaded.path, loaded.model, input.spec);
  const { property, parameters } = trace;
  const fixed = spec && fixedVariant(spec.spec, loaded.model, property.name, parameters);
  return explainTrace(loaded.model, properties, trace, fixed, progress);
}
