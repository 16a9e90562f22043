// The run of a finding without the steps that it does not need, where it was not found as a shortest one; and that of a trace,
// which may be one that was walked by hand.

import { neededMoves } from '../counterexample/bystanders.ts';
import { pathTo } from '../counterexample/path.ts';
import { saidOfRun } from '../counterexample/said-of-run.ts';
import type { Shown } from '../counterexample/shortest.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { buildTrace } from '../trace/build-trace.ts';
import type { Trace } from '../trace/trace.ts';
import type { CompiledSystems } from './compiled-systems.ts';
import { isBrokenByRun, isShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { takeAgain } from './replay.ts';
import { askingAll, type ShownProperty, takenAgain, traceOfMoves } from './taken-again.ts';

/** Nothing where all of it is needed, or where more than one run decides the property. */
export function neededTrace(
  check: PreparedCheck,
  property: ShownProperty,
  shown: Shown,
): Trace | undefined {
  const { graph, finding } = shown;
  if (isShortest(check.options, shown) || !isBrokenByRun(property.kind, finding)) return undefined;
  const { properties, limits } = check;
  const { progress } = limits;
  const stepper = askingAll(check);
  const path = pathTo(graph, finding);
  const moves = neededMoves(stepper, properties, property, path, progress);
  const unneeded = path.steps.length - moves.length;
  if (unneeded === 0) return undefined;
  const trace = traceOfMoves(check, stepper, property, { initial: path.initial, moves }, false);
  return { ...trace, unneeded };
}

/** The trace itself where all of it is needed; a UsageError where it cannot be taken again. */
export function neededOfTrace(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
  systems: CompiledSystems,
): Trace {
  const { property, minimal } = trace;
  const { stepper, path, parameters, fingerprint } = takeAgain(model, properties, trace, systems);
  if (minimal || !isBrokenByRun(property.kind, path)) return trace;
  const moves = neededMoves(stepper, properties, property, path, systems.progress);
  const unneeded = path.steps.length - moves.length;
  if (unneeded === 0) return trace;
  const needed = takenAgain(stepper, path.initial, moves);
  const { system } = stepper;
  const message = saidOfRun(stepper, properties, property, needed);
  return {
    ...buildTrace({
      system,
      model: model.name,
      parameters,
      fingerprint,
      property: { ...property, message },
      minimal,
      ...needed,
    }),
    unneeded,
  };
}
