// What a condition says of ids that may be none: behind `x !== none` an index by x cannot fail.
//
// Sound only if nothing is written between the condition and the use, and no turn of a loop or call
// of a function lies between: so what is known is forgotten with the next write, and not handed
// into loops and functions. It matters only where a turn that may fail is refused (iteration.ts).

import type { AnyNode } from '../../model/access/function-source.ts';
import type { At, Context } from './context.ts';

/** Names of what is no longer none where a condition is true, or false. */
export function presentIf(c: Context, node: AnyNode, isTrue: boolean, at: At): string[] {
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === '!' ? presentIf(c, node.argument, !isTrue, at) : [];
    case 'LogicalExpression': {
      const isBoth = isTrue ? node.operator === '&&' : node.operator === '||';
      if (!isBoth) return [];
      return [...presentIf(c, node.left, isTrue, at), ...presentIf(c, node.right, isTrue, at)];
    }
    case 'BinaryExpression': {
      if (node.operator !== (isTrue ? '!==' : '===')) return [];
      const { left, right } = node;
      if (left.type === 'PrivateIdentifier') return [];
      if (isNone(c, right, at)) return known(left, at);
      return isNone(c, left, at) ? known(right, at) : [];
    }
    default:
      return [];
  }
}

function isNone(c: Context, node: AnyNode, at: At): boolean {
  return node.type === 'Identifier' && c.evaluate(node, at).type === 'absent';
}

function known(node: AnyNode, at: At): string[] {
  const key = keyOf(node, at);
  return key === undefined ? [] : [key];
}

/** One name for all expressions that surely mean the same: variables, their fields and elements. */
export function keyOf(node: AnyNode, at: At): string | undefined {
  if (node.type === 'Identifier') return at.scope.find(node.name)?.root;
  if (node.type !== 'MemberExpression' || node.optional) return undefined;
  const base = keyOf(node.object, at);
  if (base === undefined) return undefined;
  if (!node.computed) {
    return node.property.type === 'Identifier' ? `${base}.${node.property.name}` : undefined;
  }
  const index = keyOf(node.property, at);
  return index === undefined ? undefined : `${base}[${index}]`;
}
