// The constraint of a system, compiled: whether a search goes on from the working state.

import { CONSTRAINT } from '../../language/claims/constrained.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { compileCondition } from './compile-predicate.ts';
import { propertyViews } from './property-views.ts';

/** Undefined where there is none. */
export function constraintOf(system: CompiledSystem): (() => boolean) | undefined {
  const { constraint } = system.definition;
  if (!constraint) return undefined;
  return compileCondition(constraint.holds, propertyViews(system), system.state, CONSTRAINT)
    .evaluate;
}
