// Declarations: the names of parameters, constants and variables, and what a pattern takes apart.

import type { AnyNode } from '../../model/access/function-source.ts';
import { childrenOf } from '../../model/access/function-source.ts';
import { evaluate } from './evaluate.ts';
import type { Frame, Machine } from './machine.ts';
import { fieldOf, itemOf } from './members.ts';
import type { Scope } from './scope.ts';
import { isNothing, type Value } from './values.ts';

/** Gives the names of a pattern their values. */
export function declare(
  m: Machine,
  pattern: AnyNode,
  value: Value,
  frame: Frame,
  scope: Scope,
  mutable: boolean,
): void {
  switch (pattern.type) {
    case 'Identifier':
      return m.declareName(pattern.name, pattern, value, frame, scope, mutable, pattern);
    case 'AssignmentPattern': {
      const otherwise = evaluate(m, pattern.right, frame, scope);
      const given = isNothing(value) ? otherwise : m.either(value, otherwise, frame, pattern);
      return declare(m, pattern.left, given, frame, scope, mutable);
    }
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        const key = property.type === 'Property' && !property.computed ? property.key : undefined;
        if (property.type !== 'Property' || key?.type !== 'Identifier') {
          notFollowed(m, frame, pattern);
          continue;
        }
        const field = fieldOf(m, value, key.name, frame, property);
        declare(m, property.value, field, frame, scope, mutable);
      }
      return;
    case 'ArrayPattern':
      for (const [k, element] of pattern.elements.entries()) {
        if (element)
          declare(m, element, itemOf(m, value, k, frame, pattern), frame, scope, mutable);
      }
      return;
    default:
      notFollowed(m, frame, pattern);
  }
}

/** Its names are not known from here on, and another name of outside may be taken for one of them. */
function notFollowed(m: Machine, frame: Frame, pattern: AnyNode): void {
  const why = 'takes a value apart in a way that is not followed';
  m.doubt(m.suspects.kinds, frame, pattern, why);
}

/** The names that a function assigns to. */
export function assignedIn(node: AnyNode): ReadonlySet<string> {
  const own =
    node.type === 'AssignmentExpression'
      ? node.left
      : node.type === 'UpdateExpression'
        ? node.argument
        : undefined;
  const name = own?.type === 'Identifier' ? [own.name] : [];
  return new Set([...name, ...childrenOf(node).flatMap((child) => [...assignedIn(child)])]);
}
