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
  const variants = variantsOf(model)?.map((definition) =>
    callersIn(new CompiledSystem(definition)),
  );
  const words = missing
    .filter(({ cell, methods }) => variants?.every((one) => !callsOne(one, cell, methods)))
    .map((one) => one.words);
  return [...new Set(words)];
}

function callersIn(system: CompiledSystem): Caller[] {
  return firstInstances(system.layout).map((instance) => ({
    process: instance.process.name,
    calls: instance.process.flat.labels.flatMap(
      (label) => system.authoredAccess(instance, label).calls,
    ),
  }));
}
