// Expressions with two operands. Comparisons that have the same answer always are refused: a property that makes one may hold
// for nothing.

import type { AnyNode } from '../../language/source/function-source.ts';
import { isNull, isUndefined, refuseNullish } from './nullish.ts';
import { fieldNames, isScalar, type Place } from './place.ts';
import type { Walker } from './walker.ts';

/** By which an instance of a process, or a cell, is told apart from others. */
const NAMES = ['self', 'id', 'value'];

/** Comparing what `find` returned with undefined tells no more than whether it is there. */
export function walkBinary(operator: string, left: AnyNode, right: AnyNode, walk: Walker): void {
  const isIdentity = operator === '===' || operator === '!==';
  const asksForNull = [left, right].some(isNull);
  const isNothing = asksForNull || [left, right].some((one) => isUndefined(one, walk));
  if (isIdentity) refuseViewAsValue(left, right, walk);
  for (const node of [left, right]) {
    if (isNothing) refuseNullish(node, walk);
    if (isIdentity || asksForNull) walk.test(node);
    else walk.value(node);
  }
}

/**
 * A value is never the same as a view: `lock.owner === task[0]` is false whoever owns the lock. What is meant is one of the
 * view's fields.
 */
function refuseViewAsValue(left: AnyNode, right: AnyNode, { places, source }: Walker): void {
  const [one, other] = [left, right].map((node) => places.of(node));
  if (!one || !other || isScalar(one) === isScalar(other)) return;
  const [node, view]: [AnyNode, Place] = isScalar(one) ? [right, other] : [left, one];
  const text = source.textOf(node);
  const field = NAMES.find((name) => fieldNames(view).includes(name));
  const instead = field === undefined ? 'one of its fields' : `${text}.${field}`;
  source.fail(node, `this is no value, so it is never the same as one; compare ${instead}`);
}
