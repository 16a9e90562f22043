// Doubts about methods of primitives whose counterparts no step calls (compile/access/counterparts.ts), in no variant of the model.

import { callsOne, missingCounterparts } from '../compile/access/counterparts.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import { callersIn, usesOfVariants } from './other-variants.ts';

export function doubtfulCalls(model: ModelDefinition, system: CompiledSystem): string[] {
  const missing = missingCounterparts(callersIn(system));
  if (missing.length === 0) return [];
  const variants = usesOfVariants(model);
  const words = missing
    .filter(({ cell, methods }) =>
      variants?.every(({ callers }) => !callsOne(callers, cell, methods)),
    )
    .map((one) => one.words);
  return [...new Set(words)];
}
