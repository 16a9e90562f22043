// A property that compares `at` with a label that no process has holds vacuously, so it is refused before a search
// begins.
//
// What must stay true: nothing is refused that means something. A label may be that of another variant, chosen by the
// model's parameters, so all that can be made are looked at; where there are too many of them, nothing is said.

import { ModelError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { type ClaimAccess, claimAccesses } from '../compile/monitor/claim-accesses.ts';
import {
  labelsAt,
  type UnknownLabel,
  unknownLabels,
  unknownProcesses,
} from '../compile/monitor/unknown-labels.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';

export function refuseUnknownLabels(
  model: ModelDefinition,
  system: CompiledSystem,
  properties: Properties,
  asked: readonly ClaimAccess[] = claimAccesses(system, properties),
): void {
  const labels = unknownLabels(system, properties, asked);
  const processes = unknownProcesses(system, properties);
  if (labels.length + processes.length === 0) return;
  const variants = variantsOf(model);
  if (variants === undefined) return;
  const misspelt = labels.find((one) => !variants.some((variant) => hasLabel(variant, one)));
  if (misspelt !== undefined) throw noSuchLabel(misspelt);
  const strange = processes.find(
    ({ process }) => !variants.some((variant) => Object.hasOwn(variant.processes, process)),
  );
  if (strange === undefined) return;
  const { property, process } = strange;
  const known = Object.keys(system.definition.processes);
  throw new ModelError(
    `no process is called '${process}', so it would hold for nothing; ${suggest(process, known)}`,
    { property },
  );
}

function noSuchLabel({ property, label, known }: UnknownLabel): ModelError {
  return new ModelError(
    `no process that it reads is ever at '${label}', so it would hold for nothing; ${suggest(label, known)}`,
    { property },
  );
}

function hasLabel({ processes }: SystemDefinition, unknown: UnknownLabel): boolean {
  return unknown.processes.some(
    (name) => name in processes && labelsAt(name, processes[name]).includes(unknown.label),
  );
}
