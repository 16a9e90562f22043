// The systems that a model can make: for what is refused only where no variant gives it a meaning, and to compare variants.

import type {
  ModelDefinition,
  ParameterDomain,
  Parameters,
  ParameterValue,
  ParameterValues,
} from './define-model.ts';
import type { SystemDefinition } from './system.ts';

/** Systems are made quickly, but each is a call of the author's function. */
const MOST_VARIANTS = 1024;

/** The systems of all choices of the parameters; undefined if they are too many. */
export function variantsOf(model: ModelDefinition): readonly SystemDefinition[] | undefined {
  return choicesOf(model.parameters)?.flatMap((values) => systemAt(model, values));
}

/** All choices of some parameters; undefined if they are too many. */
export function choicesOf(parameters: Parameters): readonly ParameterValues[] | undefined {
  const domains = Object.entries(parameters);
  const count = domains.reduce((product, [, domain]) => product * sizeOf(domain), 1);
  if (count > MOST_VARIANTS) return undefined;
  return domains.reduce<readonly ParameterValues[]>(
    (some, [name, domain]) =>
      some.flatMap((values) => valuesOf(domain).map((value) => ({ ...values, [name]: value }))),
    [{}],
  );
}

/** None where it cannot be made: no property speaks of such a variant. */
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
