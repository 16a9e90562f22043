// Which fields some property looks at: all of its functions, whether this check asks them or not. A local is kept for
// whoever reads it, and a model is not odd because somebody asks for one of its properties alone.

import { ModelError } from '../../base/errors.ts';
import type { Properties, PropertyDefinition } from '../../language/claims/property.ts';
import type { Field } from '../layout/field.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { compilePredicate } from './compile-predicate.ts';
import { propertyViews } from './property-views.ts';

/** Observers are taken to look at everything, and so is what cannot be understood. */
export function lookedAt(
  system: CompiledSystem,
  properties: Properties,
): (field: Field) => boolean {
  const views = propertyViews(system);
  const read = new Set<Field>();
  for (const [name, property] of Object.entries(properties)) {
    const functions = functionsOf(property);
    if (functions === 'any') return () => true;
    try {
      for (const fn of functions) {
        for (const field of compilePredicate(fn, views, system.state, name).reads) read.add(field);
      }
    } catch (error) {
      // Of a property that is asked it is a mistake, and told; of another it says nothing.
      if (error instanceof ModelError) return () => true;
      throw error;
    }
  }
  return (field) => read.has(field);
}

// biome-ignore lint/suspicious/noExplicitAny: predicates over the cells of any system
type Functions = readonly ((views: any) => unknown)[];

function functionsOf(property: PropertyDefinition): Functions | 'any' {
  switch (property.kind) {
    case 'invariant':
      return [property.holds];
    case 'reachable':
    case 'unreachable':
      return [property.when];
    case 'conservation':
      return [property.count];
    case 'always-possible':
      return [property.goal];
    case 'observer':
      return 'any';
    case 'liveness': {
      if (!('claim' in property)) return [];
      const { claim } = property;
      if (claim.type === 'eventually') return [claim.goal];
      return claim.type === 'leads-to' ? [claim.from, claim.to] : [];
    }
    default:
      return [];
  }
}
