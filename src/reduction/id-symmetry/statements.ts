// Statements: both branches of every `if`, every case, the body of every loop until it shows
// nothing new. Loops over what comes in the order of ids are iterations (iteration.ts).

import type { AnyNode } from '../../language/source/function-source.ts';
import { assignStatement } from './assignments.ts';
import { eachTurn } from './collections.ts';
import type { At, Breakable, Context } from './context.ts';
import { declare, declaredBy } from './declarations.ts';
import { Iteration } from './iteration.ts';
import { conditionOf } from './narrowing.ts';
import { compare } from './operators.ts';
import { Scope } from './scope.ts';
import { ABSENT, constantOf, plainOf } from './types.ts';

export function runStatement(c: Context, node: AnyNode, at: At): void {
  switch (node.type) {
    case 'BlockStatement':
      return runBlock(c, node.body, at);
    case 'EmptyStatement':
      return;
    case 'ExpressionStatement':
      assignStatement(c, node.expression, at);
      return;
    case 'VariableDeclaration': {
      if (node.kind !== 'const' && node.kind !== 'let') {
        c.refuseAll(node, at, `is declared by ${node.kind}, whose scope is not followed`);
      }
      for (const { id, init } of node.declarations) {
        const fixed = node.kind === 'const' ? 'constant' : 'changing';
        declare(c, id, init ? c.evaluate(init, at) : ABSENT, at, fixed);
      }
      return;
    }
    case 'IfStatement':
      runIf(c, node, at);
      return;
    case 'ReturnStatement':
      return runReturn(c, node, node.argument ?? undefined, at);
    case 'ThrowStatement':
      evaluateMessage(c, node.argument, at);
      return c.noteFailure(node);
    case 'SwitchStatement':
      return runSwitch(c, node, at);
    case 'ForOfStatement':
      return runForOf(c, node, at);
    case 'ForStatement':
      return runFor(c, node, at);
    case 'WhileStatement':
    case 'DoWhileStatement':
      c.noteFailure(node);
      return loop(c, node, at, () => {
        c.test(c.evaluate(node.test, at), node.test, at);
        runStatement(c, node.body, inner(at));
      });
    case 'BreakStatement':
      return runBreak(c, node, at);
    case 'ContinueStatement':
      if (node.label && c.iterations.length > 0) refuseJump(c, node, at);
      return;
    case 'LabeledStatement':
      return runStatement(c, node.body, at);
    default:
      c.refuseAll(node, at, 'is a statement that no rule speaks of');
  }
}

function inner({ frame, scope }: At, declares: readonly AnyNode[] = []): At {
  return { frame, scope: new Scope(scope, declaredBy(declares)) };
}

function runBlock(c: Context, statements: readonly AnyNode[], at: At): void {
  runInOrder(c, statements, inner(at, statements));
}

/** What is known behind it: where a branch leaves, its condition was false. */
function runIf(
  c: Context,
  node: Extract<AnyNode, { type: 'IfStatement' }>,
  at: At,
): readonly string[] {
  const { test, consequent, alternate } = node;
  const { type, present } = conditionOf(c, test, at);
  c.test(type, test, at);
  const behind = !alternate && leaves(consequent) ? present(false) : [];
  c.assuming(present(true), () => runStatement(c, consequent, inner(at)));
  if (alternate) c.assuming(present(false), () => runStatement(c, alternate, inner(at)));
  return behind;
}

function leaves(node: AnyNode): boolean {
  if (node.type === 'BlockStatement') return node.body.some(leaves);
  const ways = ['ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement'];
  return ways.includes(node.type);
}

function runInOrder(c: Context, statements: readonly AnyNode[], block: At): void {
  const [first, ...rest] = statements;
  if (first === undefined) return;
  const before = c.writes;
  let known: readonly string[] = [];
  if (first.type === 'IfStatement') known = runIf(c, first, block);
  else runStatement(c, first, block);
  // A branch that leaves has no effect here, but that is not told apart.
  c.assuming(c.writes === before ? known : [], () => runInOrder(c, rest, block));
}

/** A return within iterations of this function ends them. */
function runReturn(c: Context, node: AnyNode, argument: AnyNode | undefined, at: At): void {
  const { frame } = at;
  const type = argument ? c.evaluate(argument, at) : plainOf(undefined);
  frame.result = frame.result ? c.join(frame.result, type, node, at) : type;
  for (const iteration of c.iterations.slice(frame.depth)) {
    iteration.end({ by: 'return', constant: constantOf(type) }, c.spot(node));
  }
}

function runBreak(c: Context, node: Extract<AnyNode, { type: 'BreakStatement' }>, at: At): void {
  if (node.label) {
    if (c.iterations.length > 0) refuseJump(c, node, at);
    return;
  }
  const left = at.frame.breakables.at(-1);
  if (left instanceof Iteration) left.end({ by: 'break' }, c.spot(node));
}

function refuseJump(c: Context, node: AnyNode, at: At): void {
  const kinds = c.iterations.flatMap((iteration) => [...iteration.kinds]);
  c.refuse(kinds, node, at, 'leaves iterations in a way that is not followed');
}

function runSwitch(c: Context, node: Extract<AnyNode, { type: 'SwitchStatement' }>, at: At): void {
  const asked = c.evaluate(node.discriminant, at);
  // A name is known in all cases, but is declared only where its own case is come through.
  const block = inner(
    at,
    node.cases.flatMap(({ consequent }) => consequent),
  );
  within(at, 'switch', () => {
    // All that come before `default` in the text, and behind it, are asked before it is taken.
    for (const { test } of node.cases) {
      if (test) compare(c, asked, c.evaluate(test, block), test, block);
    }
    for (const { consequent } of node.cases) {
      const ofCase = inner(block);
      for (const statement of consequent) runStatement(c, statement, ofCase);
    }
  });
}

function runForOf(c: Context, node: Extract<AnyNode, { type: 'ForOfStatement' }>, at: At): void {
  const { left, right } = node;
  const declared = left.type === 'VariableDeclaration' ? left : undefined;
  const over = c.evaluate(right, declared ? inner(at, [declared]) : at);
  if (node.await || !declared || (declared.kind !== 'const' && declared.kind !== 'let')) {
    c.refuseAll(node, at, 'is a loop whose variable is not followed');
    return;
  }
  eachTurn(c, over, node, at, (element, _index, iteration) => {
    const turn = inner(at);
    const fixed = declared.kind === 'const' ? 'constant' : 'changing';
    declare(c, declared.declarations[0].id, element, turn, fixed);
    within(at, iteration ?? 'loop', () => runStatement(c, node.body, turn));
  });
}

function runFor(c: Context, node: Extract<AnyNode, { type: 'ForStatement' }>, at: At): void {
  const head = inner(at, node.init ? [node.init] : []);
  if (node.init?.type === 'VariableDeclaration') runStatement(c, node.init, head);
  else if (node.init) assignStatement(c, node.init, head);
  c.noteFailure(node);
  loop(c, node, head, () => {
    if (node.test) c.test(c.evaluate(node.test, head), node.test, head);
    runStatement(c, node.body, inner(head));
    if (node.update) assignStatement(c, node.update, head);
  });
}

function loop(c: Context, node: AnyNode, at: At, body: () => void): void {
  within(at, 'loop', () => c.repeat(body, node, at));
}

function within({ frame }: At, breakable: Breakable, body: () => void): void {
  frame.breakables.push(breakable);
  body();
  frame.breakables.pop();
}

/** What a throw says is of no interest, but saying it may change something. */
function evaluateMessage(c: Context, node: AnyNode, at: At): void {
  if (node.type !== 'NewExpression') c.evaluate(node, at);
  else for (const argument of node.arguments) c.evaluate(argument, at);
}
