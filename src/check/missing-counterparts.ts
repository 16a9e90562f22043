// Doubts about methods of primitives whose counterparts no step calls (compile/access/counterparts.ts).
//
// What must stay true: nothing is doubted that another variant of the model calls; where there are too many of them, nothing is
// said.

import { type Caller, callsOne, missingCounterparts } from '../compile/access/counterparts.ts';
import { firstInstances } from '../compile/layout/layout.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { variantsOf } from '../language/variants.ts';

export function doubtfulCalls(model: ModelDefinition, system: CompiledSystem): string[] {
  const missing = missingCounterparts(callersIn(system));
  if (missing.length === 0) return [];
  const variants = callersOfVariants(model);
  const words = missing
    .filter(({ cell, methods }) => variants?.every((one) => !callsOne(one, cell, methods)))
    .map((one) => one.words);
  return [...new Set(words)];
}

type Callers = readonly (readonly Caller[])[];

/** Some milliseconds for each. */
const MOST_VARIANTS = 32;
/** The rows of a spec are of one model. */
const known = new WeakMap<ModelDefinition, { readonly callers: Callers | undefined }>();

/** Undefined where there are too many variants. */
function callersOfVariants(model: ModelDefinition): Callers | undefined {
  const had = known.get(model);
  if (had) return had.callers;
  const variants = variantsOf(model);
  const few = variants && variants.length <= MOST_VARIANTS ? variants : undefined;
  const callers = few?.map((definition) => callersIn(new CompiledSystem(definition)));
  known.set(model, { callers });
  return callers;
}

function callersIn(system: CompiledSystem): Caller[] {
  return firstInstances(system.layout).map((instance) => ({
    process: instance.process.name,
    calls: instance.process.flat.labels.flatMap(
      (label) => system.authoredAccess(instance, label).calls,
    ),
  }));
}
