// Which fields some property looks at: all of its functions, whether this check asks them or not. A local is kept for
// what reads it, and a model is not odd because one of its properties is asked for alone.

import { ModelError } from '../../base/errors.ts';
import type { Properties } from '../../language/claims/property.ts';
import { questionsOf } from '../../language/claims/questions.ts';
import type { Field } from '../layout/field.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { compilePredicate } from './compile-predicate.ts';
import { propertyViews } from './property-views.ts';

/** Observers are taken to look at everything, and so is what cannot be understood. */
export function fieldsRead(
  system: CompiledSystem,
  properties: Properties,
): (field: Field) => boolean {
  const views = propertyViews(system);
  const read = new Set<Field>();
  for (const [name, property] of Object.entries(properties)) {
    if (property.kind === 'observer') return () => true;
    try {
      for (const fn of questionsOf(property)) {
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
