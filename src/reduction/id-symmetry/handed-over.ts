// What code hands over as a whole: the arguments of a procedure, a procedure's results, the places
// of a conservation property. Each part must be of the kind that is expected there.

import type { Shape } from '../../language/cell.ts';
import { isStorable } from './storing.ts';
import { type Candidates, dimensionOf, kindsIn, kindsOfShape, type Type, typeOf } from './types.ts';

/** Calls `wrong` with the kinds of each part that does not fit, and its name. */
export function checkParts(
  given: Type,
  shapes: Readonly<Record<string, Shape>>,
  candidates: Candidates,
  wrong: (kinds: Iterable<string>, name: string) => void,
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const part = given.type === 'object' ? given.fields.get(name) : undefined;
    if (part ? fits(shape, part, candidates) : kindsOfShape(shape, candidates).size === 0) continue;
    const kinds = [...kindsOfShape(shape, candidates), ...kindsIn(part ?? given, candidates)];
    wrong(kinds, name);
  }
}

function fits(shape: Shape, part: Type, candidates: Candidates): boolean {
  if (part.type === 'view') return hasSameKinds(shape, part.shape);
  if (kindsOfShape(shape, candidates).size + kindsIn(part, candidates).size === 0) return true;
  return shape.type === 'scalar' && isStorable(typeOf(shape.domain, candidates), part);
}

/** Whether two shapes are over and hold the same kinds in the same places. */
function hasSameKinds(a: Shape, b: Shape): boolean {
  return JSON.stringify(a, significant) === JSON.stringify(b, significant);
}

function significant(key: string, value: unknown): unknown {
  return ['ids', 'initial', 'methods', 'lock'].includes(key) ? undefined : value;
}

/**
 * Whether a value is ids of one kind, none, or sets, lists and arrays of them, in any order, which
 * is what is conserved: a plain kind's where it is no candidate.
 */
export function arePlaces(value: Type, kind: string, candidates: Candidates): boolean {
  const isCandidate = candidates.kinds.has(kind);
  switch (value.type) {
    case 'absent':
      return true;
    case 'id':
      return value.kind === kind;
    case 'plain':
      return !isCandidate;
    case 'collection':
      return arePlaces(value.element, kind, candidates);
    case 'mixed':
      return value.parts.every((part) => arePlaces(part, kind, candidates));
    case 'view':
      return isShapeOfPlaces(value.shape, kind, candidates);
    default:
      return false;
  }
}

function isShapeOfPlaces(shape: Shape, kind: string, candidates: Candidates): boolean {
  switch (shape.type) {
    case 'scalar':
    case 'list':
      return arePlaces(typeOf(shape.domain, candidates), kind, candidates);
    case 'set': {
      const over = dimensionOf(shape, candidates)?.name;
      return candidates.kinds.has(kind) ? over === kind : over === undefined;
    }
    case 'array':
      return isShapeOfPlaces(shape.element, kind, candidates);
    case 'record':
      return kindsOfShape(shape, candidates).size === 0 && !candidates.kinds.has(kind);
  }
}
