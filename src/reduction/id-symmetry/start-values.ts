// What the locals of a procedure hold whenever it is entered: an id that was not chosen is a
// constant, and so are members of a set. (The initial states are compared as they are: see
// ../initial-orbit.ts.)

import type { Shape } from '../../language/cell.ts';
import { none } from '../../language/domain.ts';
import { initialContents } from '../../language/initial-contents.ts';
import { type Candidates, dimensionOf, kindsOfShape } from './types.ts';

/** The kinds whose ids are not all alike in what a shape starts with. */
export function unlikeAtStart(shape: Shape, candidates: Candidates): string[] {
  return unlike(shape, initialContents(shape, undefined), candidates);
}

function unlike(shape: Shape, contents: unknown, candidates: Candidates): string[] {
  const parts = Array.isArray(contents) ? contents : [];
  const own = 'length' in shape ? [...(dimensionOf(shape, candidates)?.kinds ?? [])] : [];
  switch (shape.type) {
    case 'scalar':
      return contents === none ? [] : [...kindsOfShape(shape, candidates)];
    case 'list':
      return parts.length === 0 ? [] : [...kindsOfShape(shape, candidates)];
    case 'set':
      return new Set(parts).size % shape.length === 0 ? [] : own;
    case 'array': {
      const texts = new Set(parts.map((part) => JSON.stringify(part, absentAsText)));
      return [
        ...(texts.size > 1 ? own : []),
        ...parts.flatMap((part) => unlike(shape.element, part, candidates)),
      ];
    }
    case 'record':
      return Object.entries(shape.fields).flatMap(([name, field]) =>
        unlike(field, Reflect.get(Object(contents), name), candidates),
      );
  }
}

function absentAsText(_key: string, value: unknown): unknown {
  return value === none ? '(none)' : value;
}
