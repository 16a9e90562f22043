// What operators make of types: plain values of plain ones, comparisons of ids of one kind.

import type { AnyNode } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import { INTEGER, isInteger, isPlain, isValue, kindsIn, PLAIN, type Type } from './types.ts';

/** Text: plain if all that it is made of is. Parts of the state cannot be made text. */
export function textOf(c: Context, types: readonly Type[], node: AnyNode, at: At): Type {
  const parts = types.filter((type) => !isValue(type));
  if (parts.length > 0) return c.refuseTypes(types, node, at, 'makes text of what is no value');
  const kinds = new Set(types.flatMap((type) => [...kindsIn(type, c.candidates)]));
  return kinds.size === 0 ? PLAIN : { type: 'tainted', kinds };
}

/** What is calculated of plain values is plain; none is no number and fails. */
export function calculate(
  c: Context,
  types: readonly Type[],
  node: AnyNode,
  at: At,
  result: Type,
  why = 'calculates with an id',
): Type {
  if (!types.every(isInteger)) c.noteFailure(node);
  const wrong = types.filter((type) => !isPlain(type));
  if (wrong.length > 0) return c.refuseTypes(wrong, node, at, why);
  return result.type === 'plain' ? { type: 'plain', integer: result.integer } : PLAIN;
}

/** `===`: of two ids of one kind, of an id and none, of two plain values. */
export function compare(c: Context, a: Type, b: Type, node: AnyNode, at: At): Type {
  if (isComparable(a, b) || isComparable(b, a)) return INTEGER;
  return c.refuseTypes([a, b], node, at, 'compares an id with something that is no id of its kind');
}

const INVARIANT = ['plain', 'constant', 'absent'];

function isComparable(a: Type, b: Type): boolean {
  if (INVARIANT.includes(a.type) && INVARIANT.includes(b.type)) return true;
  if (a.type === 'absent') return b.type !== 'tainted';
  if (a.type === 'process') return b.type === 'process';
  return a.type === 'id' && b.type === 'id' && a.kind === b.kind;
}

/** Text, as far as its values are known. */
export function isText(type: Type): boolean {
  if (type.type === 'tainted') return true;
  return type.type === 'plain' && !!type.values?.every((value) => typeof value === 'string');
}
