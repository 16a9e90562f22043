// What the other variants of a model make use of, so that nothing is doubted that one of them needs: which methods its steps call,
// which cells they write, which labels they lead to.
//
// What must stay true: where there are too many variants to look at, nothing is said of them, and so nothing is doubted.

import { ModelError } from '../base/errors.ts';
import type { Caller } from '../compile/access/counterparts.ts';
import type { Used } from '../compile/access/lints.ts';
import { firstInstances } from '../compile/layout/layout.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import { usedIn } from '../compile/program/warnings.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { SystemDefinition } from '../language/system.ts';
import { variantsOf } from '../language/variants.ts';

export interface VariantUse {
  readonly callers: readonly Caller[];
  readonly used: Used;
}

/** Some milliseconds for each. */
const MOST_VARIANTS = 32;
/** The rows of a spec are of one model. */
const known = new WeakMap<ModelDefinition, { readonly all: readonly VariantUse[] | undefined }>();

/** Of each variant of the model; undefined where there are too many. */
export function usesOfVariants(model: ModelDefinition): readonly VariantUse[] | undefined {
  const had = known.get(model);
  if (had) return had.all;
  const variants = variantsOf(model);
  const all = variants && variants.length <= MOST_VARIANTS ? variants.flatMap(useOf) : undefined;
  known.set(model, { all });
  return all;
}

/** None of a variant that cannot be made: no property speaks of it. */
function useOf(definition: SystemDefinition): VariantUse[] {
  try {
    const system = new CompiledSystem(definition);
    return [{ callers: callersIn(system), used: usedIn(system) }];
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  }
}

export function callersIn(system: CompiledSystem): Caller[] {
  return firstInstances(system.layout).map((instance) => ({
    process: instance.process.name,
    calls: [
      ...(system.guardAccess(instance)?.calls ?? []),
      ...instance.process.flat.labels.flatMap(
        (label) => system.authoredAccess(instance, label).calls,
      ),
    ],
  }));
}
