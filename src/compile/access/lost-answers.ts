// Answers that get lost on the way: a function without `return` is asked whether something is so, which is then never so; what
// a callback of forEach returns was meant to leave the code around it. A step goes one way only with them, and a claim holds.
//
// What must stay true: only what certainly returns nothing is refused, and only where its answer counts.

import type { AnyNode, CallExpression } from 'acorn';
import { functionSource } from '../../language/source/function-source.ts';
import { returnedBy } from '../../language/source/labels.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { Bindings } from './bindings.ts';
import { assertedBy, conditionOf } from './conditions.ts';
import { outsideValue } from './outside.ts';
import type { Scope } from './pattern.ts';
import { methodCalled } from './property-name.ts';
import { returnsValue } from './unused-answer.ts';

/** Looks at every condition, comparison and callback below a node. */
export function refuseLostAnswers(
  node: AnyNode,
  source: Source,
  scope: Scope,
  bindings: Bindings,
): void {
  for (const one of askedIn(node)) refuseSilent(one, source, scope, bindings);
  if (node.type === 'CallExpression') refuseAnswerOfEach(node, source);
  for (const child of childrenOf(node)) refuseLostAnswers(child, source, scope, bindings);
}

const COMPARING: readonly string[] = ['===', '!==', '==', '!=', '<', '<=', '>', '>='];

/** What counts for its value in a node. */
function askedIn(node: AnyNode): AnyNode[] {
  if (node.type === 'BinaryExpression') {
    return COMPARING.includes(node.operator) ? [node.left, node.right] : [];
  }
  if (node.type === 'LogicalExpression') return [node.left];
  const condition = conditionOf(node) ?? assertedBy(node);
  if (condition?.type === 'LogicalExpression') return [condition.right];
  return condition ? [condition] : [];
}

function refuseSilent(node: AnyNode, source: Source, scope: Scope, bindings: Bindings): void {
  if (node.type !== 'CallExpression' || answers(node, source, scope, bindings)) return;
  const name = source.textOf(node.callee);
  source.fail(
    node,
    `${name} returns nothing, so this is never true; write return before what it tells`,
  );
}

function answers(
  { callee }: CallExpression,
  source: Source,
  { helpers }: Scope,
  bindings: Bindings,
): boolean {
  const origin = callee.type === 'Identifier' ? bindings.of.get(callee)?.origin : undefined;
  if (origin?.type === 'named' && origin.named.kind === 'helper') {
    return helpers[origin.named.key].answers;
  }
  const seen = outsideValue(callee, source, bindings);
  const body = typeof seen === 'function' ? functionSource(seen)?.node.body : undefined;
  return body === undefined || mayAnswer(body);
}

/** Whether a function with this body may return something. */
export function mayAnswer(body: AnyNode): boolean {
  return body.type !== 'BlockStatement' || returnsValue(body) || throws(body);
}

/** Who only throws wants to be seen. */
function throws(node: AnyNode): boolean {
  return node.type === 'ThrowStatement' || childrenOf(node).some(throws);
}

/** `tasks.forEach((one) => { if (one.at === 'a') return false; })` */
function refuseAnswerOfEach(call: CallExpression, source: Source): void {
  const [given] = call.arguments;
  if (methodCalled(call) !== 'forEach' || given?.type !== 'ArrowFunctionExpression') return;
  const answer = returnedBy(given).find(isSaid);
  if (!answer) return;
  source.fail(
    answer,
    'forEach goes on, and nothing is done with what is returned to it; to return from here write for (const ... of ...), to ask some(...)',
  );
}

/** A label, or true or false: what is meant for who asks. */
function isSaid(node: AnyNode): boolean {
  if (node.type !== 'ConditionalExpression') return node.type === 'Literal';
  return isSaid(node.consequent) || isSaid(node.alternate);
}
