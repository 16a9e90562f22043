// What a condition says of ids that may be none: behind `x !== none` an index by x cannot fail.
//
// Sound only if nothing is written between the condition and the use, and no turn of a loop or call
// of a function lies between: so what is known is forgotten with the next write, and not handed
// into loops and functions. It matters only where a turn that may fail is refused (iteration.ts).

import { none } from '../../language/domain.ts';
import type { AnyNode } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import { constantOf, type Type } from './types.ts';

/** Evaluates a condition; says what is known where it turns out true, or false. */
export function conditionOf(c: Context, node: AnyNode, at: At): Condition {
  const before = c.writes;
  const type = c.evaluate(node, at);
  // What it writes may be what it asked about.
  const isKnown = c.writes === before;
  return { type, present: (isTrue) => (isKnown ? presentIf(c, node, isTrue, at) : []) };
}

export interface Condition {
  readonly type: Type;
  /** Names of what is no longer none. */
  readonly present: (isTrue: boolean) => readonly string[];
}

function presentIf(c: Context, node: AnyNode, isTrue: boolean, at: At): string[] {
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
  // Undefined says nothing of none. A loader may make a member of an imported name.
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false;
  return constantOf(c.evaluate(node, at))?.value === none;
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
