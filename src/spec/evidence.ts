// What explains a verdict to who reads it: what is claimed, the run that decides it, and where the events of the expected
// story are in that run. It is made only where it is asked for, as runs of all rows are large.

import { UsageError } from '../base/errors.ts';
import { CompiledSystems } from '../check/compiled-systems.ts';
import { explainTrace } from '../check/explain-trace.ts';
import type { Explanation } from '../outcome/explanation.ts';
import type { PropertyOutcome } from '../outcome/outcome.ts';
import type { Trace } from '../trace/trace.ts';
import { encodeTrace, type JsonTrace } from '../trace/trace-json.ts';
import { fixedVariant } from './fixed-variant.ts';
import type { ExaminedRow } from './row-at.ts';
import type { Expectation, SpecDefinition } from './spec.ts';
import { storyOfRun, type ToldEvent } from './story.ts';

export interface Evidence {
  /** What is claimed. */
  readonly about: string;
  /** One, and of a lock order as many as show what is wrong with it; none where no run decides the verdict. */
  readonly runs: readonly ShownEvidence[];
  readonly story?: readonly ToldEvent[];
}

export interface ShownEvidence {
  /** What the run shows, where that is not the whole. */
  readonly words?: string;
  readonly run: JsonTrace;
  /** Why it breaks the property, where that can be said of one run. */
  readonly explanation?: Explanation;
}

export function evidenceOf(
  spec: SpecDefinition,
  row: ExaminedRow,
  found: PropertyOutcome,
  { story = [] }: Expectation,
): Evidence {
  return {
    about: found.about,
    runs: runsOf(found, (run) => explanationOf(spec, row, run)),
    ...(story.length > 0 && { story: storyOfRun(story, found) }),
  };
}

function runsOf(
  { counterexample, lockOrder }: PropertyOutcome,
  explained: (run: Trace) => Explanation | undefined,
): ShownEvidence[] {
  if (counterexample) {
    const explanation = explained(counterexample);
    return [{ run: encodeTrace(counterexample), ...(explanation && { explanation }) }];
  }
  const problems = lockOrder?.problems ?? [];
  return problems.flatMap(({ message, witnesses }) =>
    witnesses.map(({ words, run }) => ({ words: `${message}: ${words}`, run: encodeTrace(run) })),
  );
}

/** None of a run that reaches what it should, or that takes the whole graph to decide: it is shown without. */
function explanationOf(
  spec: SpecDefinition,
  { properties }: ExaminedRow,
  run: Trace,
): Explanation | undefined {
  try {
    const fixed = fixedVariant(spec, spec.model, run.property.name, run.parameters);
    return explainTrace(spec.model, properties, run, fixed, systemsOf(spec));
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The runs of a row are taken on one system, and its variants are mostly those of other rows. */
function systemsOf(spec: SpecDefinition): CompiledSystems {
  const known = systems.get(spec) ?? new CompiledSystems(spec.model);
  systems.set(spec, known);
  return known;
}
const systems = new WeakMap<SpecDefinition, CompiledSystems>();
