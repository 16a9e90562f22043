// The labels that a step may return: its string literals in return position. Nested functions return to the step, not
// from it.

import type { AnyNode, ArrowFunctionExpression } from 'acorn';
import { childrenOf } from './children.ts';

/** 'any' where a returned value is not a literal; the run checks every label that is returned. */
export function labelsOf(arrow: ArrowFunctionExpression): readonly string[] | 'any' {
  const labels = returnedBy(arrow).map(literalsOf);
  return labels.includes(undefined) ? 'any' : [...new Set(labels.flatMap((some) => some ?? []))];
}

/** The expressions that a function returns. */
export function returnedBy({ body }: ArrowFunctionExpression): readonly AnyNode[] {
  return body.type === 'BlockStatement' ? returnedIn(body) : [body];
}

function returnedIn(node: AnyNode): AnyNode[] {
  if (node.type === 'ArrowFunctionExpression') return [];
  if (node.type === 'ReturnStatement') return node.argument ? [node.argument] : [];
  return childrenOf(node).flatMap(returnedIn);
}

/** The strings that an expression can be; undefined where it can be something else. */
export function literalsOf(node: AnyNode): string[] | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : undefined;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? [node.quasis[0].value.cooked ?? ''] : undefined;
    case 'ConditionalExpression':
      return both(literalsOf(node.consequent), literalsOf(node.alternate));
    case 'LogicalExpression':
      return both(literalsOf(node.left), literalsOf(node.right));
    case 'SequenceExpression':
      return literalsOf(node.expressions[node.expressions.length - 1]);
    default:
      return undefined;
  }
}

function both(a: string[] | undefined, b: string[] | undefined): string[] | undefined {
  return a && b && [...a, ...b];
}
