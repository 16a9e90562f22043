// Declarations: names of parameters, variables and flat patterns.

import type { AnyNode, Pattern } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import { memberNamed, noteMissing } from './members.ts';
import { ABSENT, type Type } from './types.ts';

/** Declares what a pattern names. Patterns within patterns, rests and computed keys are refused. */
export function declare(c: Context, pattern: Pattern, type: Type, at: At): void {
  switch (pattern.type) {
    case 'Identifier':
      c.declare(pattern.name, type, at.scope);
      return;
    case 'AssignmentPattern': {
      // The default may be taken or not: it is where undefined is given, and is not where none is.
      const given = c.evaluate(pattern.right, at);
      const either = isUndefined(type) ? given : c.join(type, given, pattern, at);
      return declare(c, pattern.left, either, at);
    }
    case 'ObjectPattern':
      noteMissing(c, type, pattern);
      for (const property of pattern.properties) {
        const key = property.type === 'Property' && !property.computed ? property.key : undefined;
        if (property.type === 'RestElement' || key?.type !== 'Identifier') {
          c.refuseAll(pattern, at, 'is a pattern that is not followed');
          declareAll(c, pattern, at);
          return;
        }
        declare(c, property.value, memberNamed(c, type, key.name, property, at), at);
      }
      return;
    default:
      c.refuseAll(pattern, at, 'is a pattern that is not followed');
      declareAll(c, pattern, at);
  }
}

function isUndefined(type: Type): boolean {
  return type.type === 'absent' && (type.values?.every((value) => value === undefined) ?? false);
}

/** So that later uses of the names do not find those of an outer scope. */
function declareAll(c: Context, node: AnyNode, at: At): void {
  switch (node.type) {
    case 'Identifier':
      return c.declare(node.name, ABSENT, at.scope);
    case 'ObjectPattern':
      for (const property of node.properties) {
        declareAll(c, property.type === 'Property' ? property.value : property.argument, at);
      }
      return;
    case 'ArrayPattern':
      for (const element of node.elements) if (element) declareAll(c, element, at);
      return;
    case 'AssignmentPattern':
      return declareAll(c, node.left, at);
    case 'RestElement':
      return declareAll(c, node.argument, at);
  }
}
