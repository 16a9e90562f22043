// The statements of a step, each with its expressions; a statement that is not listed is refused.

import type { AnyNode, ForInStatement } from 'acorn';
import { outsideValue } from './outside.ts';
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

/** `for (const o in page.ids)` gives the texts '0', '1', ..., none of which is an id. */
function refuseTexts({ right }: ForInStatement, { source, bindings }: Walker): void {
  if (!Array.isArray(outsideValue(right, source, bindings))) return;
  source.fail(right, "for...in gives the positions as texts, '0' and not 0; write for...of");
}
