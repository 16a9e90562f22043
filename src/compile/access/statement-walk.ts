// The statements of a step, each with its expressions; a statement that is not listed is refused.

import type { AnyNode, ForInStatement, IfStatement } from 'acorn';
import { childrenOf } from '../../language/source/source.ts';
import { refuseIdleStatement } from './conditions.ts';
import { outsideValue } from './outside.ts';
import { primitiveMethod } from './primitive-method.ts';
import type { Walker } from './walker.ts';

export function walkStatement(node: AnyNode, walk: Walker): void {
  const each = (nodes: readonly AnyNode[]): void => {
    for (const one of nodes) walkStatement(one, walk);
  };
  switch (node.type) {
    case 'EmptyStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'DebuggerStatement':
      return;
    case 'BlockStatement':
      return each(node.body);
    case 'LabeledStatement':
      return walkStatement(node.body, walk);
    case 'ExpressionStatement':
      refuseIdleStatement(node.expression, walk.source);
      return walk.discard(node.expression);
    case 'VariableDeclaration':
      for (const declarator of node.declarations) walk.declarator(declarator, node.kind);
      return;
    case 'ReturnStatement':
      if (node.argument) walk.value(node.argument);
      return;
    case 'ThrowStatement':
      return walk.value(node.argument);
    case 'IfStatement':
      refuseIfOfNothing(node, walk);
      walk.test(node.test);
      walkStatement(node.consequent, walk);
      if (node.alternate) walkStatement(node.alternate, walk);
      return;
    case 'SwitchStatement':
      walk.value(node.discriminant);
      for (const { test, consequent } of node.cases) {
        if (test) walk.value(test);
        each(consequent);
      }
      return;
    case 'WhileStatement':
    case 'DoWhileStatement':
      walk.test(node.test);
      return walkStatement(node.body, walk);
    case 'ForStatement':
      if (node.init?.type === 'VariableDeclaration') walkStatement(node.init, walk);
      else if (node.init) walk.discard(node.init);
      if (node.test) walk.test(node.test);
      if (node.update) walk.discard(node.update);
      return walkStatement(node.body, walk);
    case 'ForOfStatement':
      return walk.forOf(node);
    case 'ForInStatement':
      refuseTexts(node, walk);
      return walk.forIn(node);
    default:
      walk.source.fail(node, 'the analysis does not know this statement; write it more simply');
  }
}

/** `if (lock.acquire(me)) {}` goes on whatever the answer is. To ask for nothing changes nothing. */
function refuseIfOfNothing({ test, consequent, alternate }: IfStatement, walk: Walker): void {
  if (alternate || !isEmpty(consequent) || !changes(test, walk)) return;
  walk.source.fail(test, 'nothing depends on this: the `if` does nothing, whatever the answer is');
}

/** `for (const o in page.ids)` gives the texts '0', '1', ..., none of which is an id. */
function refuseTexts({ right }: ForInStatement, { source, bindings }: Walker): void {
  if (!Array.isArray(outsideValue(right, source, bindings))) return;
  source.fail(right, "for...in gives the positions as texts, '0' and not 0; write for...of");
}

function isEmpty(node: AnyNode): boolean {
  return (
    node.type === 'EmptyStatement' || (node.type === 'BlockStatement' && node.body.length === 0)
  );
}

/** Whether it calls a method of a primitive that may change it. */
function changes(node: AnyNode, walk: Walker): boolean {
  const method = node.type === 'CallExpression' ? primitiveMethod(node, walk.places) : undefined;
  return method?.pure === false || childrenOf(node).some((child) => changes(child, walk));
}
