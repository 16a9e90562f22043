// Where the truth of a name is asked for: `if (mode)`, `!mode`, `mode && ...`. Of a name that is always true it is a condition on
// which nothing depends.
//
// What must stay true: `mode || 'a'` and the like give the value of the name on as often as they ask for its truth, so only what
// `&&` stands behind is counted among them: there what comes after it is what its author meant to depend on it.

import type { AnyNode, Identifier } from 'acorn';
import { childrenOf } from './children.ts';

/** The first use, below a node, of a name of which only the truth counts. */
export function asksTruthOf(
  node: AnyNode,
  isName: (name: string) => boolean,
): Identifier | undefined {
  for (const asked of askedAt(node)) {
    if (asked.type === 'Identifier' && isName(asked.name)) return asked;
  }
  for (const child of childrenOf(node)) {
    const below = asksTruthOf(child, isName);
    if (below) return below;
  }
  return undefined;
}

function askedAt(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return partsOf(node.test);
    case 'UnaryExpression':
      return node.operator === '!' ? [node.argument] : [];
    case 'LogicalExpression':
      return node.operator === '&&' ? [node.left] : [];
    default:
      return [];
  }
}

/** `mode || other` as a condition asks for the truth of both. */
function partsOf(condition: AnyNode): AnyNode[] {
  if (condition.type !== 'LogicalExpression' || condition.operator === '??') return [condition];
  return [...partsOf(condition.left), ...partsOf(condition.right)];
}
