// Whether something in the text of a step is evaluated in every run of the step that is not blocked.
//
// Sound only if nothing that stands before it may end the run otherwise, and nothing around it chooses whether it is
// evaluated. What is not plain is said not to be.

import type { AnyNode, ArrowFunctionExpression } from 'acorn';
import { childrenOf } from '../../language/source/children.ts';
import { blocks } from './blocking-tests.ts';

export function isInEveryRun(node: AnyNode, { body }: ArrowFunctionExpression): boolean {
  if (body.type !== 'BlockStatement') return isAlwaysIn(body, node);
  for (const statement of body.body) {
    if (isAlwaysIn(statement, node)) return true;
    const onlyBlocks =
      statement.type === 'IfStatement' && blocks(statement.consequent) && !statement.alternate;
    if (!onlyBlocks && mayReturn(statement)) return false;
  }
  return false;
}

const PLAIN = new Set([
  ...['ExpressionStatement', 'VariableDeclaration', 'VariableDeclarator', 'ReturnStatement'],
  ...[
    'CallExpression',
    'MemberExpression',
    'BinaryExpression',
    'UnaryExpression',
    'UpdateExpression',
  ],
]);

const LOGICAL = new Set(['||=', '&&=', '??=']);

/** Whether a node is, or lies in, what is evaluated whenever another is. */
function isAlwaysIn(whole: AnyNode, node: AnyNode): boolean {
  if (whole === node) return true;
  // A logical assignment may leave its right side out.
  const isPlain =
    whole.type === 'AssignmentExpression' ? !LOGICAL.has(whole.operator) : PLAIN.has(whole.type);
  return isPlain && childrenOf(whole).some((child) => isAlwaysIn(child, node));
}

function mayReturn(node: AnyNode): boolean {
  return node.type === 'ReturnStatement' || childrenOf(node).some(mayReturn);
}
