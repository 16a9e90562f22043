// A trace explained: its run is taken again on the model, and where a variant is known in which the property holds, on that.

import { UsageError } from '../base/errors.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { explainRun } from '../explanation/explain.ts';
import { onVariant } from '../explanation/fixed-variant.ts';
import type { Properties } from '../language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../language/define-model.ts';
import type { Explanation } from '../outcome/explanation.ts';
import type { Trace } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import { CompiledSystems } from './compiled-systems.ts';
import { takeAgain } from './replay.ts';

export interface Fixed {
  readonly values: ParameterValues;
  /** The parameters that differ, in words. */
  readonly differing: string;
}

/** Throws a UsageError where the trace is of another model, or cannot be explained. */
export function explainTrace(
  model: ModelDefinition,
  properties: Properties,
  trace: Trace,
  fixed?: Fixed,
  systems = new CompiledSystems(model),
): Explanation {
  if (trace.property.kind === 'reachable') {
    throw new UsageError(
      `the trace shows how '${trace.property.name}' is reached; there is nothing to explain`,
    );
  }
  const { stepper, path } = takeAgain(model, properties, trace, systems);
  if (stepper.system.definition.memory?.model === 'lkmm') {
    throw new UsageError(
      'under lkmm a step may load what is not the last value, and which steps need which is not worked out; `mmcheck replay` shows the run',
    );
  }
  const explained = explainRun(stepper, properties, trace.property, path);
  if (fixed === undefined) return explained;
  const there = systems.at(resolveParameters(model, fixed.values), {}, {});
  const { flags } = systems.progress;
  const variant = {
    stepper: new Stepper(there, new Monitor(there, {}), { flags }),
    parameters: fixed.differing,
  };
  return { ...explained, fixed: onVariant(stepper, path, variant) };
}
