// A claim that compares `at` with a label that no process has holds for nothing, so it is refused before a search begins.
//
// What must stay true: nothing is refused that means something. A label may be that of another variant, chosen by the
// model's parameters, so all that can be made are looked at; where there are too many of them, nothing is said.

import { ModelError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { labelsAt, type UnknownLabel, unknownLabels } from '../compile/monitor/unknown-labels.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type {
  ModelDefinition,
  ParameterDomain,
  ParameterValue,
  ParameterValues,
} from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';

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

/** Systems are made quickly, but each is a call of the author's function. */
const MOST_VARIANTS = 1024;

/** The systems of all choices of the parameters; undefined if they are too many. */
function variantsOf(model: ModelDefinition): readonly SystemDefinition[] | undefined {
  const domains = Object.entries(model.parameters);
  const count = domains.reduce((product, [, domain]) => product * sizeOf(domain), 1);
  if (count > MOST_VARIANTS) return undefined;
  const choices = domains.reduce<readonly ParameterValues[]>(
    (some, [name, domain]) =>
      some.flatMap((values) => valuesOf(domain).map((value) => ({ ...values, [name]: value }))),
    [{}],
  );
  return choices.flatMap((values) => systemAt(model, values));
}

/** None where it cannot be made: nothing is claimed of such a variant. */
function systemAt(model: ModelDefinition, values: ParameterValues): SystemDefinition[] {
  try {
    return [model.system(values)];
  } catch {
    return [];
  }
}

function sizeOf(domain: ParameterDomain): number {
  return domain.type === 'range' ? domain.high - domain.low + 1 : valuesOf(domain).length;
}

function valuesOf(domain: ParameterDomain): readonly ParameterValue[] {
  switch (domain.type) {
    case 'bool':
      return [false, true];
    case 'oneOf':
      return domain.values;
    case 'range':
      return Array.from({ length: sizeOf(domain) }, (_, k) => domain.low + k);
  }
}
