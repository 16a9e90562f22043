// Conditions that have the same answer always, or that change what they ask: `=` in place of `===`, a text in place of a
// comparison, a callback that forgets to return. A property with one of them may hold for nothing.

import type { AnyNode, ArrowFunctionExpression, CallExpression } from 'acorn';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { methodCalled } from './property-name.ts';
import { returnsValue } from './unused-answer.ts';

/** Methods whose callback is a condition. */
const ASKING: readonly string[] = [
  'some',
  'every',
  'find',
  'findLast',
  'findIndex',
  'findLastIndex',
  'filter',
];

/** Looks at every condition below a node, those of callbacks included. */
export function refuseIdleConditions(node: AnyNode, source: Source): void {
  const condition = conditionOf(node);
  if (condition) refuseCondition(condition, source);
  const asserted = assertedBy(node);
  // An assertion that is given a text first says so itself when it is run.
  if (asserted && asserted.type !== 'Literal') refuseCondition(asserted, source);
  if (node.type === 'CallExpression') refuseCallback(node, source);
  for (const child of childrenOf(node)) refuseIdleConditions(child, source);
}

/** What a statement or an expression asks, of which only the truth counts. */
export function conditionOf(node: AnyNode): AnyNode | null | undefined {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return node.test;
    case 'UnaryExpression':
      return node.operator === '!' ? node.argument : undefined;
    default:
      return undefined;
  }
}

/** What an assertion asks. */
export function assertedBy(node: AnyNode): AnyNode | undefined {
  const isAssertion =
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'assert';
  return isAssertion ? node.arguments[0] : undefined;
}

function refuseCondition(node: AnyNode, source: Source): void {
  if (node.type === 'AssignmentExpression' && node.operator === '=') {
    source.fail(node, 'this assigns; to compare write ===');
  }
  if (node.type === 'Literal' && typeof node.value === 'string') {
    source.fail(node, 'a text is always true; compare something with it: x === ...');
  }
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    refuseCondition(node.left, source);
    refuseCondition(node.right, source);
  }
}

/** The function that is given to `some`, `every`, ... */
export function askingCallback(call: CallExpression): ArrowFunctionExpression | undefined {
  const [given] = call.arguments;
  const isAsked = ASKING.includes(methodCalled(call) ?? '');
  return isAsked && given?.type === 'ArrowFunctionExpression' ? given : undefined;
}

function refuseCallback(call: CallExpression, source: Source): void {
  const given = askingCallback(call);
  if (!given) return;
  if (given.body.type !== 'BlockStatement') refuseCondition(given.body, source);
  else if (!returnsValue(given.body)) {
    source.fail(
      given,
      `the function given to ${methodCalled(call)} returns nothing; write return before what it asks`,
    );
  }
}
