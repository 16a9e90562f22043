// Conditions that contradict themselves, wherever they are asked: `st.value === 'idle' && st.value === 'gone'` in an `if`, or in what is
// given to `filter`. What a part of the state can hold differs among the variants of a model, so only what has one answer for
// all values there could be is looked for.
//
// What must stay true: the values that are tried stand for all. So conditions that do more than compare for sameness are let be.

import type { AnyNode } from 'acorn';
import { none } from '../../language/domain.ts';
import { childrenOf } from '../../language/source/source.ts';
import { askingCallback, conditionOf } from './conditions.ts';

/** What `if`, `?:` and loops ask, and callbacks. */
export function askedIn(node: AnyNode): AnyNode[] {
  const asked = node.type === 'UnaryExpression' ? undefined : conditionOf(node);
  const callback = node.type === 'CallExpression' ? askingCallback(node) : undefined;
  const body = callback && callback.body.type !== 'BlockStatement' ? [callback.body] : [];
  return [...(asked ? [asked] : []), ...body, ...childrenOf(node).flatMap(askedIn)];
}

/** Whether a condition does nothing but compare for sameness, and join that. */
export function onlyCompares(node: AnyNode): boolean {
  if (node.type === 'BinaryExpression' && !['===', '!=='].includes(node.operator)) return false;
  if (node.type === 'UnaryExpression' && node.operator !== '!') return false;
  return childrenOf(node).every(onlyCompares);
}

/**
 * Values that stand for all that so many parts of the state could have together: those that the condition names, what is true
 * or false by itself, and for each part one that is none of these.
 */
export function standIns(condition: AnyNode, parts: number): readonly unknown[] {
  const others = Array.from({ length: parts }, () => Symbol('another'));
  return [...new Set([...literalsIn(condition), none, true, false, ...others])];
}

function literalsIn(node: AnyNode): unknown[] {
  return [
    ...(node.type === 'Literal' ? [node.value] : []),
    ...childrenOf(node).flatMap(literalsIn),
  ];
}
