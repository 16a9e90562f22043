// What a step asks before it does anything, and is blocked by:
//
//   ({ lock, me }) => (lock.acquire(me) && ready.value ? 'locked' : 'blocked')
//   ({ inbox, me }) => { if (inbox[me.id].isEmpty || !ready.value) return 'blocked'; ... }
//
// and the question of a guard. Each is taken apart into questions that block the step by one answer.
//
// Sound only if the step is blocked, and has done nothing but ask, wherever one of them has that answer: so nothing but
// such questions, and names for parts of the state, stands before them.

import type { AnyNode } from 'acorn';

/** A question, and the answer with which the step is blocked. */
export interface BlockingTest {
  readonly node: AnyNode;
  readonly blocksIf: boolean;
}

/** In the order in which they are asked; `isName` says which declarations only name a part of the state. */
export function blockingTests(
  body: AnyNode,
  isGuard: boolean,
  isName: (node: AnyNode) => boolean,
): BlockingTest[] {
  if (isGuard) return questionsIn(body, false);
  if (body.type !== 'BlockStatement') return askedBy(body);
  const tests: BlockingTest[] = [];
  for (const statement of body.body) {
    if (isName(statement)) continue;
    if (statement.type === 'ReturnStatement' && statement.argument) {
      return [...tests, ...askedBy(statement.argument)];
    }
    if (statement.type !== 'IfStatement' || !blocks(statement.consequent)) return tests;
    tests.push(...questionsIn(statement.test, true));
    if (statement.alternate) return tests;
  }
  return tests;
}

/** `test ? label : 'blocked'`. */
function askedBy(node: AnyNode): BlockingTest[] {
  return node.type === 'ConditionalExpression' && isBlocked(node.alternate)
    ? questionsIn(node.test, false)
    : [];
}

/** `a && b` blocks with false if one of them has it, `a || b` with true. */
function questionsIn(node: AnyNode, blocksIf: boolean): BlockingTest[] {
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    return questionsIn(node.argument, !blocksIf);
  }
  if (node.type === 'LogicalExpression' && node.operator === (blocksIf ? '||' : '&&')) {
    return [...questionsIn(node.left, blocksIf), ...questionsIn(node.right, blocksIf)];
  }
  return [{ node, blocksIf }];
}

/** Whether a statement does nothing but to block the step. */
export function blocks(node: AnyNode): boolean {
  const only = node.type === 'BlockStatement' && node.body.length === 1 ? node.body[0] : node;
  return only.type === 'ReturnStatement' && !!only.argument && isBlocked(only.argument);
}

function isBlocked(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === 'blocked';
}
