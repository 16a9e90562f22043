// Statements that do nothing: an answer that is not used, a body that is empty. Their author forgot a word or typed a `;` too
// many, and the step goes on as if they were not there; so they are refused.

import type { AnyNode } from 'acorn';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { methodCalled } from './property-name.ts';

/** Looks at every statement below a node, those of callbacks included. */
export function refuseIdleStatements(node: AnyNode, source: Source): void {
  switch (node.type) {
    case 'ExpressionStatement':
      if (isIdle(node.expression)) source.fail(node.expression, UNUSED);
      break;
    case 'IfStatement':
      if (!node.alternate && isEmptyBlock(node.consequent)) source.fail(node.test, IDLE_IF);
      refuseNoBody(node.test, node.consequent, source);
      if (node.alternate) refuseNoBody(node.test, node.alternate, source);
      break;
    case 'WhileStatement':
      refuseNoBody(node.test, node.body, source);
      break;
    case 'ForStatement':
      refuseNoBody(node.test ?? node, node.body, source);
      break;
    case 'ForOfStatement':
    case 'ForInStatement':
      refuseNoBody(node.right, node.body, source);
      break;
  }
  for (const child of childrenOf(node)) refuseIdleStatements(child, source);
}

/** `seq.value === 1;` is no assignment, and `if (lock.owner) 'blocked';` returns nothing. */
const UNUSED =
  'this does nothing: what it tells is not used; write return before it, or = to assign';

/** `if (lock.acquire(me)) {}` goes on whatever the answer is. */
const IDLE_IF = 'nothing depends on this: the `if` does nothing, whatever the answer is';

/** `free.map((n) => n + 1);` changes nothing of `free`. */
const MAKES: readonly string[] = ['map', 'filter', 'flatMap'];

/** Whether all that it does is to have a value. */
function isIdle(node: AnyNode): boolean {
  switch (node.type) {
    case 'BinaryExpression':
    case 'TemplateLiteral':
      return true;
    case 'Literal':
      return node.value !== 'use strict';
    case 'UnaryExpression':
      return node.operator === '!' && isIdle(node.argument);
    case 'LogicalExpression':
      return isIdle(node.right);
    case 'ConditionalExpression':
      return isIdle(node.consequent) && isIdle(node.alternate);
    case 'CallExpression': {
      const [given] = node.arguments;
      const isMade = MAKES.includes(methodCalled(node) ?? '');
      return isMade && given?.type === 'ArrowFunctionExpression' && isIdle(given.body);
    }
    default:
      return false;
  }
}

function isEmptyBlock(node: AnyNode): boolean {
  return node.type === 'BlockStatement' && node.body.length === 0;
}

/** `if (ready.value); { ... }`: the `;` ends it before what it is meant for. */
function refuseNoBody(asked: AnyNode, body: AnyNode, source: Source): void {
  if (body.type !== 'EmptyStatement') return;
  source.fail(
    asked,
    'nothing depends on this: a `;` comes after it, and ends it; leave that out, or write {}',
  );
}
