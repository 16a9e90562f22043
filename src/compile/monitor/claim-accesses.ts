// What the claims of a check look at in single states: worked out once, for whoever refuses a claim before a search begins.

import type { Properties } from '../../language/claims/property.ts';
import { type Question, questionsOf } from '../../language/claims/questions.ts';
import type { StepAccess } from '../access/access.ts';
import type { CompiledSystem } from '../program/compile.ts';
import { accessOfPredicate } from './compile-predicate.ts';
import { propertyViews } from './property-views.ts';

export interface ClaimAccess {
  readonly property: string;
  readonly question: Question;
  readonly access: StepAccess;
}

export function claimAccesses(system: CompiledSystem, properties: Properties): ClaimAccess[] {
  const views = propertyViews(system);
  return Object.entries(properties).flatMap(([property, definition]) =>
    questionsOf(definition).map((question) => ({
      property,
      question,
      access: accessOfPredicate(question, views, property),
    })),
  );
}
