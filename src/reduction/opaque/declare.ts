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
          m.doubtValues(
            [value],
            frame,
            pattern,
            'takes a value apart in a way that is not followed',
          );
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
      m.doubtValues([value], frame, pattern, 'takes a value apart in a way that is not followed');
  }
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
