// The task of `explain`: why the run of a trace breaks its property, and, by the rows of the spec, what a variant in which the
// property holds does differently.

import { CompiledSystems } from '../../check/compiled-systems.ts';
import { explainTrace } from '../../check/explain-trace.ts';
import { neededOfTrace } from '../../check/needed-run.ts';
import { specOf } from '../../load/find-spec.ts';
import type { Explanation } from '../../outcome/explanation.ts';
import { fixedVariant } from '../../spec/fixed-variant.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import type { TaskContext } from '../task-context.ts';
import { type ReplayInput, subjectOfTrace } from './replay.ts';

export interface ExplainInput extends ReplayInput {
  /** Explain the run with the steps, too, that it does not need. */
  readonly full: boolean;
}

export interface Explained {
  readonly explanation: Explanation;
  /** The run that is explained. */
  readonly trace: JsonTrace;
}

export async function explain(
  input: ExplainInput,
  { progress, searching }: TaskContext,
): Promise<Explained> {
  const whole = decodeTrace(ofFile(input.trace));
  const { loaded, properties } = await subjectOfTrace(whole, input, searching);
  const { path, model } = loaded;
  const spec = await specOf(path, model, input.spec);
  const systems = new CompiledSystems(model, progress);
  const trace = input.full ? whole : neededOfTrace(model, properties, whole, systems);
  const { property, parameters } = trace;
  const fixed = spec && fixedVariant(spec.spec, model, property.name, parameters);
  return {
    explanation: explainTrace(model, properties, trace, fixed, systems),
    trace: encodeTrace(trace),
  };
}

/** The file's run is all that is known: what it was shown without, when it was written, no `--full` brings back. */
function ofFile({ unneeded, ...run }: JsonTrace): JsonTrace {
  return run;
}
