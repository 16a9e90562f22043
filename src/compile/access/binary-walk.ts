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
  refuseTruthAsNumber(operator, left, right, walk);
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

const COMPARING: readonly string[] = ['===', '!==', '==', '!=', '<', '<=', '>', '>='];
const ORDERING: readonly string[] = ['<', '<=', '>', '>='];
const OF_BITS: readonly string[] = ['&', '|', '^'];

/** `a < b < c` and `flags & bit === 0` are read as `(a < b) < c` and `flags & (bit === 0)`: true counts as 1 there. */
function refuseTruthAsNumber(
  operator: string,
  left: AnyNode,
  right: AnyNode,
  { source }: Walker,
): void {
  const [first, second] = [left, right].map(
    (node) => node.type === 'BinaryExpression' && COMPARING.includes(node.operator),
  );
  if (ORDERING.includes(operator) && (first || second)) {
    const node = first ? left : right;
    source.fail(
      node,
      `this is true or false, which ${operator} takes for 1 or 0; join comparisons by &&`,
    );
  }
  if (OF_BITS.includes(operator) && first !== second) {
    const [node, other] = first ? [left, right] : [right, left];
    const text = source.textOf(other);
    source.fail(
      node,
      `this is compared before ${operator}, which then takes true for 1; write (${text} ${operator} ...) in parentheses, or && and || between conditions`,
    );
  }
}
