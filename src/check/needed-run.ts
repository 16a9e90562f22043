// The run of a finding without the steps that it does not need, where it was not found as a shortest one.

import { neededMoves } from '../counterexample/bystanders.ts';
import { pathTo } from '../counterexample/path.ts';
import type { Shown } from '../counterexample/shortest.ts';
import type { Trace } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import { isBrokenByRun, isShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { type ShownProperty, traceOfMoves } from './taken-again.ts';

/** Nothing where all of it is needed, or where more than one run decides the property. */
export function neededTrace(
  check: PreparedCheck,
  property: ShownProperty,
  shown: Shown,
): Trace | undefined {
  const { graph, finding } = shown;
  if (isShortest(check.options, shown) || !isBrokenByRun(property.kind, finding)) return undefined;
  const { system, monitor, properties, limits } = check;
  const { progress } = limits;
  const stepper = new Stepper(system, monitor, { flags: progress.flags });
  const path = pathTo(graph, finding);
  const moves = neededMoves(stepper, properties, property, path, progress);
  const unneeded = path.steps.length - moves.length;
  if (unneeded === 0) return undefined;
  const trace = traceOfMoves(check, stepper, property, { initial: path.initial, moves }, false);
  return { ...trace, unneeded };
}
