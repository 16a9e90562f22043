// Declarations: names of parameters, variables and flat patterns. A name is known in all of its block, and using it before
// its declaration, or assigning to a constant, throws: both are refused, so that no turn of an iteration fails unseen.

import type { AnyNode, Pattern } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import { memberNamed, noteMissing } from './members.ts';
import { ABSENT, type Type } from './types.ts';

/** By `const`, or by `let` and as a parameter. */
export type Fixed = 'constant' | 'changing';

/** Declares what a pattern names. Patterns within patterns, rests and computed keys are refused. */
export function declare(c: Context, pattern: Pattern, type: Type, at: At, fixed: Fixed): void {
  switch (pattern.type) {
    case 'Identifier':
      c.declare(pattern.name, type, at.scope, fixed === 'constant');
      return;
    case 'AssignmentPattern': {
      // The default may be taken or not: it is where undefined is given, and is not where none is.
      const given = c.evaluate(pattern.right, at);
      const either = isUndefined(type) ? given : c.join(type, given, pattern, at);
      return declare(c, pattern.left, either, at, fixed);
    }
    case 'ObjectPattern':
      noteMissing(c, type, pattern);
      if (!HAVE_FIELDS.includes(type.type)) c.noteFailure(pattern);
      for (const property of pattern.properties) {
        const key = property.type === 'Property' && !property.computed ? property.key : undefined;
        if (property.type === 'RestElement' || key?.type !== 'Identifier') {
          c.refuseAll(pattern, at, 'is a pattern that is not followed');
          declareAll(c, pattern, at);
          return;
        }
        declare(c, property.value, memberNamed(c, type, key.name, property, at), at, fixed);
      }
      return;
    default:
      c.refuseAll(pattern, at, 'is a pattern that is not followed');
      declareAll(c, pattern, at);
  }
}

const HAVE_FIELDS: readonly Type['type'][] = [
  'view',
  'object',
  'constant',
  'collection',
  'function',
];

function isUndefined(type: Type): boolean {
  return type.type === 'absent' && (type.values?.every((value) => value === undefined) ?? false);
}

/** So that later uses of the names do not find those of an outer scope. */
function declareAll(c: Context, pattern: Pattern, at: At): void {
  for (const name of namesIn(pattern)) c.declare(name, ABSENT, at.scope, false);
}

/** What a pattern declares. */
export function namesIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'Property' ? property.value : property.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

/** What statements declare in the block that they stand in. */
export function declaredBy(statements: readonly AnyNode[]): string[] {
  return statements.flatMap((one) =>
    one.type === 'VariableDeclaration' ? one.declarations.flatMap(({ id }) => namesIn(id)) : [],
  );
}
