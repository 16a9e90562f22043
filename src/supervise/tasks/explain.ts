// The task of `explain`: why the run of a trace breaks its property, and, by the rows of the spec, what a variant in which the
// property holds does differently.

import { explainTrace, type Fixed } from '../../check/explain-trace.ts';
import { type ParameterValues, resolveParameters } from '../../language/define-model.ts';
import { specOf } from '../../load/find-spec.ts';
import type { LoadedModel } from '../../load/load-model.ts';
import type { Explanation } from '../../outcome/explanation.ts';
import { type SpecDefinition, verdictOf } from '../../spec/spec.ts';
import type { Trace } from '../../trace/trace.ts';
import { decodeTrace } from '../../trace/trace-json.ts';
import type { TaskContext } from '../task-context.ts';
import { type ReplayInput, subjectOfTrace } from './replay.ts';

export async function explain(
  input: ReplayInput,
  { progress, searching }: TaskContext,
): Promise<Explanation> {
  const trace = decodeTrace(input.trace);
  const { loaded, properties } = await subjectOfTrace(trace, input, searching);
  const fixed = await fixedVariant(loaded, trace, input.spec);
  return explainTrace(loaded.model, properties, trace, fixed, progress);
}

/** The row in which the property holds that differs in the fewest parameters; of several, the first. */
async function fixedVariant(
  { path, model }: LoadedModel,
  { parameters, property }: Trace,
  named: string | undefined,
): Promise<Fixed | undefined> {
  const spec = await specOf(path, model, named);
  const rows = spec ? rowsThatHold(spec.spec, property.name) : [];
  const variants = rows.map((set): Fixed & { count: number } => {
    const values = resolveParameters(model, set);
    const names = Object.keys(values).filter((name) => values[name] !== parameters[name]);
    const differing = names.map((name) => `${name}=${String(values[name])}`).join(' ');
    return { values, differing, count: names.length };
  });
  const fewest = Math.min(...variants.map(({ count }) => count));
  return variants.find(({ count }) => count === fewest);
}

function rowsThatHold({ rows }: SpecDefinition, property: string): ParameterValues[] {
  return rows.flatMap(({ set, expect = {}, stress }) => {
    const verdict = verdictOf(expect[property]);
    return verdict === 'holds' && !stress ? [set as ParameterValues] : [];
  });
}
