// What patterns give values to, in declarations, parameters and assignments: `[me.a, { b, c: d }]`.

import type { AnyNode } from 'acorn';
import { keyName } from './property-name.ts';

/** The names and members that a pattern, or an assignment target, gives values to. */
export function leavesOf(pattern: AnyNode): AnyNode[] {
  switch (pattern.type) {
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        leavesOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? leavesOf(element) : []));
    case 'RestElement':
      return leavesOf(pattern.argument);
    case 'AssignmentPattern':
      return leavesOf(pattern.left);
    default:
      return [pattern];
  }
}

/** `{ state, ref: n }`: the targets that are given a field as it is, each with the field's name. */
export function fieldNamesIn(pattern: AnyNode): [AnyNode, string][] {
  const properties = pattern.type === 'ObjectPattern' ? pattern.properties : [];
  return properties.flatMap((one): [AnyNode, string][] => {
    const name = one.type === 'Property' ? keyName(one) : undefined;
    return one.type === 'Property' && name !== undefined ? [[one.value, name]] : [];
  });
}
