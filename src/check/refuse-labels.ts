// A property that compares `at` with a label that no process has holds vacuously, so it is refused before a search
// begins.
//
// What must stay true: nothing is refused that means something. A label may be that of another variant, chosen by the
// model's parameters, so all that can be made are looked at; where there are too many of them, nothing is said.

import { ModelError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { labelsAt, type UnknownLabel, unknownLabels } from '../compile/monitor/unknown-labels.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';

export function refuseUnknownLabels(
  model: ModelDefinition,
  system: CompiledSystem,
  properties: Properties,
): void {
  const unknown = unknownLabels(system, properties);
  if (unknown.length === 0) return;
  const variants = variantsOf(model);
  if (variants === undefined) return;
  const misspelt = unknown.find((one) => !variants.some((variant) => hasLabel(variant, one)));
  if (misspelt === undefined) return;
  const { property, label, known } = misspelt;
  throw new ModelError(
    `no process that it reads is ever at '${label}', so it would hold for nothing; ${suggest(label, known)}`,
    { property },
  );
}

function hasLabel({ processes }: SystemDefinition, unknown: UnknownLabel): boolean {
  return unknown.processes.some(
    (name) => name in processes && labelsAt(name, processes[name]).includes(unknown.label),
  );
}
