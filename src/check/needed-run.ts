// The run of a finding without the steps that it does not need, where it was not found as a shortest one; and that of a trace,
// which may be one that was walked by hand.

import type { Progress } from '../base/progress.ts';
import { neededMoves } from '../counterexample/bystanders.ts';
import { pathTo } from '../counterexample/path.ts';
import type { Path } from '../counterexample/run.ts';
import type { Shown } from '../counterexample/shortest.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { Trace } from '../trace/trace.ts';
import type { CompiledSystems } from './compiled-systems.ts';
import { isBrokenByRun, isShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { takeAgain } from './replay.ts';
import { askingAll, type ShownProperty, type Taker, traceOfMoves } from './taken-again.ts';

/** Nothing where all of it is needed, or where more than one run decides the property. */
export function neededTrace(
  check: PreparedCheck,
  property: ShownProperty,
  shown: Shown,
): Trace | undefined {
  const { graph, finding } = shown;
  if (isShortest(check.options, shown) || !isBrokenByRun(property.kind, finding)) return undefined;
  return shorter(askingAll(check), property, pathTo(graph, finding), check.limits.progress);
}

/** The trace itself where all of it is needed; a UsageError where it cannot be taken again. */
export function neededOfTrace(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
  systems: CompiledSystems,
): Trace {
  const { property, minimal } = trace;
  const { stepper, path, parameters } = takeAgain(model, properties, trace, systems);
  if (minimal || !isBrokenByRun(property.kind, path)) return trace;
  const taker = { stepper, model, parameters, properties };
  return shorter(taker, property, path, systems.progress) ?? trace;
}

function shorter(
  taker: Taker,
  property: ShownProperty,
  path: Path,
  progress: Progress,
): Trace | undefined {
  const { initial, steps } = path;
  const moves = neededMoves(taker.stepper, taker.properties, property, path, progress);
  const unneeded = steps.length - moves.length;
  if (unneeded === 0) return undefined;
  return { ...traceOfMoves(taker, property, { initial, moves }, false), unneeded };
}
