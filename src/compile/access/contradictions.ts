// Conditions that contradict themselves, wherever they are asked: `st.value === 'idle' && st.value === 'gone'` in an `if`, or in what is
// given to `filter`. What a part of the state can hold differs among the variants of a model, so only what has one answer for
// all values there could be is looked for.
//
// What must stay true: the values that are tried stand for all. So conditions that do more than compare are let be, and what is
// compared by size has to be a whole number: of anything else JavaScript makes one first.

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

const ORDERING: readonly string[] = ['<', '<=', '>', '>='];
const COMPARING: readonly string[] = ['===', '!==', ...ORDERING];

/** Whether a condition does nothing but compare, and join that. */
export function onlyCompares(node: AnyNode): boolean {
  if (node.type === 'BinaryExpression' && !COMPARING.includes(node.operator)) return false;
  if (node.type === 'UnaryExpression' && node.operator !== '!') return negative(node) !== undefined;
  return childrenOf(node).every(onlyCompares);
}

/** `-1` */
function negative(node: AnyNode): number | undefined {
  if (node.type !== 'UnaryExpression' || node.operator !== '-') return undefined;
  const { argument } = node;
  const isNumber = argument.type === 'Literal' && typeof argument.value === 'number';
  return isNumber ? -Number(argument.value) : undefined;
}

/** The operands of `<` and the like below a node. */
export function comparedBySize(node: AnyNode): AnyNode[] {
  const own =
    node.type === 'BinaryExpression' && ORDERING.includes(node.operator)
      ? [node.left, node.right]
      : [];
  return [...own, ...childrenOf(node).flatMap(comparedBySize)];
}

/**
 * Values that stand for all that so many parts of the state could have together: those that the condition names, what is true
 * or false by itself, and for each part one that is none of these.
 */
export function standIns(condition: AnyNode, parts: number): readonly unknown[] {
  const others = Array.from({ length: parts }, () => Symbol('another'));
  return [...new Set([...literalsIn(condition), none, true, false, ...others])];
}

/** More than these lie too far apart to be gone through. */
const MOST_NUMBERS = 64;

/**
 * Whole numbers that stand for all that so many parts of the state could have together, by how they compare with each other and with
 * those that the condition names: these, all between them, and as many as there are parts on either side. None where that is too many.
 */
export function standInNumbers(condition: AnyNode, parts: number): readonly number[] {
  const named = literalsIn(condition).filter((one) => typeof one === 'number');
  const least = Math.floor(Math.min(0, ...named)) - parts;
  const most = Math.ceil(Math.max(0, ...named)) + parts;
  if (most - least > MOST_NUMBERS) return [];
  return Array.from({ length: most - least + 1 }, (_, k) => least + k);
}

function literalsIn(node: AnyNode): unknown[] {
  const below = negative(node);
  if (below !== undefined) return [below];
  return [
    ...(node.type === 'Literal' ? [node.value] : []),
    ...childrenOf(node).flatMap(literalsIn),
  ];
}
