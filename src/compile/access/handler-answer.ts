// What a handler of an observer returns is thrown away. Who returns a condition means to claim it, and the observer would hold
// whatever happens; so a handler that gives an answer is refused.

import type { AnyNode, ArrowFunctionExpression } from 'acorn';
import { returnedBy } from '../../language/source/labels.ts';
import type { Source } from '../../language/source/source.ts';
import type { Places } from './places.ts';
import { calleeOf, methodCalled } from './property-name.ts';

export function refuseHandlerAnswer(
  arrow: ArrowFunctionExpression,
  places: Places,
  source: Source,
): void {
  const answer = returnedBy(arrow).find((node) => isAnswer(node, places));
  if (!answer) return;
  source.fail(
    answer,
    'nothing is done with what a handler returns; to claim it write assert(condition, message)',
  );
}

/** Whether an expression is there for its value: `my.count++` and `assert(...)` are not. */
function isAnswer(node: AnyNode, places: Places): boolean {
  switch (node.type) {
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return false;
    case 'Identifier':
      return node.name !== 'undefined';
    case 'UnaryExpression':
      return node.operator !== 'void';
    case 'LogicalExpression':
      return isAnswer(node.right, places);
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].some((one) => isAnswer(one, places));
    case 'CallExpression': {
      const isOfMemory = places.ofObject(calleeOf(node))?.root === 'my';
      const isNamed = node.callee.type === 'Identifier';
      return !isNamed && !isOfMemory && methodCalled(node) !== 'forEach';
    }
    default:
      return true;
  }
}
