// The names to which a text gives a meaning of its own. What must stay true: none is left out, so that whoever takes any other name
// for what it is around the text is right.

import type { AnyNode } from 'acorn';
import { childrenOf } from './children.ts';

/** The names that are declared or assigned below a node; those of all objects' fields in a pattern are among them. */
export function namedBelow(node: AnyNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [...identifiersIn(node.id), ...(node.init ? namedBelow(node.init) : [])];
    case 'AssignmentExpression':
      return [...identifiersIn(node.left), ...namedBelow(node.right)];
    case 'UpdateExpression':
      return identifiersIn(node.argument);
    case 'ForInStatement':
    case 'ForOfStatement':
      return [...identifiersIn(node.left), ...childrenOf(node).flatMap(namedBelow)];
    case 'CatchClause':
      return [...(node.param ? identifiersIn(node.param) : []), ...namedBelow(node.body)];
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return [
        ...(node.id ? [node.id.name] : []),
        ...node.params.flatMap(identifiersIn),
        ...childrenOf(node).flatMap(namedBelow),
      ];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return [...(node.id ? [node.id.name] : []), ...namedBelow(node.body)];
    default:
      return childrenOf(node).flatMap(namedBelow);
  }
}

function identifiersIn(node: AnyNode): string[] {
  if (node.type === 'Identifier') return [node.name];
  return childrenOf(node).flatMap(identifiersIn);
}
