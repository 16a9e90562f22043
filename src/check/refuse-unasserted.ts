// A property of assertions that no step makes holds vacuously, so it is refused before a search begins.
//
// What must stay true: nothing is refused that another variant of the model asserts; where there are too many of them,
// nothing is said.

import { ModelError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';

export function refuseUnasserted(
  model: ModelDefinition,
  system: CompiledSystem,
  properties: Properties,
): void {
  const asserted = system.asserted();
  const unasserted = Object.keys(properties).filter(
    (name) => properties[name].kind === 'assertion' && !asserted.has(name),
  );
  if (unasserted.length === 0) return;
  const others = variantsOf(model)?.map(assertedBy);
  const property = unasserted.find((name) => others?.every((names) => !names.has(name)));
  if (property === undefined) return;
  const [near] = [...asserted].filter((name) => !Object.hasOwn(properties, name));
  const instead = near === undefined ? '' : `; a step names '${near}', which is no property`;
  throw new ModelError(
    `no step asserts it, so it would hold for nothing: assert(condition, '...', '${property}')${instead}`,
    { property },
  );
}

/** A warning for each name that assertions give and no property has; what they claim counts among all assertions. */
export function namedForNothing(system: CompiledSystem, properties: Properties): string[] {
  const names = Object.keys(properties);
  if (names.length === 0) return [];
  return [...system.asserted()]
    .filter((name) => !names.includes(name))
    .map(
      (name) =>
        `an assertion names the property '${name}', and there is none; ${suggest(name, names)}`,
    );
}

/** All that there is where it cannot be told: nothing is said of such a variant. */
function assertedBy(definition: SystemDefinition): { has(name: string): boolean } {
  try {
    return new CompiledSystem(definition).asserted();
  } catch {
    return { has: () => true };
  }
}
