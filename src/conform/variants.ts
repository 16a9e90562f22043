// The variants of a model that a trace is followed on, and what a label may mean in one of them.

import { UsageError } from '../base/errors.ts';
import { labelsAt } from '../compile/monitor/unknown-labels.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { choicesOf, variantsOf } from '../language/variants.ts';
import type { KnownElsewhere } from './bind.ts';

/** `values` with every choice of the parameters that are no sizes and not `fixed`. */
export function variantsBeside(
  { name, parameters }: ModelDefinition,
  values: ParameterValues,
  fixed: readonly string[],
): readonly ParameterValues[] {
  const open = Object.entries(parameters).filter(
    ([parameter, { type }]) => type !== 'range' && !fixed.includes(parameter),
  );
  const choices = choicesOf(Object.fromEntries(open));
  if (choices) return choices.map((choice) => ({ ...values, ...choice }));
  throw new UsageError(`${name} has too many variants for a table: fix some parameters with --set`);
}

/** Looks at all variants once a name is asked for that means nothing here; where they are too many, it means nothing. */
export function knownElsewhere(model: ModelDefinition): KnownElsewhere {
  return (process, label) =>
    (variantsOf(model) ?? []).some(({ processes }) => {
      if (!Object.hasOwn(processes, process)) return false;
      return label === undefined || labelsAt(process, processes[process]).includes(label);
    });
}
